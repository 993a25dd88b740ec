/// Leiden: communities of a weighted graph that are dense inside and, always, connected.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/partition.hpp>
#include <accountgraph/core/control.hpp>

namespace accountgraph {

/// What a community is worth (communities/quality.hpp recomputes both).
enum class Objective {
  modularity,  ///< weight inside above what degrees alone would give; sees no small community in a large graph
  cpm,         ///< weight inside minus `resolution` for every pair inside; does not depend on the rest of the graph
};

struct LeidenOptions {
  Objective objective = Objective::cpm;
  double resolution = 1.0;  ///< > 0, finite. cpm: the weight per pair a community must exceed. modularity: 1 = classic.
  int max_iterations = 4;   ///< >= 1. Stops earlier when three in a row find nothing better; 4 is near, 50 converges.
  std::uint64_t seed = 0;   ///< Same graph, options and seed: same partition, on any number of threads.
  bool keep_levels = false;  ///< Fill LeidenResult::levels; costs 4 bytes a vertex and level.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const LeidenOptions& options);

struct LeidenResult {
  Partition partition;
  /// Only with keep_levels: the units of the iteration that gave `partition`, finest first, each nested in the next;
  /// the last is `partition` itself. Never empty then.
  std::vector<Partition> levels;
  double quality = 0;      ///< what the optimiser believes (fixed point); quality.hpp computes it from the graph
  int iterations = 0;      ///< iterations run, in [0, max_iterations]; 0 = nothing to do
  bool converged = false;  ///< the last three iterations found nothing better, or there was nothing to do
};

/// Returns a partition of `graph` in which every community is connected, starting from `initial` (none: every vertex by
/// itself) and never worse than it. Self-loops count twice in the degree and nowhere else; isolated vertices stay
/// alone; an edge of weight 0 is no edge; no vertices give an empty partition.
///
/// Method: local moving, refinement and aggregation of Traag, Waltman, van Eck 2019 (doi 10.1038/s41598-019-41695-z),
/// made independent of scheduling: vertices move in 16 hashed lists a sweep, a list is judged against a frozen state,
/// and movers that crowd a community out are sent back one by one; refinement is one sequential task a community.
/// Weights are fixed point (a power of two, so that the sum is at most 2^52; exact where that is possible), totals are
/// exact integers, gains doubles by one expression, ties go to the smaller label. A last pass splits what is not
/// connected.
///
/// Work O(edges) a sweep, at most 20 sweeps a level; a level has at most as many edges as the one below. Memory about
/// 40 bytes an edge direction. Parallel; bit-identical for every number of threads. The numbering of the vertices
/// matters as a seed does. Throws std::invalid_argument for options out of range, an `initial` of another length, a
/// node_size that is 0, of another length or summing to more than 2^52; Cancelled.
LeidenResult leiden(const Graph& graph, const LeidenOptions& options = {}, const Partition* initial = nullptr,
                    const Control& control = {});

}  // namespace accountgraph
