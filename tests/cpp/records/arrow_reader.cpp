#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/records/arrow_reader.hpp>

#include "arrow_producer.hpp"

using namespace accountgraph;
namespace make = producer;

namespace {

/// What a reader gives, row by row, copied. "~" = missing.
struct Read {
  std::vector<std::string> accounts;
  std::vector<std::int64_t> times;
  std::vector<std::string> raw_times;
  std::vector<std::vector<std::string>> values;
  std::size_t batches = 0;
};

std::string shown(std::string_view text) { return text.data() == nullptr || text.empty() ? "~" : std::string(text); }

Read read(ArrowArrayStream stream, ArrowColumns columns) {
  Read result;
  result.values.resize(columns.kinds.size());
  ArrowReader reader(&stream, columns);
  CHECK((stream.release == nullptr));
  while (const EventBatch* batch = reader.next()) {
    ++result.batches;
    CHECK(batch->num_events() > 0);
    CHECK(static_cast<std::int64_t>(batch->num_events()) <= ArrowReader::kMaxRows);
    for (const auto text : batch->account) result.accounts.push_back(shown(text));
    result.times.insert(result.times.end(), batch->time_micros.begin(), batch->time_micros.end());
    for (const auto text : batch->raw_time) result.raw_times.push_back(shown(text));
    for (std::size_t t = 0; t < batch->values.size(); ++t) {
      for (const auto text : batch->values[t]) result.values[t].push_back(shown(text));
    }
  }
  CHECK(reader.next() == nullptr);  // the end stays the end
  return result;
}

using Strings = std::vector<std::string>;

Strings identifiers(make::Node column) {
  const std::int64_t length = column.length;
  column.name = "x";
  std::vector<make::Node> columns = {make::text("account", "u", make::Texts(static_cast<std::size_t>(length), "a")),
                                     std::move(column)};
  return read(make::stream({make::table(std::move(columns))}), {.account = "account", .kinds = {"x"}}).values[0];
}

std::vector<std::int64_t> times(make::Node column, std::optional<TimeUnit> unit = {}) {
  const std::int64_t length = column.length;
  column.name = "t";
  std::vector<make::Node> columns = {make::text("account", "u", make::Texts(static_cast<std::size_t>(length), "a")),
                                     std::move(column)};
  return read(make::stream({make::table(std::move(columns))}),
              {.account = "account", .time = "t", .integer_unit = unit})
      .times;
}

std::string error_of(ArrowArrayStream stream, ArrowColumns columns) {
  try {
    read(stream, std::move(columns));
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("strings and binaries of every layout are read, with nulls") {
  const make::Texts texts = {"short",
                             std::nullopt,
                             "",
                             "longer than twelve bytes",
                             std::string("n\0l", 3),
                             "\xff",
                             "another one that is long"};
  const Strings expected = {
      "short", "~", "~", "longer than twelve bytes", std::string("n\0l", 3), "\xff", "another one that is long"};
  for (const char* format : {"u", "U", "vu", "z", "Z", "vz"})
    CHECK_MESSAGE(identifiers(make::text("", format, texts)) == expected, format);
}

TEST_CASE("a slice of a table and slices of its columns add up") {
  for (const char* format : {"u", "U", "vu"}) {
    make::Texts texts;
    for (int i = 0; i < 40; ++i)
      texts.push_back(i % 5 == 0 ? std::nullopt : std::optional("value number " + std::to_string(i)));
    make::Node table = make::table({make::slice(make::text("account", format, texts), 7, 30),
                                    make::slice(make::text("x", format, texts), 10, 29)});
    table = make::slice(table, 2, 20);
    const Read result = read(make::stream({table}), {.account = "account", .kinds = {"x"}});
    REQUIRE(result.accounts.size() == 20);
    for (std::size_t i = 0; i < 20; ++i) {
      CHECK(result.accounts[i] == texts[9 + i].value_or("~"));
      CHECK(result.values[0][i] == texts[12 + i].value_or("~"));
    }
  }
}

TEST_CASE("integers of every width become decimal text") {
  CHECK(identifiers(make::numbers<std::int8_t>("", "c", {-128, 127})) == Strings{"-128", "127"});
  CHECK(identifiers(make::numbers<std::uint8_t>("", "C", {0, 255})) == Strings{"0", "255"});
  CHECK(identifiers(make::numbers<std::int16_t>("", "s", {-32768})) == Strings{"-32768"});
  CHECK(identifiers(make::numbers<std::uint16_t>("", "S", {65535})) == Strings{"65535"});
  CHECK(identifiers(make::numbers<std::int32_t>("", "i", {-5, 7}, {false, true})) == Strings{"~", "7"});
  CHECK(identifiers(make::numbers<std::uint32_t>("", "I", {4294967295U})) == Strings{"4294967295"});
  CHECK(identifiers(make::numbers<std::int64_t>("", "l", {std::numeric_limits<std::int64_t>::min()})) ==
        Strings{"-9223372036854775808"});
  CHECK(identifiers(make::numbers<std::uint64_t>("", "L", {~std::uint64_t{0}})) == Strings{"18446744073709551615"});
  CHECK(identifiers(make::numbers<Int128>("", "d:38,0", {-(Int128{1} << 100), 0})) ==
        Strings{"-1267650600228229401496703205376", "0"});
}

TEST_CASE("integral floats become integers, others their shortest text, NaN is missing") {
  CHECK(identifiers(make::numbers<double>("", "g", {17.0, -0.0, 0.1, 1e18, std::nan(""), 1e300})) ==
        Strings{"17", "0", "0.1", "1000000000000000000", "~", "1e+300"});
  CHECK(identifiers(make::numbers<float>("", "f", {17.0F, 0.1F})) == Strings{"17", "0.1"});
}

TEST_CASE("booleans, fixed-size binaries and columns without type") {
  CHECK(identifiers(make::booleans("", {true, false})) == Strings{"true", "false"});
  CHECK(identifiers(make::nulls("", 2)) == Strings{"~", "~"});
  make::Node fixed{
      .format = "w:2", .length = 2, .buffers = {nullptr, make::buffer_of(std::string("\x00\xff\x10\x0a", 4))}};
  CHECK(identifiers(fixed) == Strings{"00ff", "100a"});
}

TEST_CASE("dictionaries are looked up, null indices and null values are missing") {
  for (const char* format : {"u", "U", "vu"}) {
    const make::Node values = make::text("", format, {"red", std::nullopt, "a colour with a long name"});
    CHECK(identifiers(
              make::dictionary<std::int8_t>("", "c", {0, 1, 2, 99, 0}, values, {true, true, true, false, true})) ==
          Strings{"red", "~", "a colour with a long name", "~", "red"});
    CHECK(identifiers(make::dictionary<std::uint32_t>("", "I", {2, 0}, values)) ==
          Strings{"a colour with a long name", "red"});
  }
  CHECK(identifiers(make::dictionary<std::int32_t>(
            "", "i", {1, 0}, make::slice(make::numbers<std::int64_t>("", "l", {5, 6, 7}), 1, 2))) == Strings{"7", "6"});
  CHECK(times(make::dictionary<std::int16_t>("", "s", {0, 1, 0}, make::text("", "u", {"1970-01-01T00:00:01Z", "?"}),
                                             {true, true, false})) ==
        std::vector<std::int64_t>{1'000'000, kUnreadableTime, kUnreadableTime});
}

TEST_CASE("timestamps of every unit, dates and text become microseconds in UTC") {
  const std::int64_t min = std::numeric_limits<std::int64_t>::min();
  CHECK(times(make::numbers<std::int64_t>("", "tss:", {2, -1})) == std::vector<std::int64_t>{2'000'000, -1'000'000});
  CHECK(times(make::numbers<std::int64_t>("", "tsm:UTC", {2})) == std::vector<std::int64_t>{2'000});
  CHECK(times(make::numbers<std::int64_t>("", "tsu:Europe/Berlin", {2, min})) ==
        std::vector<std::int64_t>{2, kUnreadableTime});
  CHECK(times(make::numbers<std::int64_t>("", "tsn:", {-1, 2500, 7}, {true, true, false})) ==
        std::vector<std::int64_t>{-1, 2, kUnreadableTime});
  CHECK(times(make::numbers<std::int32_t>("", "tdD", {1, -1, std::numeric_limits<std::int32_t>::max()})) ==
        std::vector<std::int64_t>{86'400'000'000, -86'400'000'000, kUnreadableTime});
  CHECK(times(make::numbers<std::int64_t>("", "tdm", {86'400'000})) == std::vector<std::int64_t>{86'400'000'000});
  CHECK(times(make::text("", "vu", {"1970-01-02", "nonsense", std::nullopt})) ==
        std::vector<std::int64_t>{86'400'000'000, kUnreadableTime, kUnreadableTime});
  CHECK(times(make::nulls("", 1)) == std::vector<std::int64_t>{kUnreadableTime});
}

TEST_CASE("numbers are times only with a unit") {
  CHECK(times(make::numbers<std::int64_t>("", "l", {3}), TimeUnit::second) == std::vector<std::int64_t>{3'000'000});
  CHECK(times(make::numbers<std::uint64_t>("", "L", {~std::uint64_t{0}, 5}), TimeUnit::microsecond) ==
        std::vector<std::int64_t>{kUnreadableTime, 5});
  CHECK(times(make::numbers<double>("", "g", {1.5, std::nan("")}), TimeUnit::second) ==
        std::vector<std::int64_t>{1'500'000, kUnreadableTime});
  CHECK(times(make::text("", "u", {"3"}), TimeUnit::second) == std::vector<std::int64_t>{3'000'000});
  const make::Node table = make::table({make::text("a", "u", {"x"}), make::numbers<std::int64_t>("ts", "l", {3})});
  CHECK(error_of(make::stream({table}), {.account = "a", .time = "ts"}) ==
        "column \"ts\" holds times as int64: say their unit (s, ms, us or ns)");
}

TEST_CASE("unreadable times keep their text for the reject") {
  const make::Node table = make::table(
      {make::text("a", "u", {"x", "y", "z"}), make::text("t", "u", {"1970-01-01", "someday", std::nullopt})});
  CHECK(read(make::stream({table}), {.account = "a", .time = "t"}).raw_times == Strings{"~", "someday", "~"});
}

TEST_CASE("a null row is missing as a whole") {
  make::Node table =
      make::table({make::text("a", "u", {"x", "y", "z"}), make::numbers<std::int64_t>("t", "tsu:", {1, 2, 3}),
                   make::text("k", "u", {"p", "q", "r"})});
  make::set_validity(table, {true, false, true});
  const Read result = read(make::stream({table}), {.account = "a", .time = "t", .kinds = {"k"}});
  CHECK(result.accounts == Strings{"x", "~", "z"});
  CHECK(result.times == std::vector<std::int64_t>{1, kUnreadableTime, 3});
  CHECK(result.values[0] == Strings{"p", "~", "r"});
}

TEST_CASE("absent kinds stay empty, one column may serve several kinds") {
  const make::Node table = make::table({make::text("a", "u", {"x"}), make::text("k", "u", {"p"})});
  const Read result = read(make::stream({table}), {.account = "a", .kinds = {"", "k", "a", "k"}});
  CHECK(result.values == std::vector<Strings>{{}, {"p"}, {"x"}, {"p"}});
  CHECK(result.times.empty());
}

TEST_CASE("long chunks are split, empty ones skipped, the order kept, everything released") {
  const int before = make::live;
  std::mt19937_64 random(17);
  std::vector<std::int64_t> all;
  std::vector<make::Node> chunks;
  for (const std::size_t length : {0UL, 65'536UL, 0UL, 65'537UL, 1UL, 200'000UL, 0UL}) {
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < length; ++i) numbers.push_back(static_cast<std::int64_t>(random()));
    all.insert(all.end(), numbers.begin(), numbers.end());
    chunks.push_back(make::table({make::numbers("a", "l", numbers)}));
  }
  const Read result = read(make::stream(chunks), {.account = "a"});
  CHECK(result.batches == 1 + 2 + 1 + 4);
  REQUIRE(result.accounts.size() == all.size());
  bool same = true;
  for (std::size_t i = 0; i < all.size(); ++i) same = same && result.accounts[i] == std::to_string(all[i]);
  CHECK(same);
  CHECK(read(make::stream({chunks[0]}), {.account = "a"}).accounts.empty());
  CHECK(read(make::stream({}, "", false, chunks[0]), {.account = "a"}).accounts.empty());
  CHECK(make::live == before);
}

TEST_CASE("faults of the stream are told in one sentence, and nothing leaks") {
  const int before = make::live;
  const make::Node good = make::table({make::text("user", "u", {"x"}), make::text("card", "u", {"p"})});
  CHECK(error_of(make::stream({good}), {.account = "account_id"}) ==
        "there is no column \"account_id\"; the columns are: \"user\", \"card\"");
  CHECK(error_of(make::stream({good}), {.account = "user", .kinds = {"ip"}}) ==
        "there is no column \"ip\"; the columns are: \"user\", \"card\"");
  CHECK(error_of(make::stream({make::table({make::text("u", "u", {"x"}), make::text("u", "u", {"p"})})}),
                 {.account = "u"}) == "there are two columns \"u\"");
  const make::Node list{.name = "l", .format = "+l", .length = 1, .buffers = {nullptr, nullptr}};
  CHECK(error_of(make::stream({make::table({list})}), {.account = "l"}) ==
        "column \"l\" holds list, which is no identifier; the columns are: \"l\"");
  CHECK(error_of(make::stream({make::table({make::text("a", "u", {"x"}), make::booleans("b", {true})})}),
                 {.account = "a", .time = "b"}) ==
        "column \"b\" holds bool, which is no time; the columns are: \"a\", \"b\"");
  CHECK(error_of(make::stream({good.children[0]}), {.account = "user"}) ==
        "expected a stream of tables, got one of string");
  CHECK(error_of(make::stream({good}, "disk on fire"), {.account = "user"}) == "the input failed: disk on fire");
  CHECK(error_of(make::stream({good}, "no schema", true), {.account = "user"}) == "the input failed: no schema");
  CHECK(error_of(make::stream({good}, "-"), {.account = "user"}) == "the input failed: Input/output error");
  CHECK(
      error_of(make::stream({make::table({make::dictionary<std::int8_t>("d", "c", {5}, make::text("", "u", {"x"}))})}),
               {.account = "d"}) == "the Arrow stream is broken: an index outside its dictionary");
  make::Node shorter = make::table({make::text("a", "u", {"x", "y"})});
  shorter.length = 3;
  CHECK(error_of(make::stream({shorter}), {.account = "a"}).starts_with("the Arrow stream is broken: column \"a\""));
  ArrowArrayStream used{};
  CHECK(error_of(used, {.account = "a"}) == "the Arrow stream has been read already");
  CHECK(make::live == before);
}

TEST_CASE("the columns of a stream can be listed before it is read") {
  ArrowArrayStream stream =
      make::stream({make::table({make::text("user", "U", {"x"}), make::numbers<std::int64_t>("ts", "tsu:UTC", {1}),
                                 make::dictionary<std::int8_t>("c", "c", {0}, make::text("", "u", {"p"}))})});
  CHECK(arrow_fields(stream) ==
        std::vector<ArrowField>{{"user", "large_string"}, {"ts", "timestamp[us, UTC]"}, {"c", "dictionary of string"}});
  CHECK(read(stream, {.account = "user"}).accounts == Strings{"x"});
}
