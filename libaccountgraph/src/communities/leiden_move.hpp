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
/// on return; `active` marks the vertices to look at, and on return those still waiting.
template <class Weight>
void move_vertices(const Level<Weight>& level, double coefficient, const MoveOptions& options,
                   std::vector<std::uint32_t>& label, std::vector<std::uint8_t>& active, const Control& control);

extern template void move_vertices(const Level<std::int32_t>&, double, const MoveOptions&, std::vector<std::uint32_t>&,
                                   std::vector<std::uint8_t>&, const Control&);
extern template void move_vertices(const Level<std::int64_t>&, double, const MoveOptions&, std::vector<std::uint32_t>&,
                                   std::vector<std::uint8_t>&, const Control&);

}  // namespace accountgraph::leiden_internal
