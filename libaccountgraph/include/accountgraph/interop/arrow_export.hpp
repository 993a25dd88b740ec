/// Tables as Arrow streams: what pandas, polars, pyarrow and DuckDB take without a copy.
#pragma once

#include <memory>

#include <accountgraph/core/arrow_c_data.hpp>
#include <accountgraph/core/table.hpp>

namespace accountgraph {

/// Writes a stream of one struct array that holds the table into `*out`, whose old content is not released. Column
/// types: int32, int64, uint64, float64, bool, timestamp[us, UTC] and large_string; nulls where Column::valid is false.
/// The bytes of numbers, times and valid UTF-8 are those of the table, which lives until the consumer has released
/// everything; text that is not valid UTF-8 (log text need not be) is copied with U+FFFD for each maximal broken part.
/// The stream, its schemas and its arrays may be released in any order, on any thread. Throws std::invalid_argument
/// when columns differ in length or share a name. O(columns + text + rows of bool and nullable columns).
void export_stream(std::shared_ptr<const Table> table, ArrowArrayStream* out);

/// The same for a table that is given away.
void export_stream(Table table, ArrowArrayStream* out);

}  // namespace accountgraph
