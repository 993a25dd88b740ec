/// How often chance makes clusters that score so high: the arithmetic of q values.
/// With V_b(s) = clusters of world of chance b, and R(s) = clusters here, that score at least s,
///   q(c) = min(1, min over s <= score(c) of ((1 + sum_b V_b(s)) / B) / R(s))
/// is the false discovery rate of everything that scores like c or better (Storey 2002, doi 10.1111/1467-9868.00346; counts of permuted
/// worlds as Tusher, Tibshirani, Chu 2001, doi 10.1073/pnas.091062498).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace accountgraph {

/// What worlds of chance say of clusters.
struct ChanceCounts {
  std::uint32_t worlds = 0;            ///< B; 0 = none were run
  std::vector<std::uint64_t> as_high;  ///< per cluster: sum_b V_b(its score); empty without worlds
};

/// Of each score: how many of `chance_scores` (all worlds together) are at least as high. A score that is NaN counts all of them, and
/// NaN among `chance_scores` counts nowhere. Work O(n log n).
std::vector<std::uint64_t> counts_at_least(std::span<const double> scores, std::span<const double> chance_scores);

/// q of each score, in (0, 1]: the same for the same score, never higher for a higher one, 1 for NaN. `counts.worlds` >= 1, one count a
/// score. Work O(n log n).
std::vector<double> q_values(std::span<const double> scores, const ChanceCounts& counts);

}  // namespace accountgraph
