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
  for (const std::uint32_t member : members) {
    for (const Session session : incidence.sessions.of(member)) use.beginnings.push_back(session.first);
    if (!incidence.account_first.empty()) use.first_seen.push_back(incidence.account_first[member]);
  }
  std::sort(use.beginnings.begin(), use.beginnings.end());
  std::sort(use.first_seen.begin(), use.first_seen.end());
  return use;
}

Bits cluster_identifier_bits(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                             std::uint32_t identifier, std::uint32_t kind, std::uint64_t members, std::uint64_t entries,
                             LeftOut judged) {
  if (members == 0) return 0;
  const auto less = [](std::uint64_t all, std::uint64_t some) { return all - std::min(all, some); };
  const std::uint64_t outside = less(incidence.accounts_of(identifier).size(), members + judged.holders);
  const std::uint64_t outside_use = less(model.kinds[kind].entries, entries + judged.entries);
  const std::uint64_t users = less(background.users[identifier], judged.in_background ? judged.holders : 0);
  const Bits outside_share = log2_fixed(outside + 1) - log2_fixed(outside_use + 1);
  const Bits background_share = log2_fixed(users + 1) - log2_fixed(background.entries[kind] + 1);
  return log2_fixed(members) - log2_fixed(entries) - std::min(outside_share, background_share);
}

}  // namespace accountgraph
