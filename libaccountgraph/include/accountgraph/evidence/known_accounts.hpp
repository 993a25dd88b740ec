/// What known accounts say about the others: confirmed ones raise what hangs together with them, cleared ones lower it. It
/// orders clusters for review and changes nothing else: no score, no flag.
///
/// Personalised PageRank (Haveliwala 2002, doi 10.1145/511446.511513; Tong, Faloutsos, Pan 2006, doi 10.1109/ICDM.2006.70),
/// read at the known accounts: a walk that begins at an account goes on with probability `damping`, to a neighbour in
/// proportion to the weight between them. c = its chance to end at a confirmed account, d = at a cleared one;
///   bits = log2((c + 1/N) / (d + 1/N)),
/// the odds of the one against the other, 1/N being what an account drawn at random has. In [-log2(N + 1), log2(N + 1)], 0
/// where nothing is known; confirming one more account lowers nobody.
/// Weights: a link's bits above the prior L(N); and each cluster is a vertex too, with its members' bits above their prior
/// log2(N / |C|), so that accounts without links stand beside those with whom they share a cluster.
/// Belief propagation converges only where couplings are scaled down to the graph's spectral radius, so that one hub makes
/// all of them small; the rows of a walk sum to one whatever the degrees, and damping below 1 is all that convergence needs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/evidence/case.hpp>

namespace accountgraph {

struct KnownOptions {
  double damping = 0.85;    ///< in [0, 1)
  double tolerance = 1e-9;  ///< in [1e-12, 1). Largest change of a chance at which the iteration ends.
};

struct KnownAccounts {
  std::vector<std::uint32_t> confirmed, cleared;  ///< account indices, ascending, distinct
  std::vector<double> account_bits;               ///< per account
  std::vector<double> cluster_bits;               ///< per cluster: of a walk that begins at the cluster
  std::uint32_t iterations = 0;
  double residual =
      0;  ///< largest change of the last iteration; the chances are within residual * damping / (1 - damping)
};

/// Indices in any order, repeated ones count once. Throws std::invalid_argument for an index out of range, an account in both
/// lists, options out of range; Cancelled. Every iteration shrinks the largest change by `damping`, so at most
/// 1 + log(tolerance) / log(damping) of them, 128 by default. Work an iteration: O(accounts + links), parallel by rows. The same
/// bytes for any number of threads.
KnownAccounts propagate_known(const Case& result, std::span<const std::uint32_t> confirmed,
                              std::span<const std::uint32_t> cleared, const KnownOptions& options = {},
                              const Control& control = {});

/// Clusters by score + known bits, ties by rank: cluster_id, rank (new), rank_before, score, known_bits, size, confirmed and
/// cleared (members that are), flagged.
Table reranked_table(const Case& result, const KnownAccounts& known);

/// account_id, known_bits, known ("confirmed", "cleared" or null), in the order of accounts_table.
Table known_table(const Case& result, const KnownAccounts& known);

}  // namespace accountgraph
