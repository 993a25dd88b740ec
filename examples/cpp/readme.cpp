#include <accountgraph/detect.hpp>
#include <accountgraph/records/rows.hpp>
#include <iostream>

int main() {
  namespace ag = accountgraph;
  const std::vector<ag::Kind> kinds = {ag::default_kind("payment"), ag::default_kind("device"), ag::default_kind("ip")};
  ag::EventRows events(kinds);
  for (int i = 0; i < 3000; ++i) {  // 24 accounts pass cards, devices and addresses around, the others have their own
    for (int turn = 0; turn < 2; ++turn) {
      const auto shared = [&](int value) { return std::to_string(i < 24 ? value : 1000 + i); };
      events.add("acct_" + std::to_string(i), turn,
                 {{"payment", "card-" + shared((i + 2 * turn) / 4)},
                  {"device", "fp-" + shared((i + 3 * turn) / 5)},
                  {"ip", "proxy-" + shared(i % 6)}});
    }
  }
  const ag::Case result = ag::detect(events.batch(), kinds);
  for (const ag::Cluster& cluster : result.clusters) {
    std::cout << cluster.members.size() << " accounts, " << to_string(cluster.archetype) << '\n';
  }
}
