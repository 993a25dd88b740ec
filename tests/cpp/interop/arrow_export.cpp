#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <string>

#include <accountgraph/interop/arrow_export.hpp>
#include <accountgraph/records/arrow_reader.hpp>

using namespace accountgraph;

namespace {

Table sample() {
  Table table;
  StringPool names;
  for (const std::string& text : {std::string("a"), std::string(), std::string("n\0l", 3)}) names.push_back(text);
  table.add("name", names, {true, true, false});
  table.add("i32", std::vector<std::int32_t>{-1, 2, 3});
  table.add("i64", std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min(), 0, 5}, {true, false, true});
  table.add("u64", std::vector<std::uint64_t>{~std::uint64_t{0}, 1, 2});
  table.add("f64", std::vector<double>{0.5, -1.5, 1e300});
  table.add("flag", std::vector<bool>{true, false, true});
  table.add("seen", Timestamps{{1, 2, -3}});
  return table;
}

struct Exported {
  ArrowSchema schema{};
  ArrowArray array{};
  ArrowArray end{};
  explicit Exported(Table table) {
    ArrowArrayStream stream{};
    export_stream(std::move(table), &stream);
    REQUIRE(stream.get_schema(&stream, &schema) == 0);
    REQUIRE(stream.get_next(&stream, &array) == 0);
    REQUIRE(stream.get_next(&stream, &end) == 0);
    stream.release(&stream);  // before what came from it
    CHECK((stream.release == nullptr));
  }
  ~Exported() {
    if (schema.release) schema.release(&schema);
    if (array.release) array.release(&array);
  }
  Exported(const Exported&) = delete;
  Exported& operator=(const Exported&) = delete;
};

template <class T>
T value(const ArrowArray& array, std::size_t buffer, std::size_t at) {
  T result;
  std::memcpy(&result, static_cast<const char*>(array.buffers[buffer]) + at * sizeof(T), sizeof(T));
  return result;
}

std::string clean(std::string_view text) {
  Table table;
  StringPool pool;
  pool.push_back("before");
  pool.push_back(text);
  table.add("t", pool);
  const Exported out(std::move(table));
  const ArrowArray& column = *out.array.children[0];
  const auto begin = value<std::int64_t>(column, 1, 1), end = value<std::int64_t>(column, 1, 2);
  return std::string(static_cast<const char*>(column.buffers[2]) + begin, static_cast<std::size_t>(end - begin));
}

}  // namespace

TEST_CASE("a table becomes one struct array with the types of its columns") {
  const Exported out(sample());
  CHECK((out.end.release == nullptr));
  CHECK(std::string(out.schema.format) == "+s");
  const char* formats[] = {"U", "i", "l", "L", "g", "b", "tsu:UTC"};
  REQUIRE(out.schema.n_children == 7);
  REQUIRE(out.array.n_children == 7);
  CHECK(out.array.length == 3);
  for (int c = 0; c < 7; ++c) {
    CHECK(std::string(out.schema.children[c]->format) == formats[c]);
    CHECK(out.array.children[c]->length == 3);
  }
  CHECK(std::string(out.schema.children[6]->name) == "seen");
  CHECK(value<std::int32_t>(*out.array.children[1], 1, 0) == -1);
  CHECK(value<std::uint64_t>(*out.array.children[3], 1, 0) == ~std::uint64_t{0});
  CHECK(value<double>(*out.array.children[4], 1, 2) == 1e300);
  CHECK(value<std::uint8_t>(*out.array.children[5], 1, 0) == 0b101);
  CHECK(value<std::int64_t>(*out.array.children[6], 1, 2) == -3);
  CHECK(out.array.children[2]->null_count == 1);
  CHECK(value<std::uint8_t>(*out.array.children[2], 0, 0) == 0b101);
  CHECK(out.array.children[1]->buffers[0] == nullptr);
  CHECK(out.array.children[1]->null_count == 0);
  CHECK((out.schema.children[2]->flags & ARROW_FLAG_NULLABLE) != 0);
  CHECK((out.schema.children[1]->flags & ARROW_FLAG_NULLABLE) == 0);
}

