/// Internal to Leiden: the last pass of an iteration. On the top level every vertex is connected, so that splitting
/// what is not connected there makes every community connected everywhere. It never lowers the quality: no edge is cut.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/int128.hpp>

#include "leiden_level.hpp"

namespace accountgraph::leiden_internal {

/// The two exact sums any of the objectives is made of.
struct Tally {
  std::int64_t between = 0;  ///< weight of the edges between communities, both directions
  Int128 squares = 0;        ///< sum of mass^2 over the communities
};

/// Gives every connected part of every community a label of its own, 0, 1, ... in order of first vertex.
template <class Weight>
Tally split_disconnected(const Level<Weight>& level, std::vector<std::uint32_t>& label, const Control& control);

extern template Tally split_disconnected(const Level<std::int32_t>&, std::vector<std::uint32_t>&, const Control&);
extern template Tally split_disconnected(const Level<std::int64_t>&, std::vector<std::uint32_t>&, const Control&);

}  // namespace accountgraph::leiden_internal
