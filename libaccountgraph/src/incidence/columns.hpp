/// The transpose of an Incidence's rows, shared by finish and merge.
#pragma once

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph::detail {

/// Fills column_begin, column_account and column_mask from the rows. Parallel; O(entries + accounts).
void fill_columns(Incidence& incidence, const Control& control);

/// Sets placeholder from the identifiers and kinds. Parallel; O(bytes of the identifiers).
void fill_placeholders(Incidence& incidence, const Control& control);

}  // namespace accountgraph::detail
