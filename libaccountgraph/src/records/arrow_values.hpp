/// Values of one Arrow array as texts, times and dictionary indices.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <accountgraph/core/interner.hpp>

#include "arrow_type.hpp"

namespace accountgraph::detail {

/// Throws InputError when an array lacks the buffers or the length its type needs to be read up to `rows` (before its
/// offset).
void check_array(const ArrowArray& array, const ArrowType& type, std::int64_t rows, std::string_view column);

/// False for a null. `row` counts from the array's offset.
bool is_valid(const ArrowArray& array, std::int64_t row);

/// Rows [begin, begin + count) as text, appended to `out`; kMissing for nulls. Formatted values live in `arena`.
void append_texts(const ArrowArray& array, const ArrowType& type, std::int64_t begin, std::int64_t count, Arena& arena,
                  std::vector<std::string_view>& out);

/// The same as times. `raw` becomes the text of unreadable ones where there is text (kMissing elsewhere).
void append_times(const ArrowArray& array, const ArrowType& type, std::optional<TimeUnit> integer_unit,
                  std::int64_t begin, std::int64_t count, std::vector<std::int64_t>& out,
                  std::vector<std::string_view>& raw);

/// Indices into a dictionary of `size` values, appended to `out`; -1 for nulls. Throws InputError for one outside.
void append_indices(const ArrowArray& array, const ArrowType& type, std::int64_t size, std::int64_t begin,
                    std::int64_t count, std::vector<std::int64_t>& out);

}  // namespace accountgraph::detail
