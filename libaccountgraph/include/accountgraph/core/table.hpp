/// A table of results: named columns of one length. The form in which every stage's output reaches files, Arrow
/// (interop/arrow_export.hpp), notebooks and reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <accountgraph/core/string_pool.hpp>

namespace accountgraph {

/// Microseconds since 1970-01-01 UTC, as a type of its own so that a column of them is exported as a timestamp.
struct Timestamps {
  std::vector<std::int64_t> micros;
  friend bool operator==(const Timestamps&, const Timestamps&) = default;
};

using ColumnValues = std::variant<std::vector<std::int32_t>, std::vector<std::int64_t>, std::vector<std::uint64_t>,
                                  std::vector<double>, std::vector<bool>, Timestamps, StringPool>;

struct Column {
  std::string name;
  ColumnValues values;
  std::vector<bool> valid = {};  ///< empty = every value is present; else one flag a row, false = null

  std::size_t num_rows() const {
    return std::visit(
        [](const auto& held) -> std::size_t {
          if constexpr (requires { held.micros; }) {
            return held.micros.size();
          } else {
            return held.size();
          }
        },
        values);
  }
};

struct Table {
  std::vector<Column> columns;

  /// Rows; 0 without columns.
  std::size_t num_rows() const { return columns.empty() ? 0 : columns.front().num_rows(); }
  void add(std::string name, ColumnValues values, std::vector<bool> valid = {}) {
    columns.push_back({std::move(name), std::move(values), std::move(valid)});
  }
  /// The column of that name, or nullptr.
  const Column* find(std::string_view name) const {
    for (const Column& column : columns) {
      if (column.name == name) return &column;
    }
    return nullptr;
  }
};

}  // namespace accountgraph
