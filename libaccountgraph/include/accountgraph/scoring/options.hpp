#pragma once

#include <cstdint>

namespace accountgraph {

struct ScoringOptions {
  double flag_score = 0.0;      ///< A cluster is flagged only above this score (log2 odds).
  std::uint32_t flag_size = 5;  ///< >= 2. Fewest members of a flagged cluster.
  double flag_coverage = 0.3;   ///< in (0, 1]. At least two families must cover this share of the members each.
  double flag_crossing = 0.10;  ///< in [0, 1]. A farm has at least this share of members whose sharing groups cross ...
  std::uint32_t crossing_allowance =
      2;  ///< ... beyond this many: any large family has somebody who stands between two circles.
  std::uint32_t join_below =
      5;  ///< Accounts in no cluster, or in one of fewer members, are scored against every cluster.
  std::uint32_t join_into =
      4;  ///< in [3, join_below]. ... of join_below members, and when nothing moves, of fewer, down to this.
  double membership_margin_bits = 4.0;  ///< >= 0. Joining cluster C needs log2(N / |C|) + margin bits.
  std::uint32_t max_rounds =
      10;  ///< >= 0. Rounds of membership; fewer when nothing moves. 0 = membership is not revised.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const ScoringOptions& options);

}  // namespace accountgraph
