/// Merging clusters that are fragments of one whole. Rotated cards and devices tie an operation's accounts together in handfuls; no
/// two accounts of different handfuls share enough to be linked, and yet the handfuls draw from the same addresses, devices and
/// templates. So clusters are judged against one another.
///
/// For the smaller cluster A and the larger B, let a share lambda_t of A's use of kind t be of identifiers that B uses too (with
/// bits_k(B) >= 3, at meeting times), and r_k = 2^bits_k(B) (cluster_use.hpp, A's use left out as well). If A draws a share lambda_t from B's use and the rest from everybody's, a
/// common identifier is worth
///   g_k = max(0, log2(lambda_t r_k) + (1 - lambda_t) / lambda_t * log2(1 - lambda_t)),
/// the log-likelihood ratio of a draw, with what speaks against it shared out. Each identifier counts once, however many of A hold it. A and B
/// are one where sum g_k, under the caps of kinds and families and the soft-only rule, reaches log2(N / |B|) + margin,
/// - from at least two families, of which one is the content, where the run has content (infrastructure alone never joins); in a run of one family nothing merges;
/// - without any one of the identifiers (so one template in common merges nothing), and without any one account of either, too: whoever stands between two groups, such as an
///   employee between family and company, joins nothing;
/// - and not with two taskings: where templates that are rare elsewhere, each used by a tenth of the members, cover half of A and half of
///   B, such templates in common must cover half of A and a quarter of B. One proxy operator's two customers stay two clusters.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/scoring/cluster_use.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

struct ClusterPair {
  Bits bits = 0;
  Bits needed = 0;  ///< log2(N / |larger|) + margin
  bool merges = false;
};

/// Judges whether two clusters are one. `smaller` has at most as many members as `larger`, and none of its members.
/// Work O(u log u') in their identifiers, times up to 80 where the evidence suffices.
ClusterPair judge_clusters(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                           const ClusterUse& smaller, const ClusterUse& larger, const ScoringOptions& options);

/// Merges each cluster with the one of at least its size that it exceeds the threshold most with (ties: smaller index), all at once, round
/// after round until nothing merges or max_rounds are done. `cluster_of`: per account an index below `num_clusters` or kNone; merged
/// clusters have the smallest index among them. Deterministic, parallel. Pairs are proposed by two identifiers that speak for the larger
/// cluster (3 bits and more), each of at most 256 clusters.
/// Work a round: O(entries + proposed pairs of which one changed)
std::vector<std::uint32_t> merge_clusters(const Incidence& incidence, const EvidenceModel& model,
                                          const Background& background, std::vector<std::uint32_t> cluster_of,
                                          std::uint32_t num_clusters, const ScoringOptions& options = {},
                                          const Control& control = {});

}  // namespace accountgraph
