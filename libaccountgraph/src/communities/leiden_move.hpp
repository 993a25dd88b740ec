/// Internal to Leiden: local moving, batch-synchronous so that no schedule can be seen in the result.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>

#include "leiden_level.hpp"

namespace accountgraph::leiden_internal {

struct MoveOptions {
  std::uint64_t stream =
      0;  ///< names (iteration, level); the lists of a sweep are a hash of it, the sweep and the vertex
  std::uint64_t seed = 0;
  int max_sweeps = 20;
  double settled_share = 0;      ///< stop once a sweep moves at most this share of the vertices
  bool from_singletons = false;  ///< every vertex starts alone: sweep 0 does not mark neighbours, all go again
};

/// Moves vertices between communities while the quality grows. label[v] < num_vertices() on entry, < 2 * num_vertices()
/// on return; `active` marks the vertices to look at, and on return those still waiting. Returns how many vertices were
/// looked at, again counted.
template <class Weight, class Mass>
std::uint64_t move_vertices(const Level<Weight, Mass>& level, double coefficient, const MoveOptions& options,
                            std::vector<std::uint32_t>& label, std::vector<std::uint8_t>& active,
                            const Control& control);

/// The weight by which single moves would better `label` (label[v] < 2 * num_vertices(), not changed), each counted as
/// if it were the only one: an estimate from one vertex in 16, by hash.
template <class Weight, class Mass>
double gain_in_sight(const Level<Weight, Mass>& level, double coefficient, std::uint64_t seed,
                     std::vector<std::uint32_t>& label, const Control& control);

}  // namespace accountgraph::leiden_internal
