/// How alike two groupings of the same items are. Labels are any numbers; only which items share one matters.
#pragma once

#include <cstdint>
#include <span>

namespace accountgraph {

// Each function below sorts the pairs of labels (work O(items log items), 8 bytes an item, serial, deterministic) and
// throws std::invalid_argument when the lengths differ or reach 2^32. No items: 1, every grouping of nothing being the
// same.

/// Share of item pairs on which the two agree, corrected for chance: 1 = the same grouping, about 0 = unrelated, >=
/// -0.5. Pair counts are exact integers. Source: Hubert, Arabie 1985 (doi 10.1007/BF01908075).
double adjusted_rand_index(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// Mutual information / mean of the entropies, in [0, 1]; 1 when both are one group. Grows with the number of groups
/// even when they are random; adjusted_mutual_information does not.
double normalized_mutual_information(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// (MI - E[MI]) / (mean of the entropies - E[MI]), the expectation over random groupings of the same sizes: 1 = the
/// same, about 0 = unrelated. Adds O(sum over pairs of different group sizes s, t of sqrt(s t / items) + 40) to the
/// work. Source: Vinh, Epps, Bailey 2010 (jmlr.org/papers/v11/vinh10a).
double adjusted_mutual_information(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// 1 - H(truth | predicted) / H(truth), in [0, 1]: 1 = every predicted group lies inside one true group.
/// Source: Rosenberg, Hirschberg 2007 (aclanthology.org/D07-1043).
double homogeneity(std::span<const std::uint32_t> truth, std::span<const std::uint32_t> predicted);

/// homogeneity with the roles exchanged: 1 = every true group lies inside one predicted group.
double completeness(std::span<const std::uint32_t> truth, std::span<const std::uint32_t> predicted);

struct BCubed {
  double precision =
      1;              ///< mean over items of the share of their predicted group that is of their true group, in (0, 1]
  double recall = 1;  ///< mean over items of the share of their true group that is in their predicted group, in (0, 1]
  double f1 = 1;      ///< harmonic mean of the two
};
/// Source: Bagga, Baldwin 1998 (aclanthology.org/P98-1012); Amigo et al. 2009 (doi 10.1007/s10791-008-9066-8).
BCubed b_cubed(std::span<const std::uint32_t> truth, std::span<const std::uint32_t> predicted);

}  // namespace accountgraph
