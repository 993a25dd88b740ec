/// Internal to Leiden: the next level, one vertex a unit.
#pragma once

#include <accountgraph/core/control.hpp>

#include "leiden_refine.hpp"

namespace accountgraph::leiden_internal {

/// Weights between units add up, edges inside a unit disappear (its mass keeps them). Rows do not depend on threads.
template <class Weight>
Level<Weight> fold(const Ordered<Weight>& ordered, const Units& units, const Control& control);

extern template Level<std::int32_t> fold(const Ordered<std::int32_t>&, const Units&, const Control&);
extern template Level<std::int64_t> fold(const Ordered<std::int64_t>&, const Units&, const Control&);

}  // namespace accountgraph::leiden_internal
