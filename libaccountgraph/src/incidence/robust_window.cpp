#include <algorithm>
#include <numeric>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/incidence/time_axis.hpp>

namespace accountgraph {
namespace {

constexpr std::int64_t kLeastMargin = 7;      // days
constexpr std::uint64_t kEnoughToTrim = 100;  // events; below, leaving one out loses more than it protects

std::int64_t clamped(Int128 micros) {
  constexpr Int128 kLowest = std::numeric_limits<std::int64_t>::min() + 1;  // min itself means "unreadable"
  constexpr Int128 kHighest = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp(micros, kLowest, kHighest));
}

}  // namespace

TimeWindow robust_window(std::span<const std::int64_t> days, std::span<const std::uint64_t> events) {
  require(days.size() == events.size(), "events", "one a day", events.size());
  require(std::is_sorted(days.begin(), days.end()), "days", "ascending", "a day before its predecessor");
  const std::uint64_t total = std::accumulate(events.begin(), events.end(), std::uint64_t{0});
  if (total == 0) return {};
  const std::uint64_t trim = std::max<std::uint64_t>(total / 1000, total >= kEnoughToTrim ? 1 : 0);

  // The first day by which more than `trim` events have come, from either end.
  std::size_t low = 0;
  for (std::uint64_t seen = events[0]; seen <= trim; seen += events[++low]) {
  }
  std::size_t high = days.size() - 1;
  for (std::uint64_t seen = events[high]; seen <= trim; seen += events[--high]) {
  }
  const Int128 margin = std::max<Int128>(kLeastMargin, (Int128{days[high]} - days[low] + 1) / 2);
  const auto inside_from = [&](Int128 day) {
    return std::find_if(days.begin(), days.end(), [&](std::int64_t d) { return d >= day; });
  };
  const std::int64_t since = *inside_from(Int128{days[low]} - margin);
  const std::int64_t until = *std::prev(inside_from(Int128{days[high]} + margin + 1));
  return {clamped(Int128{since} * kDayMicros), clamped((Int128{until} + 1) * kDayMicros - 1)};
}

}  // namespace accountgraph
