/// Which identifiers count against a cluster, and how much it takes to belong to one.
#pragma once

#include <algorithm>
#include <cmath>

#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

inline constexpr Bits kClusterFloor = 3 * kBit;  ///< bits_k(C) below it say nothing

/// False for placeholders and allowed identifiers. Common ones count: what is common among all may be common in a cluster alone.
inline bool counts(const EvidenceModel& model, std::uint32_t identifier) {
  const NoEvidence reason = model.identifier_reason[identifier];
  return reason == NoEvidence::carries || reason == NoEvidence::common;
}

/// log2(N / members) + margin.
inline Bits cluster_threshold(const EvidenceModel& model, std::uint64_t members, const ScoringOptions& options) {
  return std::max(0, model.prior_bits - log2_fixed(members)) +
         static_cast<Bits>(std::lround(options.membership_margin_bits * kBit));
}

}  // namespace accountgraph
