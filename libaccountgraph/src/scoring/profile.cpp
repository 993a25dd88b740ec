#include <algorithm>

#include <accountgraph/scoring/score.hpp>

namespace accountgraph {

std::vector<KindProfile> cluster_profile(const Incidence& incidence, const ClusterUse& use,
                                         std::span<const std::uint32_t> members) {
  std::vector<KindProfile> profile(incidence.num_kinds());
  std::vector<std::uint8_t> binds(use.identifiers.size());  // held by two members, and half of its users are members
  std::vector<std::uint64_t> held(incidence.num_kinds());
  std::size_t kind = 0;
  for (std::size_t at = 0; at < use.identifiers.size(); ++at) {
    const IdentifierUse& entry = use.identifiers[at];
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (entry.members < 2 || 2 * std::size_t{entry.members} < incidence.accounts_of(entry.identifier).size()) continue;
    binds[at] = 1;
    ++profile[kind].identifiers;
    held[kind] += entry.members;
    profile[kind].largest = std::max(profile[kind].largest, static_cast<double>(entry.members) / use.size);
  }
  std::vector<std::uint64_t> covered(incidence.num_kinds());
  for (const std::uint32_t member : members) {
    std::size_t last = incidence.num_kinds();  // the kind counted last for this member
    kind = 0;
    for (const std::uint32_t identifier : incidence.identifiers_of(member)) {
      while (identifier >= incidence.kind_begin[kind + 1]) ++kind;
      const IdentifierUse* entry = use.find(identifier);
      if (entry == nullptr || last == kind || !binds[static_cast<std::size_t>(entry - use.identifiers.data())])
        continue;
      ++covered[kind];
      last = kind;
    }
  }
  for (kind = 0; kind < profile.size(); ++kind) {
    profile[kind].coverage = static_cast<double>(covered[kind]) / use.size;
    profile[kind].present = static_cast<double>(use.kind_members[kind]) / use.size;
    if (profile[kind].identifiers > 0)
      profile[kind].reuse = static_cast<double>(held[kind]) / profile[kind].identifiers;
  }
  return profile;
}

}  // namespace accountgraph
