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

/// Of the communities label[v] < communities.
template <class Weight, class Mass>
Tally tally(const Level<Weight, Mass>& level, const std::vector<std::uint32_t>& label, std::uint32_t communities,
            const Control& control);

/// Gives every connected part of every community a label of its own, 0, 1, ... in order of first vertex; returns how
/// many.
template <class Weight, class Mass>
std::uint32_t split_disconnected(const Level<Weight, Mass>& level, std::vector<std::uint32_t>& label,
                                 const Control& control);

}  // namespace accountgraph::leiden_internal
