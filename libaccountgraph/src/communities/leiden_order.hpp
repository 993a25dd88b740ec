/// Internal to Leiden: renumbers a level so that every community is a range of vertices. After that "in the same
/// community" is a range test, and refining and folding read memory in order.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>

#include "leiden_level.hpp"

namespace accountgraph::leiden_internal {

struct Order {
  std::vector<std::uint32_t> old_vertex;  ///< [new] = old
  std::vector<std::uint32_t> new_vertex;  ///< [old] = new
  std::vector<std::uint32_t> community;   ///< [new] = index of the community, ascending, without gaps
  std::vector<std::uint32_t> begin;       ///< community c = new vertices [begin[c], begin[c + 1])

  std::uint32_t num_communities() const { return static_cast<std::uint32_t>(begin.size() - 1); }
};

/// Communities keep the order of their labels, vertices theirs within a community. label[v] < 2 * label.size().
Order order_by_community(const std::vector<std::uint32_t>& label, const Control& control);

/// A level renumbered. Within a row the neighbours of the own community come first.
template <class Weight, class Mass>
struct Ordered {
  Level<Weight, Mass> level;
  std::vector<std::uint64_t> inner_end;  ///< row of v inside its community: [level.begin[v], inner_end[v])
};

template <class Weight, class Mass>
Ordered<Weight, Mass> renumbered(const Level<Weight, Mass>& level, const Order& order, const Control& control);

}  // namespace accountgraph::leiden_internal
