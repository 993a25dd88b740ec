/// Times as text, without locale, clock or time-zone database. Parsing takes any bytes, in one pass, and never throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace accountgraph {

/// Unit of integer times.
enum class TimeUnit { second, millisecond, microsecond, nanosecond };

/// "s", "ms", "us", "ns".
const char* to_string(TimeUnit unit);
/// The unit named "s", "ms", "us" or "ns"; anything else throws std::invalid_argument.
TimeUnit time_unit(std::string_view name);

/// `value` units since 1970 UTC in microseconds, rounded down; kUnreadableTime when that is outside 64 bits.
std::int64_t to_micros(std::int64_t value, TimeUnit unit);
/// The same for fractional values, rounded to the nearest microsecond; kUnreadableTime for NaN, infinities and
/// overflow.
std::int64_t to_micros(double value, TimeUnit unit);

/// Microseconds since 1970 UTC of an ISO 8601 text, surrounding blanks ignored: "2026-04-22", "2026-04-22T10:15",
/// "2026-04-22 10:15:30.123456789+02:00", "20260422T101530Z"; years 0001..9999; `T`, `t` or one blank between date and
/// time; fraction of a second behind `.` or `,`, cut to microseconds; zone `Z`, `UTC`, `GMT`, ±hh, ±hhmm or ±hh:mm, at
/// most 18 hours, possibly after a blank; no zone = UTC. Second 60 is the next minute's 0, hour 24 only as 24:00:00.
/// With a unit, text that is an integer is a time in that unit instead. kUnreadableTime when the text is anything else.
/// O(length).
std::int64_t parse_time(std::string_view text, std::optional<TimeUnit> integer_unit = {});

/// "2026-04-22T10:15:30Z", with ".123456" only where the microseconds are not zero. Any value but kUnreadableTime
/// ("unreadable").
std::string format_time(std::int64_t micros);

}  // namespace accountgraph
