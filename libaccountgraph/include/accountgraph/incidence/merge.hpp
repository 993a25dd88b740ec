/// Putting together what was built from parts of a log: days, machines, files.
#pragma once

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph {

/// The incidence of the union of the events of `a` and `b`: equal to building once from a's rows followed by b's, on
/// the wider of the two windows. Masks are folded to that window's bucket width. Row numbers of b's rejects follow a's
/// rows. Throws std::invalid_argument when the kinds differ; InputError when only one of them has times, or above 2^31
/// - 1 accounts or identifiers. Parallel over accounts; O(entries + bytes of the strings), memory of the result.
Incidence merge(const Incidence& a, const Incidence& b, const Control& control = {});

}  // namespace accountgraph
