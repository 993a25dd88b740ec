/// What the members of a cluster use: per identifier how many of them hold it, and per kind how much use there is in all. What
/// profiles, membership and the evidence of a cluster are computed from. Placeholders are left out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/scoring/background.hpp>

namespace accountgraph {

struct IdentifierUse {
  std::uint32_t identifier = 0;
  std::uint32_t members = 0;  ///< c_k: members that hold it, >= 1
  std::uint64_t mask = 0;     ///< buckets in which members use it (all ones without time)
};

struct ClusterUse {
  std::span<const std::uint32_t> members;   ///< ascending; a view of what cluster_use was given
  std::uint32_t size = 0;                   ///< |C|
  std::vector<std::uint64_t> kind_entries;  ///< E_t(C) per kind
  std::vector<std::uint32_t> kind_members;  ///< members that have the kind
  std::vector<IdentifierUse> identifiers;   ///< ascending identifier
  std::vector<std::uint32_t> beginnings;    ///< of the members' sessions, ascending; seconds since 1970
  std::vector<std::int64_t> first_seen;     ///< of the members, ascending; microseconds since 1970, empty without time

  /// The use of an identifier, or nullptr. Cost: O(log identifiers).
  const IdentifierUse* find(std::uint32_t identifier) const;
};

/// `members` ascending; must outlive the result. Work O(e log e) in the members' entries e.
ClusterUse cluster_use(const Incidence& incidence, std::span<const std::uint32_t> members);

/// Who is judged against a cluster, and so belongs neither to it nor to everybody else.
struct LeftOut {
  std::uint64_t holders = 0;   ///< of the identifier
  std::uint64_t entries = 0;   ///< of its kind
  bool in_background = false;  ///< the holders are in no cluster
};

/// bits_k(C) = log2((c_k / E_t(C)) / u_k): how much more of the cluster's use an identifier is than of others' use. u_k is its share
/// of all use outside the cluster, (d_k - c_k + 1) / (E_t - E_t(C) + 1), or its share of the background's, (b_k + 1) / (B_t + 1), whichever is
/// less; whoever is judged against the cluster is left out of all. `members` = c_k and `entries` = E_t(C). 0 where c_k = 0.
Bits cluster_identifier_bits(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                             std::uint32_t identifier, std::uint32_t kind, std::uint64_t members, std::uint64_t entries,
                             LeftOut judged = {});

}  // namespace accountgraph
