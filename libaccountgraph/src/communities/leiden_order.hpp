/// Internal to Leiden: renumbers a level so that every community is a range of vertices. After that "in the same
/// community" is a range test, and refining and folding read memory in order.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>

#include "leiden_level.hpp"

namespace accountgraph::leiden_internal {

template <class Weight>
struct Ordered {
  Level<Weight> level;                    ///< renumbered; within a row the neighbours of the own community come first
  std::vector<std::uint32_t> old_vertex;  ///< [new] = old
  std::vector<std::uint32_t> new_vertex;  ///< [old] = new
  std::vector<std::uint32_t> community;   ///< [new] = index of the community, ascending, without gaps
  std::vector<std::uint32_t> begin;       ///< community c = new vertices [begin[c], begin[c + 1])
  std::vector<std::uint64_t> inner_end;   ///< row of v inside its community: [level.begin[v], inner_end[v])

  std::uint32_t num_communities() const { return static_cast<std::uint32_t>(begin.size() - 1); }
};

/// Communities keep the order of their labels, vertices theirs within a community. label[v] < 2 * num_vertices().
template <class Weight>
Ordered<Weight> order_by_community(const Level<Weight>& level, const std::vector<std::uint32_t>& label,
                                   const Control& control);

extern template Ordered<std::int32_t> order_by_community(const Level<std::int32_t>&, const std::vector<std::uint32_t>&,
                                                         const Control&);
extern template Ordered<std::int64_t> order_by_community(const Level<std::int64_t>&, const std::vector<std::uint32_t>&,
                                                         const Control&);

}  // namespace accountgraph::leiden_internal
