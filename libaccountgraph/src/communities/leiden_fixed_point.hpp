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

/// How weights become integers: a function of the weights and node sizes alone.
struct Scale {
  int exponent = 0;            ///< a weight w > 0 becomes max(1, round(w * 2^exponent))
  bool narrow_weight = false;  ///< every weight fits int32
  bool narrow_mass = false;    ///< every sum of weights or masses fits int32
  bool unit = false;           ///< every weight > 0 becomes 1
  bool in_place = false;  ///< unit, and no vertex alone, no self-loop, no weight 0: the graph's rows are the level's
};

/// exponent = the smallest for which every weight is an integer, at most the largest for which they add up to less than
/// 2^52. Among exponents that make all weights integers the choice changes nothing (all gains scale by a power of two).
/// Where no weight is less than 2^-17 of the largest, 30 bits a weight are enough: none is off by more than 2^-13 of itself.
Scale choose_scale(const Graph& graph, Objective objective, const Control& control);

/// The level-0 graph, on the vertices that have an edge of weight > 0 to another.
template <class Weight, class Mass>
struct Base {
  Level<Weight, Mass> level;
  std::vector<std::uint32_t> vertex;  ///< [vertex of the level] = vertex of the caller's graph, ascending
  std::int64_t two_m = 0;             ///< twice the total weight, self-loops twice; < 2^52
  std::int64_t loops = 0;             ///< the part of two_m that self-loops are
  std::int64_t total_mass = 0;        ///< of all vertices of the caller's graph
  Int128 lone_squares = 0;            ///< sum of mass^2 over the vertices not in `vertex`: they stay alone
};

/// `graph` must outlive the result.
template <class Weight, class Mass>
Base<Weight, Mass> make_base(const Graph& graph, Objective objective, const Scale& scale, const Control& control);

}  // namespace accountgraph::leiden_internal
