// A table from an Arrow stream: the way back from Parquet files. Only the types that tables are made of, so short.
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include <accountgraph/core/errors.hpp>

#include "arrow_stream.hpp"

namespace accountgraph::python {
namespace {

struct Schema : ArrowSchema {
  Schema() : ArrowSchema{} {}
  ~Schema() {
    if (release != nullptr) release(this);
  }
};
struct Array : ArrowArray {
  Array() : ArrowArray{} {}
  ~Array() {
    if (release != nullptr) release(this);
  }
};

void check(int code, ArrowArrayStream* stream) {
  if (code == 0) return;
  const char* reason = stream->get_last_error(stream);
  throw InputError(reason != nullptr ? reason : std::strerror(code));
}

bool bit(const void* bits, std::int64_t index) {
  return (static_cast<const std::uint8_t*>(bits)[index / 8] >> (index % 8) & 1) != 0;
}

template <class T>
const T* buffer(const ArrowArray& array, int index) {
  return static_cast<const T*>(array.buffers[index]);
}

template <class T>
void append_numbers(std::vector<T>& values, const ArrowArray& array) {
  const T* begin = buffer<T>(array, 1) + array.offset;
  values.insert(values.end(), begin, begin + array.length);
}

template <class Offset>
void append_texts(StringPool& pool, const ArrowArray& array) {
  const auto* offsets = buffer<Offset>(array, 1) + array.offset;
  const auto* bytes = buffer<char>(array, 2);
  for (std::int64_t row = 0; row < array.length; ++row) {
    const auto length = static_cast<std::size_t>(offsets[row + 1] - offsets[row]);
    pool.push_back(length == 0 ? std::string_view{} : std::string_view(bytes + offsets[row], length));
  }
}

std::int64_t per_micro(char unit, bool& divide) {
  divide = unit == 'n';
  return unit == 's' ? 1'000'000 : unit == 'm' || unit == 'n' ? 1'000 : 1;
}

void append_times(Timestamps& times, const ArrowArray& array, char unit) {
  bool divide = false;
  const std::int64_t factor = per_micro(unit, divide);
  const auto* values = buffer<std::int64_t>(array, 1) + array.offset;
  for (std::int64_t row = 0; row < array.length; ++row) {
    times.micros.push_back(divide ? values[row] / factor : values[row] * factor);
  }
}

ColumnValues empty_values(const std::string& name, std::string_view format) {
  if (format == "u" || format == "U") return StringPool{};
  if (format == "i") return std::vector<std::int32_t>{};
  if (format == "l") return std::vector<std::int64_t>{};
  if (format == "L") return std::vector<std::uint64_t>{};
  if (format == "g") return std::vector<double>{};
  if (format == "b") return std::vector<bool>{};
  if (format.starts_with("ts")) return Timestamps{};
  throw InputError("column " + name + " has a type that tables do not have (" + std::string(format) + ")");
}

void append(Column& column, const ArrowArray& array, std::string_view format) {
  if (array.length == 0) return;
  const std::size_t before = column.valid.size();
  column.valid.resize(before + static_cast<std::size_t>(array.length), true);
  if (array.null_count != 0 && array.buffers[0] != nullptr) {
    for (std::int64_t row = 0; row < array.length; ++row) {
      column.valid[before + static_cast<std::size_t>(row)] = bit(array.buffers[0], array.offset + row);
    }
  }
  std::visit(
      [&](auto& values) {
        using Values = std::decay_t<decltype(values)>;
        if constexpr (std::is_same_v<Values, StringPool>) {
          if (format == "u")
            append_texts<std::int32_t>(values, array);
          else
            append_texts<std::int64_t>(values, array);
        } else if constexpr (std::is_same_v<Values, Timestamps>) {
          append_times(values, array, format[2]);
        } else if constexpr (std::is_same_v<Values, std::vector<bool>>) {
          for (std::int64_t row = 0; row < array.length; ++row)
            values.push_back(bit(array.buffers[1], array.offset + row));
        } else {
          append_numbers(values, array);
        }
      },
      column.values);
}

}  // namespace

SharedTable table_from_arrow(const py::capsule& capsule) {
  Stream stream(capsule);
  const py::gil_scoped_release release;
  Schema schema;
  check(stream.get()->get_schema(stream.get(), &schema), stream.get());
  if (std::string_view(schema.format) != "+s") throw InputError("the stream is no table");
  Table table;
  for (std::int64_t index = 0; index < schema.n_children; ++index) {
    const ArrowSchema& child = *schema.children[index];
    if (child.dictionary != nullptr) throw InputError(std::string("column ") + child.name + " is a dictionary");
    table.add(child.name, empty_values(child.name, child.format));
  }
  while (true) {
    Array array;
    check(stream.get()->get_next(stream.get(), &array), stream.get());
    if (array.release == nullptr) break;
    if (array.offset != 0 || array.null_count > 0)
      throw InputError("the stream has rows that are null or sliced as a whole");
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
      append(table.columns[index], *array.children[index], schema.children[index]->format);
    }
  }
  for (Column& column : table.columns) {
    bool all = true;
    for (const bool valid : column.valid) all = all && valid;
    if (all) column.valid = {};
  }
  return share(std::move(table));
}

}  // namespace accountgraph::python
