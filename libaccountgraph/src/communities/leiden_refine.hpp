/// Internal to Leiden: splits every community into well-connected units. A community is one sequential task that reads
/// nothing another task writes, so any number of threads gives the same units.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>

#include "leiden_order.hpp"

namespace accountgraph::leiden_internal {

struct Units {
  std::vector<std::uint32_t> unit;      ///< [vertex of the ordered level] = unit; units ascend with communities
  std::vector<std::uint32_t> first_of;  ///< units of community c: [first_of[c], first_of[c + 1])
  std::uint32_t num_units() const { return first_of.back(); }
};

/// `seed` (of this iteration and level) orders the visits. Units are merged in at most `max_passes` passes (1 .. 255).
template <class Weight, class Mass>
Units refine(const Ordered<Weight, Mass>& ordered, const Order& order, double coefficient, std::uint64_t seed,
             std::uint32_t max_passes, const Control& control);

}  // namespace accountgraph::leiden_internal
