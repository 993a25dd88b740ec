#include <accountgraph/records/arrow_reader.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include <accountgraph/core/errors.hpp>

#include "arrow_type.hpp"
#include "arrow_values.hpp"

namespace accountgraph {
namespace {

/// A C struct with a release callback, released once.
template <class Struct>
class Owned {
 public:
  Owned() { std::memset(&value, 0, sizeof value); }
  explicit Owned(Struct* source) : value(*source) { source->release = nullptr; }
  ~Owned() { reset(); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;

  void reset() {
    if (value.release) value.release(&value);
    value.release = nullptr;
  }
  Struct value;
};

std::string quoted(std::string_view text) { return '"' + std::string(text.substr(0, 80)) + '"'; }
std::string_view name_of(const ArrowSchema& field) { return field.name ? field.name : ""; }

/// Throws InputError with the producer's message when a callback of `stream` answered `code` != 0.
void check_code(ArrowArrayStream& stream, int code) {
  if (code == 0) return;
  const char* message = stream.get_last_error ? stream.get_last_error(&stream) : nullptr;
  throw InputError("the input failed: " +
                   (message && *message ? std::string(message) : std::string(std::strerror(code))));
}

void read_schema(ArrowArrayStream& stream, Owned<ArrowSchema>& schema) {
  if (!stream.release) throw InputError("the Arrow stream has been read already");
  check_code(stream, stream.get_schema(&stream, &schema.value));
  if (!schema.value.format || std::string_view(schema.value.format) != "+s") {
    throw InputError("expected a stream of tables, got one of " + detail::arrow_type(schema.value).name);
  }
}

std::string list_of_columns(const ArrowSchema& schema) {
  constexpr std::int64_t kShown = 40;
  std::string text;
  for (std::int64_t i = 0; i < std::min(schema.n_children, kShown); ++i) {
    text += (i > 0 ? ", " : "") + quoted(name_of(*schema.children[i]));
  }
  if (schema.n_children > kShown) text += " and " + std::to_string(schema.n_children - kShown) + " more";
  return text.empty() ? "there is none" : text;
}

/// A column of the stream and what its dictionary holds in the array at hand.
struct ColumnState {
  std::int64_t child = -1;
  std::string name;
  detail::ArrowType type;   ///< of the values
  detail::ArrowType index;  ///< of a dictionary's indices
  bool dictionary = false;
  std::vector<std::string_view> dictionary_texts;
  std::vector<std::int64_t> dictionary_times;
  std::vector<std::string_view> dictionary_raw;
};

ColumnState find_column(const ArrowSchema& schema, const std::string& name) {
  ColumnState column;
  column.name = name;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (name_of(*schema.children[i]) != name) continue;
    if (column.child >= 0) throw InputError("there are two columns " + quoted(name));
    column.child = i;
  }
  if (column.child < 0)
    throw InputError("there is no column " + quoted(name) + "; the columns are: " + list_of_columns(schema));
  const ArrowSchema& field = *schema.children[column.child];
  column.dictionary = field.dictionary != nullptr;
  column.type = detail::arrow_type(column.dictionary ? *field.dictionary : field);
  if (column.dictionary) column.index = detail::arrow_type(field);
  if (column.dictionary && field.dictionary->dictionary) column.type.storage = detail::ArrowStorage::other;
  return column;
}

ColumnState text_column(const ArrowSchema& schema, const std::string& name) {
  ColumnState column = find_column(schema, name);
  if (!detail::readable_as_text(column.type)) {
    throw InputError("column " + quoted(name) + " holds " + detail::arrow_type_name(*schema.children[column.child]) +
                     ", which is no identifier; the columns are: " + list_of_columns(schema));
  }
  return column;
}

ColumnState time_column(const ArrowSchema& schema, const std::string& name, std::optional<TimeUnit> unit) {
  ColumnState column = find_column(schema, name);
  if (!detail::readable_as_time(column.type)) {
    throw InputError("column " + quoted(name) + " holds " + detail::arrow_type_name(*schema.children[column.child]) +
                     ", which is no time; the columns are: " + list_of_columns(schema));
  }
  if (detail::is_number(column.type) && !unit) {
    throw InputError("column " + quoted(name) + " holds times as " + column.type.name +
                     ": say their unit (s, ms, us or ns)");
  }
  return column;
}

}  // namespace

struct ArrowReader::State {
  explicit State(ArrowArrayStream* source) : stream(source) {}

  bool next_array();
  void check_column(const ColumnState& column) const;
  void read_texts(const ColumnState& column, std::int64_t begin, std::int64_t count,
                  std::vector<std::string_view>& out);
  void read_times(const ColumnState& column, std::int64_t begin, std::int64_t count);
  void blank_null_rows(std::int64_t count);

