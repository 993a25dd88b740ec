/// What the members of a cluster use: per identifier how many of them hold it, and per kind how much use there is in all. What
/// profiles, membership and the evidence of a cluster are computed from. Placeholders are left out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

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

  /// The use of an identifier, or nullptr. Cost: O(log identifiers).
  const IdentifierUse* find(std::uint32_t identifier) const;
};

/// `members` ascending; must outlive the result. Work O(e log e) in the members' entries e.
ClusterUse cluster_use(const Incidence& incidence, std::span<const std::uint32_t> members);

/// bits_k(C) = log2((c_k / E_t(C)) / ((d_k - c_k + 1) / (E_t - E_t(C) + 1))): shares of use, the cluster's own members left out of
/// the background. `members` = c_k and `entries` = E_t(C), the account that is judged left out. 0 where c_k = 0.
Bits cluster_identifier_bits(const Incidence& incidence, const EvidenceModel& model, std::uint32_t identifier,
                             std::uint32_t kind, std::uint64_t members, std::uint64_t entries);

}  // namespace accountgraph
