#include <accountgraph/scoring/rotation.hpp>

#include <algorithm>
#include <vector>

namespace accountgraph {
namespace {

constexpr std::size_t kMostMembers = 1000;
constexpr std::size_t kMostAddresses = 64;
constexpr std::size_t kExpansion = 3;

}  // namespace

double rotation_share(const Incidence& incidence, const ClusterUse& use) {
  std::vector<std::uint8_t> network(incidence.num_kinds());
  for (std::size_t kind = 0; kind < network.size(); ++kind) network[kind] = incidence.kinds[kind].family == "network";
  const std::size_t step = std::max<std::size_t>(1, (use.size + kMostMembers - 1) / kMostMembers);
  std::vector<std::uint32_t> met_by(use.size, kNone);  // the last member that met this one
  std::size_t looked = 0, rotating = 0;
  for (std::size_t m = 0; m < use.size; m += step, ++looked) {
    std::size_t addresses = 0, most = 0, met = 0, kind = 0;
    for (const std::uint32_t identifier : incidence.identifiers_of(use.members[m])) {
      while (identifier >= incidence.kind_begin[kind + 1]) ++kind;
      if (!network[kind]) continue;
      const IdentifierUse* entry = use.find(identifier);
      const auto holders = incidence.accounts_of(identifier);
      if (entry == nullptr || entry->members < 2 || 2 * std::size_t{entry->members} < holders.size()) continue;
      if (++addresses > kMostAddresses) break;
      most = std::max<std::size_t>(most, entry->members - 1);
      for (const std::uint32_t holder : holders) {
        const auto at = std::lower_bound(use.members.begin(), use.members.end(), holder);
        if (at == use.members.end() || *at != holder || holder == use.members[m]) continue;
        std::uint32_t& last = met_by[static_cast<std::size_t>(at - use.members.begin())];
        met += last != m;
        last = static_cast<std::uint32_t>(m);
      }
    }
    rotating += met > 0 && met >= kExpansion * most;
  }
  return looked == 0 ? 0 : static_cast<double>(rotating) / static_cast<double>(looked);
}

}  // namespace accountgraph
