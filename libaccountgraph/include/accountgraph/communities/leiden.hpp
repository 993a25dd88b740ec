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
  /// >= 0. Stops earlier when three in a row find nothing better; 50 converges. 0 = as many as pay. Until about 2^20
  /// edges have been gone through, iterations go on till three in a row find nothing better, and then begin anew, up to
  /// four times: the best result counts. After that another one follows, up to ten, while the last bettered the quality
  /// by .0005 of it and single moves promise as much again (a sample tells; not asked below 8 edges a vertex).
  int max_iterations = 0;
  std::uint64_t seed = 0;  ///< Same graph, options and seed: same partition, on any number of threads.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const LeidenOptions& options);

/// What one level of one iteration had to do. Levels halve, or better, so that the first ones are nearly all of it.
struct LeidenWork {
  int iteration = 0, level = 0;  ///< from 0
  std::uint32_t vertices = 0;
  std::uint64_t edges = 0;      ///< each once
  std::uint64_t looked_at = 0;  ///< vertices whose neighbours were gone through to move them, again counted
};

struct LeidenResult {
  Partition partition;
  double quality = 0;            ///< what the optimiser believes (fixed point); quality.hpp computes it from the graph
  int iterations = 0;            ///< run in all; 0 = nothing to do
  bool converged = false;        ///< it stopped by a rule of max_iterations and not for having run them all
  std::vector<LeidenWork> work;  ///< in order
};

/// Returns a partition of `graph` in which every community is connected, starting from `initial` (none: every vertex by
/// itself) and never worse than it. Self-loops count twice in the degree and nowhere else; isolated vertices stay
/// alone; an edge of weight 0 is no edge; no vertices give an empty partition.
///
/// Method: local moving, refinement and aggregation of Traag, Waltman, van Eck 2019 (doi 10.1038/s41598-019-41695-z),
/// made independent of scheduling: vertices move in 16 hashed lists a sweep, a list is judged against a frozen state,
/// and movers that crowd a community out are sent back one by one; refinement is one sequential task a community.
/// Weights are fixed point (a power of two, so that the sum is at most 2^52; exact where that is possible; 30 bits of
/// the largest where no weight is less than 2^-17 of it), totals are exact integers, gains doubles by one expression,
/// ties go to the smaller label. A last pass splits what is not connected.
///
/// Work O(edges) a sweep, at most 20 sweeps a level; a level has at most as many edges as the one below. Memory about
/// 4 bytes an edge direction where all weights are one power of two and no vertex is alone, else 8 to 16, and 60 a
/// vertex. Parallel; bit-identical for every number of threads. The numbering of the vertices
/// matters as a seed does. Throws std::invalid_argument for options out of range, an `initial` of another length, a
/// node_size that is 0, of another length or summing to more than 2^52; Cancelled.
LeidenResult leiden(const Graph& graph, const LeidenOptions& options = {}, const Partition* initial = nullptr,
                    const Control& control = {});

/// The hierarchy inside the communities of `partition`: nested partitions, finest first, the last is `partition`. Every
/// level is the one before (single vertices at first) with its communities merged once, as Leiden refines: they are
/// connected, and no level has less quality than the one before. Levels better than `partition` are left out, which
/// happens only where it is not a result of leiden().
///
/// Cost: about that of one iteration. Deterministic and throws as leiden() does; `max_iterations` does not matter.
std::vector<Partition> leiden_levels(const Graph& graph, const Partition& partition, const LeidenOptions& options = {},
                                     const Control& control = {});

}  // namespace accountgraph
