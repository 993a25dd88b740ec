// Finds a ring of accounts in a small log and says why. Builds with find_package(accountgraph CONFIG).
#include <iostream>
#include <string>

#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/binding.hpp>
#include <accountgraph/records/rows.hpp>

namespace ag = accountgraph;

int main() {
  const std::vector<ag::Kind> kinds = {ag::default_kind("payment"), ag::default_kind("device"), ag::default_kind("ip")};
  ag::EventRows events(kinds);
  const auto at = [](int day) { return day * 86'400'000'000LL; };
  for (int i = 0; i < 24; ++i) {  // a ring: cards and devices pass from account to account, each account looks light
    for (int turn = 0; turn < 2; ++turn) {
      events.add("ring-" + std::to_string(i), at(20'600 + i % 3 + turn),
                 {{"payment", "card-" + std::to_string((i + 2 * turn) / 4)},
                  {"device", "fp-" + std::to_string((i + 3 * turn) / 5)},
                  {"ip", "203.0.113." + std::to_string(i % 6)}});
    }
  }
  for (int i = 0; i < 3'000; ++i) {  // everybody else, behind one carrier
    const std::string own = std::to_string(i);
    events.add("user-" + own, at(20'600 + i % 20),
               {{"payment", "own-" + own}, {"device", "phone-" + own}, {"ip", "198.51.100.1"}});
  }

  const ag::Case result = ag::detect(events.batch(), kinds);

  for (const ag::Cluster& cluster : result.clusters) {
    std::cout << cluster.members.size() << " accounts, " << ag::to_string(cluster.archetype) << ", score "
              << cluster.score << (cluster.flagged ? ", flagged\n" : "\n");
    for (const ag::BindingIdentifier& shared :
         ag::binding_identifiers(result.incidence, result.model, result.background, cluster)) {
      std::cout << "  " << result.incidence.kinds[shared.kind].name << ' '
                << result.incidence.identifiers[shared.identifier] << ": " << shared.members << " members of "
                << shared.accounts << " accounts\n";
    }
  }
  std::size_t flagged = 0;
  for (std::uint32_t account = 0; account < result.incidence.num_accounts(); ++account)
    flagged += result.is_flagged(account);
  std::cout << flagged << " accounts flagged\n";
  return flagged == 24 ? 0 : 1;
}
