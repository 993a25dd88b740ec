/// Internal to Leiden: from the caller's graph of doubles to exact integers.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/core/control.hpp>
#include <accountgraph/core/int128.hpp>

#include "leiden_level.hpp"

namespace accountgraph::leiden_internal {

/// The scale and the totals, both functions of the weights and node sizes alone.
struct FixedPoint {
  int exponent = 0;                   ///< a weight w > 0 becomes max(1, round(w * 2^exponent))
  std::int64_t two_m = 0;             ///< twice the total weight, self-loops twice; < 2^52
  std::int64_t total_mass = 0;        ///< of all vertices
  Int128 lone_squares = 0;            ///< sum of mass^2 over the vertices not in `vertex`: they stay alone
  std::vector<std::uint32_t> vertex;  ///< the vertices that have an edge of weight > 0 to another, ascending
};

/// exponent = the smallest for which every weight is an integer, at most the largest for which two_m < 2^52. Among
/// exponents that make all weights integers the choice changes nothing (all gains scale by a power of two).
FixedPoint choose_fixed_point(const Graph& graph, Objective objective, const Control& control);

/// The level-0 graph on fixed.vertex.
template <class Weight>
Level<Weight> make_level(const Graph& graph, Objective objective, const FixedPoint& fixed, const Control& control);

extern template Level<std::int32_t> make_level(const Graph&, Objective, const FixedPoint&, const Control&);
extern template Level<std::int64_t> make_level(const Graph&, Objective, const FixedPoint&, const Control&);

}  // namespace accountgraph::leiden_internal
