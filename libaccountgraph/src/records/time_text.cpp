#include <accountgraph/records/time_text.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/records/normalise.hpp>

namespace accountgraph {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

// Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March, so that the leap day ends one; an
// era is 400 years of 146,097 days.
std::int64_t days_of_date(std::int64_t year, int month, int day) {
  const std::int64_t march_year = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = (march_year >= 0 ? march_year : march_year - 399) / 400;
  const std::int64_t year_of_era = march_year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

struct Date {
  std::int64_t year;
  int month, day;
};
Date date_of_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

int days_of_month(int year, int month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads a text from the left.
struct Cursor {
  std::string_view rest;

  bool skip(char c) {
    if (rest.empty() || rest[0] != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool skip(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  bool digits(std::size_t count, int& value) {
    if (rest.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest[i])) return false;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return true;
  }
  bool at_digit() const { return !rest.empty() && is_digit(rest[0]); }
};

bool read_date(Cursor& text, std::int64_t& days) {
  int year = 0, month = 0, day = 0;
  if (!text.digits(4, year)) return false;
  const bool dashes = text.skip('-');
  if (!text.digits(2, month) || (dashes && !text.skip('-')) || !text.digits(2, day)) return false;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return false;
  days = days_of_date(year, month, day);
  return true;
}

bool read_fraction(Cursor& text, std::int64_t& micros) {
  if (!text.skip('.') && !text.skip(',')) return true;
  if (!text.at_digit()) return false;
  for (std::int64_t place = kSecond / 10; text.at_digit(); place /= 10) {
    micros += place * (text.rest[0] - '0');
    text.rest.remove_prefix(1);
  }
  return true;
}

bool read_time_of_day(Cursor& text, std::int64_t& micros) {
  int hour = 0, minute = 0, second = 0;
  if (!text.digits(2, hour)) return false;
  const bool colons = text.skip(':');
  if (colons || text.at_digit()) {
    if (!text.digits(2, minute)) return false;
    if (colons ? text.skip(':') : text.at_digit()) {
      if (!text.digits(2, second) || !read_fraction(text, micros)) return false;
    }
  }
  if (hour > 24 || minute > 59 || second > 60) return false;
  if (hour == 24 && (minute > 0 || second > 0 || micros > 0)) return false;
  micros += ((hour * 60 + minute) * 60 + second) * kSecond;
  return true;
}

bool read_zone(Cursor& text, std::int64_t& offset) {
  offset = 0;
  text.skip(' ');
  if (text.rest.empty() || text.skip('Z') || text.skip('z') || text.skip("UTC") || text.skip("GMT")) return true;
  const bool east = text.skip('+');
  if (!east && !text.skip('-')) return false;
  int hours = 0, minutes = 0;
  if (!text.digits(2, hours)) return false;
  if (!text.rest.empty()) {
    text.skip(':');
    if (!text.digits(2, minutes)) return false;
  }
  if (hours > 18 || minutes > 59) return false;
  offset = (east ? 1 : -1) * (hours * 60 + minutes) * 60 * kSecond;
  return true;
}

}  // namespace

const char* to_string(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::second:
      return "s";
    case TimeUnit::millisecond:
      return "ms";
    case TimeUnit::microsecond:
      return "us";
    case TimeUnit::nanosecond:
      return "ns";
  }
  return "";
}

TimeUnit time_unit(std::string_view name) {
  for (const TimeUnit unit : {TimeUnit::second, TimeUnit::millisecond, TimeUnit::microsecond, TimeUnit::nanosecond}) {
    if (name == to_string(unit)) return unit;
  }
  require(false, "time_unit", "s, ms, us or ns", '"' + std::string(name.substr(0, 80)) + '"');
  return {};
}

std::int64_t to_micros(std::int64_t value, TimeUnit unit) {
  if (value == kUnreadableTime) return kUnreadableTime;  // NaT of NumPy and pandas
  if (unit == TimeUnit::microsecond) return value;
  if (unit == TimeUnit::nanosecond) return value / 1000 - (value % 1000 < 0 ? 1 : 0);
  const Int128 micros = Int128{value} * (unit == TimeUnit::second ? kSecond : 1000);
  const auto narrow = static_cast<std::int64_t>(micros);
  return narrow == micros ? narrow : kUnreadableTime;
}

std::int64_t to_micros(double value, TimeUnit unit) {
  double micros = value;
  if (unit == TimeUnit::second) micros = value * 1e6;
  if (unit == TimeUnit::millisecond) micros = value * 1e3;
  if (unit == TimeUnit::nanosecond) micros = value / 1e3;
  if (!(std::abs(micros) < 0x1.0p63)) return kUnreadableTime;
  return static_cast<std::int64_t>(std::nearbyint(micros));
}

std::int64_t parse_time(std::string_view raw, std::optional<TimeUnit> integer_unit) {
  const std::string_view text = trimmed(raw);
  if (integer_unit) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return to_micros(value, *integer_unit);
  }
  Cursor cursor{text};
  std::int64_t days = 0, micros = 0, offset = 0;
  if (!read_date(cursor, days)) return kUnreadableTime;
  if (cursor.rest.empty()) return days * kDay;
  if (!cursor.skip('T') && !cursor.skip('t') && !cursor.skip(' ')) return kUnreadableTime;
  if (!read_time_of_day(cursor, micros) || !read_zone(cursor, offset) || !cursor.rest.empty()) return kUnreadableTime;
  return days * kDay + micros - offset;
}

std::string format_time(std::int64_t micros) {
  if (micros == kUnreadableTime) return "unreadable";
  const std::int64_t days = micros / kDay - (micros % kDay < 0 ? 1 : 0);
  const std::int64_t of_day = micros % kDay + (micros % kDay < 0 ? kDay : 0);
  const Date date = date_of_days(days);
  const auto seconds = static_cast<int>(of_day / kSecond);
  const auto fraction = static_cast<int>(of_day % kSecond);
  char text[64];
  int length = std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:%02d:%02d", static_cast<long long>(date.year),
                             date.month, date.day, seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0)
    length += std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), ".%06d", fraction);
  return std::string(text, static_cast<std::size_t>(length)) + 'Z';
}

}  // namespace accountgraph