TEST_CASE("numbers and valid text are not copied, and the table lives as long as any part of it") {
  auto table = std::make_shared<const Table>(sample());
  const std::weak_ptr<const Table> alive = table;
  const void* numbers = std::get<std::vector<std::int64_t>>(table->columns[2].values).data();
  const void* text = std::get<StringPool>(table->columns[0].values).bytes().data();
  ArrowArrayStream stream{};
  export_stream(std::move(table), &stream);
  ArrowArray array{};
  REQUIRE(stream.get_next(&stream, &array) == 0);
  stream.release(&stream);
  CHECK(array.children[2]->buffers[1] == numbers);
  CHECK(array.children[0]->buffers[2] == text);
  ArrowArray moved = *array.children[2];  // the consumer keeps one column
  array.children[2]->release = nullptr;
  array.release(&array);
  CHECK(!alive.expired());
  CHECK(value<std::int64_t>(moved, 1, 2) == 5);
  moved.release(&moved);
  CHECK(alive.expired());
}

TEST_CASE("a stream that nobody reads releases the table") {
  auto table = std::make_shared<const Table>(sample());
  const std::weak_ptr<const Table> alive = table;
  ArrowArrayStream stream{};
  export_stream(std::move(table), &stream);
  stream.release(&stream);
  CHECK(alive.expired());
}

TEST_CASE("text that is not UTF-8 gets a replacement character per broken part") {
  CHECK(clean("caf\xc3\xa9 \xf0\x9f\x98\x80") == "caf\xc3\xa9 \xf0\x9f\x98\x80");
  CHECK(clean("\xff") == "\xef\xbf\xbd");
  CHECK(clean("a\xc3") == "a\xef\xbf\xbd");
  CHECK(clean("\xc0\xaf") == "\xef\xbf\xbd\xef\xbf\xbd");                                  // overlong
  CHECK(clean("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");                  // a surrogate
  CHECK(clean("\xf4\x90\x80\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // above U+10FFFF
  CHECK(clean("\xf0\x9f\x98z") == "\xef\xbf\xbdz");  // one broken part, then a letter
  CHECK(clean("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
              "A") ==
        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
        "A");  // the standard's example
  CHECK(clean(std::string_view("\0", 1)) == std::string(1, '\0'));
}

TEST_CASE("a character cut between two strings is broken in both") {
  Table table;
  StringPool pool;
  pool.push_back("\xc3");
  pool.push_back("\xa9");
  table.add("t", pool);
  const Exported out(std::move(table));
  CHECK(value<std::int64_t>(*out.array.children[0], 1, 2) == 6);
}

TEST_CASE("what is exported is read back") {
  ArrowArrayStream stream{};
  export_stream(sample(), &stream);
  ArrowReader reader(&stream, {.account = "u64", .time = "seen", .kinds = {"name", "i64", "f64", "flag"}});
  const EventBatch* batch = reader.next();
  REQUIRE(batch != nullptr);
  CHECK(batch->account[0] == "18446744073709551615");
  CHECK(batch->time_micros == std::vector<std::int64_t>{1, 2, -3});
  CHECK(batch->values[0][0] == "a");
  CHECK(batch->values[0][2].data() == nullptr);
  CHECK(batch->values[1][1].empty());
  CHECK(batch->values[1][2] == "5");
  CHECK(batch->values[2][1] == "-1.5");
  CHECK(batch->values[3][0] == "true");
  CHECK(reader.next() == nullptr);
}

TEST_CASE("empty tables are streams too, tables that are none are refused") {
  const Exported none{Table()};
  CHECK(none.array.n_children == 0);
  Table empty;
  empty.add("t", StringPool());
  empty.add("n", std::vector<std::int64_t>());
  const Exported out(std::move(empty));
  CHECK(out.array.length == 0);
  CHECK(value<std::int64_t>(*out.array.children[0], 1, 0) == 0);
  ArrowArrayStream stream{};
  Table ragged = sample();
  ragged.add("short", std::vector<std::int32_t>{1});
  CHECK_THROWS_AS(export_stream(std::move(ragged), &stream), std::invalid_argument);
  Table twice = sample();
  twice.add("seen", std::vector<std::int32_t>{1, 2, 3});
  CHECK_THROWS_AS(export_stream(std::move(twice), &stream), std::invalid_argument);
}
