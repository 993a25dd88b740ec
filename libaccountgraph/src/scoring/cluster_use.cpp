#include <accountgraph/scoring/cluster_use.hpp>

#include <algorithm>

namespace accountgraph {

const IdentifierUse* ClusterUse::find(std::uint32_t identifier) const {
  const auto at = std::lower_bound(identifiers.begin(), identifiers.end(), identifier,
                                   [](const IdentifierUse& use, std::uint32_t k) { return use.identifier < k; });
  return at != identifiers.end() && at->identifier == identifier ? &*at : nullptr;
}

ClusterUse cluster_use(const Incidence& incidence, std::span<const std::uint32_t> members) {
  ClusterUse use;
  use.members = members;
  use.size = static_cast<std::uint32_t>(members.size());
  use.kind_entries.resize(incidence.num_kinds());
  use.kind_members.resize(incidence.num_kinds());
  for (const std::uint32_t member : members) {
    std::size_t kind = 0;
    std::size_t counted = incidence.num_kinds();
    for (std::uint64_t at = incidence.row_begin[member]; at < incidence.row_begin[member + 1]; ++at) {
      const std::uint32_t identifier = incidence.entry_identifier[at];
      while (identifier >= incidence.kind_begin[kind + 1]) ++kind;
      if (incidence.placeholder[identifier]) continue;
      use.identifiers.push_back({identifier, 1, incidence.mask_of(at)});
      ++use.kind_entries[kind];
      use.kind_members[kind] += counted != kind;
      counted = kind;
    }
  }
  std::sort(use.identifiers.begin(), use.identifiers.end(),
            [](const IdentifierUse& left, const IdentifierUse& right) { return left.identifier < right.identifier; });
  std::size_t kept = 0;
  for (const IdentifierUse& entry : use.identifiers) {
    if (kept > 0 && use.identifiers[kept - 1].identifier == entry.identifier) {
      ++use.identifiers[kept - 1].members;
      use.identifiers[kept - 1].mask |= entry.mask;
    } else {
      use.identifiers[kept++] = entry;
    }
  }
  use.identifiers.resize(kept);
  return use;
}

Bits cluster_identifier_bits(const Incidence& incidence, const EvidenceModel& model, std::uint32_t identifier,
                             std::uint32_t kind, std::uint64_t members, std::uint64_t entries) {
  if (members == 0) return 0;
  const std::uint64_t holders = incidence.column_begin[identifier + 1] - incidence.column_begin[identifier];
  const std::uint64_t outside_use = std::max(model.kinds[kind].entries, entries) - entries + 1;
  return log2_fixed(members) - log2_fixed(entries) - log2_fixed(holders - members + 1) + log2_fixed(outside_use);
}

}  // namespace accountgraph
