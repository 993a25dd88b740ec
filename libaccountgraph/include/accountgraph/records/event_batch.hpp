/// A batch of events as columns of views: the one form in which events enter the library, whether they come from Arrow
/// (records/arrow_reader.hpp), from spans or row by row. The bytes belong to the caller and must outlive the call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace accountgraph {

/// A time that could not be read; such rows are rejected.
inline constexpr std::int64_t kUnreadableTime = std::numeric_limits<std::int64_t>::min();

/// A missing value: a view without data. An empty string is a missing value too.
inline constexpr std::string_view kMissing = {};

struct EventBatch {
  std::vector<std::string_view> account;  ///< one an event
  std::vector<std::int64_t> time_micros;  ///< one an event, microseconds since 1970 UTC; empty = no time column
  std::vector<std::vector<std::string_view>>
      values;  ///< values[kind][event]; an empty column = kind absent from this batch
  std::vector<std::string_view> raw_time =
      {};  ///< optional text of unreadable times, shown in rejects; empty or one an event

  std::size_t num_events() const { return account.size(); }
};

}  // namespace accountgraph
