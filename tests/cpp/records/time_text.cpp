#include <doctest/doctest.h>

#include <ctime>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/records/time_text.hpp>

using namespace accountgraph;

TEST_CASE("ISO 8601 in its usual spellings") {
  constexpr std::int64_t kNoon = 1'776'859'200'000'000;  // 2026-04-22T12:00:00Z
  for (const std::string_view text :
       {"2026-04-22T12:00:00Z", "2026-04-22 12:00:00", "2026-04-22T12:00", "2026-04-22t12z", "20260422T120000Z",
        "20260422T1200", "2026-04-22T12:00:00.000", "2026-04-22 12:00:00 UTC", "2026-04-22 12:00:00+00:00",
        "2026-04-22T14:00:00+02:00", "2026-04-22T14:00:00+0200", "2026-04-22T07:30:00-04:30", "2026-04-22T13:00:00+01",
        " 2026-04-22T12:00:00Z\n"}) {
    CHECK_MESSAGE(parse_time(text) == kNoon, text);
  }
  CHECK(parse_time("2026-04-22") == kNoon - 43'200'000'000);
  CHECK(parse_time("20260422") == kNoon - 43'200'000'000);
  CHECK(parse_time("2026-04-22T12:00:00.1234567Z") == kNoon + 123'456);
  CHECK(parse_time("2026-04-22T12:00:00,5Z") == kNoon + 500'000);
  CHECK(parse_time("2026-04-22T11:59:60Z") == kNoon);  // a leap second
  CHECK(parse_time("2026-04-21T24:00:00Z") == parse_time("2026-04-22"));
  CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_time("1969-12-31T23:59:59.999999Z") == -1);
  CHECK(parse_time("2024-02-29") - parse_time("2024-02-28") == 86'400'000'000);
}

TEST_CASE("what is no time is unreadable") {
  for (const std::string_view text : {"",
                                      " ",
                                      "yesterday",
                                      "2026",
                                      "2026-04",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-02-29",
                                      "2026-04-31",
                                      "2026-04-22T",
                                      "2026-04-22T25:00",
                                      "2026-04-22T24:00:01",
                                      "2026-04-22T12:60",
                                      "2026-04-22T12:00:61",
                                      "2026-04-22T12:00:00.",
                                      "2026-04-22T12:00:00+25:00",
                                      "2026-04-22T12:00:00+2",
                                      "2026-04-22T12:00:00Zx",
                                      "2026-0422",
                                      "0000-01-01",
                                      "22.04.2026",
                                      "1776859200",
                                      "-1",
                                      "2026-04-22  12:00",
                                      "\xff\xfe"}) {
    CHECK_MESSAGE(parse_time(text) == kUnreadableTime, text);
  }
  CHECK(parse_time(std::string("2026-04-22\0", 11)) == kUnreadableTime);
  CHECK(parse_time("2026-04-22T12:00:00." + std::string(1 << 20, '9')) == 1'776'859'200'999'999);
}

TEST_CASE("integers as text are times only with a unit") {
  CHECK(parse_time("1776859200", TimeUnit::second) == 1'776'859'200'000'000);
  CHECK(parse_time("-1", TimeUnit::millisecond) == -1000);
  CHECK(parse_time("2026-04-22", TimeUnit::second) == 1'776'816'000'000'000);
  CHECK(parse_time("99999999999999999999", TimeUnit::second) == kUnreadableTime);
}

TEST_CASE("units convert with rounding down and without overflow") {
  CHECK(to_micros(std::int64_t{-1}, TimeUnit::nanosecond) == -1);
  CHECK(to_micros(std::int64_t{1999}, TimeUnit::nanosecond) == 1);
  CHECK(to_micros(std::int64_t{1} << 62, TimeUnit::second) == kUnreadableTime);
  CHECK(to_micros(std::numeric_limits<std::int64_t>::min(), TimeUnit::nanosecond) == kUnreadableTime);
  CHECK(to_micros(1.5, TimeUnit::second) == 1'500'000);
  CHECK(to_micros(std::numeric_limits<double>::quiet_NaN(), TimeUnit::second) == kUnreadableTime);
  CHECK(to_micros(1e300, TimeUnit::second) == kUnreadableTime);
  CHECK(time_unit("ms") == TimeUnit::millisecond);
  CHECK_THROWS_AS(time_unit("minutes"), std::invalid_argument);
}

TEST_CASE("every time is read back from its text, and agrees with the C library") {
  std::mt19937_64 random(16);
  for (int i = 0; i < 50'000; ++i) {
    const std::int64_t seconds =
        static_cast<std::int64_t>(random() % 315'000'000'000ULL) - 62'000'000'000;  // years 6..9950
    const std::int64_t micros =
        seconds * 1'000'000 + static_cast<std::int64_t>(random() % 2 == 0 ? 0 : random() % 1'000'000);
    const std::string text = format_time(micros);
    REQUIRE(parse_time(text) == micros);
    std::tm fields{};
    const std::time_t time = seconds;
    gmtime_r(&time, &fields);
    char expected[64];
    std::strftime(expected, sizeof expected, "-%m-%dT%H:%M:%S", &fields);
    REQUIRE(text.substr(4, 15) == expected);
    REQUIRE(std::stoi(text.substr(0, 4)) == fields.tm_year + 1900);
  }
  CHECK(format_time(kUnreadableTime) == "unreadable");
  CHECK(format_time(kUnreadableTime + 1) == "-290308-12-21T19:59:05.224193Z");
  CHECK(format_time(std::numeric_limits<std::int64_t>::max()) == "294247-01-10T04:00:54.775807Z");
}
