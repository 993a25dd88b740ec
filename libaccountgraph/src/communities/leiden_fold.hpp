/// Internal to Leiden: the next level, one vertex a unit.
#pragma once

#include <accountgraph/core/control.hpp>

#include "leiden_refine.hpp"

namespace accountgraph::leiden_internal {

/// Weights between units add up, edges inside a unit disappear (its mass keeps them). Rows do not depend on threads.
template <class Weight, class Mass>
Level<Mass, Mass> fold(const Level<Weight, Mass>& fine, const Order& order, const Units& units, const Control& control);

}  // namespace accountgraph::leiden_internal