  Owned<ArrowArrayStream> stream;
  Owned<ArrowArray> array;
  std::int64_t row = 0;  ///< next row of `array`
  ArrowColumns columns;
  ColumnState account;
  std::optional<ColumnState> time;
  std::vector<std::optional<ColumnState>> kinds;
  Arena array_arena;  ///< formatted dictionary values
  Arena batch_arena;  ///< formatted values of `batch`
  std::vector<std::int64_t> indices;
  EventBatch batch;
};

void ArrowReader::State::check_column(const ColumnState& column) const {
  const ArrowArray& table = array.value;
  if (column.child >= table.n_children)
    throw InputError("the Arrow stream is broken: a table lacks columns of its schema");
  const ArrowArray& child = *table.children[column.child];
  detail::check_array(child, column.dictionary ? column.index : column.type, table.offset + table.length, column.name);
  if (!column.dictionary) return;
  if (!child.dictionary)
    throw InputError("the Arrow stream is broken: column " + quoted(column.name) + " lacks its dictionary");
  detail::check_array(*child.dictionary, column.type, child.dictionary->length, column.name);
}

bool ArrowReader::State::next_array() {
  row = 0;
  array.reset();
  array_arena = Arena();
  check_code(stream.value, stream.value.get_next(&stream.value, &array.value));
  if (!array.value.release) return false;
  const ArrowArray& table = array.value;
  if (table.length < 0 || table.offset < 0) throw InputError("the Arrow stream is broken: a table of negative length");
  const auto load_dictionary = [&](ColumnState& column, bool as_time) {
    check_column(column);
    if (!column.dictionary) return;
    const ArrowArray& values = *table.children[column.child]->dictionary;
    column.dictionary_texts.clear(), column.dictionary_times.clear(), column.dictionary_raw.clear();
    if (as_time) {
      detail::append_times(values, column.type, columns.integer_unit, 0, values.length, column.dictionary_times,
                           column.dictionary_raw);
    } else {
      detail::append_texts(values, column.type, 0, values.length, array_arena, column.dictionary_texts);
    }
  };
  load_dictionary(account, false);
  if (time) load_dictionary(*time, true);
  for (auto& kind : kinds) {
    if (kind) load_dictionary(*kind, false);
  }
  return true;
}

void ArrowReader::State::read_texts(const ColumnState& column, std::int64_t begin, std::int64_t count,
                                    std::vector<std::string_view>& out) {
  const ArrowArray& child = *array.value.children[column.child];
  out.clear();
  if (!column.dictionary) return detail::append_texts(child, column.type, begin, count, batch_arena, out);
  indices.clear();
  detail::append_indices(child, column.index, child.dictionary->length, begin, count, indices);
  for (const std::int64_t index : indices) {
    out.push_back(index < 0 ? kMissing : column.dictionary_texts[static_cast<std::size_t>(index)]);
  }
}

void ArrowReader::State::read_times(const ColumnState& column, std::int64_t begin, std::int64_t count) {
  const ArrowArray& child = *array.value.children[column.child];
  batch.time_micros.clear();
  batch.raw_time.clear();
  if (!column.dictionary) {
    return detail::append_times(child, column.type, columns.integer_unit, begin, count, batch.time_micros,
                                batch.raw_time);
  }
  indices.clear();
  detail::append_indices(child, column.index, child.dictionary->length, begin, count, indices);
  for (const std::int64_t index : indices) {
    const auto at = static_cast<std::size_t>(index);
    batch.time_micros.push_back(index < 0 ? kUnreadableTime : column.dictionary_times[at]);
    batch.raw_time.push_back(index < 0 ? kMissing : column.dictionary_raw[at]);
  }
}

void ArrowReader::State::blank_null_rows(std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    if (detail::is_valid(array.value, row + i)) continue;
    const auto at = static_cast<std::size_t>(i);
    batch.account[at] = kMissing;
    if (time) batch.time_micros[at] = kUnreadableTime, batch.raw_time[at] = kMissing;
    for (auto& column : batch.values) {
      if (!column.empty()) column[at] = kMissing;
    }
  }
}

std::vector<ArrowField> arrow_fields(ArrowArrayStream& stream) {
  Owned<ArrowSchema> schema;
  read_schema(stream, schema);
  std::vector<ArrowField> fields;
  for (std::int64_t i = 0; i < schema.value.n_children; ++i) {
    const ArrowSchema& field = *schema.value.children[i];
    fields.push_back({std::string(name_of(field)), detail::arrow_type_name(field)});
  }
  return fields;
}

ArrowReader::ArrowReader(ArrowArrayStream* stream, ArrowColumns columns) : state_(std::make_unique<State>(stream)) {
  State& state = *state_;
  state.columns = std::move(columns);
  Owned<ArrowSchema> schema;
  read_schema(state.stream.value, schema);
  state.account = text_column(schema.value, state.columns.account);
  if (!state.columns.time.empty()) {
    state.time = time_column(schema.value, state.columns.time, state.columns.integer_unit);
  }
  for (const std::string& name : state.columns.kinds) {
    state.kinds.push_back(name.empty() ? std::nullopt : std::optional(text_column(schema.value, name)));
  }
  state.batch.values.resize(state.kinds.size());
}

ArrowReader::~ArrowReader() = default;
ArrowReader::ArrowReader(ArrowReader&&) noexcept = default;
ArrowReader& ArrowReader::operator=(ArrowReader&&) noexcept = default;

const EventBatch* ArrowReader::next() {
  State& state = *state_;
  if (!state.stream.value.release) return nullptr;
  while (!state.array.value.release || state.row == state.array.value.length) {
    if (state.next_array()) continue;
    state.stream.reset();
    return nullptr;
  }
  const std::int64_t begin = state.array.value.offset + state.row;  // of the table; children add their own offset
  const std::int64_t count = std::min(kMaxRows, state.array.value.length - state.row);
  state.batch_arena = Arena();
  state.read_texts(state.account, begin, count, state.batch.account);
  if (state.time) state.read_times(*state.time, begin, count);
  for (std::size_t t = 0; t < state.kinds.size(); ++t) {
    if (state.kinds[t]) state.read_texts(*state.kinds[t], begin, count, state.batch.values[t]);
  }
  state.blank_null_rows(count);
  state.row += count;
  return &state.batch;
}

}  // namespace accountgraph
