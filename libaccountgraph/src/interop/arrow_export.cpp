/// Ownership: everything that is handed out (schemas, arrays, the stream) has a private_data of its own that shares the
/// prepared columns, which share the table. A child array shares it too, so a consumer may move children out and
/// release them later.
#include <accountgraph/interop/arrow_export.hpp>

#include <cerrno>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <accountgraph/core/errors.hpp>

#include "utf8.hpp"

namespace accountgraph {
namespace {

constexpr std::int64_t kNoBytes[8] = {};  // an address for empty buffers

/// A column as Arrow wants it: buffers point into the table or into `bits`, `validity`, `text`.
struct PreparedColumn {
  std::string name;
  const char* format = "n";
  std::vector<const void*> buffers;
  std::int64_t null_count = 0;
  std::vector<std::uint8_t> validity;
  std::vector<std::uint8_t> bits;
  std::unique_ptr<StringPool> text;
};

struct Prepared {
  std::shared_ptr<const Table> table;
  std::vector<PreparedColumn> columns;
  std::int64_t rows = 0;
};
using Shared = std::shared_ptr<const Prepared>;

std::vector<std::uint8_t> packed(const std::vector<bool>& flags) {
  std::vector<std::uint8_t> bytes((flags.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < flags.size(); ++i) bytes[i / 8] |= static_cast<std::uint8_t>(flags[i] << (i % 8));
  return bytes;
}

const void* address(const void* data) { return data ? data : kNoBytes; }

const char* format_of(const std::vector<std::int32_t>&) { return "i"; }
const char* format_of(const std::vector<std::int64_t>&) { return "l"; }
const char* format_of(const std::vector<std::uint64_t>&) { return "L"; }
const char* format_of(const std::vector<double>&) { return "g"; }

template <class T>
void prepare(const std::vector<T>& values, PreparedColumn& column) {
  column.format = format_of(values);
  column.buffers.push_back(address(values.data()));
}
void prepare(const std::vector<bool>& values, PreparedColumn& column) {
  column.format = "b";
  column.bits = packed(values);
  column.buffers.push_back(address(column.bits.data()));
}
void prepare(const Timestamps& values, PreparedColumn& column) {
  column.format = "tsu:UTC";
  column.buffers.push_back(address(values.micros.data()));
}
void prepare(const StringPool& values, PreparedColumn& column) {
  column.format = "U";
  bool valid = true;
  for (std::size_t i = 0; i < values.size() && valid; ++i) valid = detail::is_valid_utf8(values[i]);
  if (!valid) {
    column.text = std::make_unique<StringPool>();
    std::string clean;
    for (std::size_t i = 0; i < values.size(); ++i) {
      clean.clear();
      detail::append_valid_utf8(values[i], clean);
      column.text->push_back(clean);
    }
  }
  const StringPool& text = valid ? values : *column.text;
  column.buffers.push_back(text.offsets().data());  // unsigned here, signed there: the same bytes below 2^63
  column.buffers.push_back(address(text.bytes().data()));
}

std::size_t length_of(const ColumnValues& values) {
  return std::visit(
      [](const auto& column) -> std::size_t {
        if constexpr (requires { column.micros; }) {
          return column.micros.size();
        } else {
          return column.size();
        }
      },
      values);
}

Shared prepare_table(std::shared_ptr<const Table> table) {
  auto prepared = std::make_shared<Prepared>();
  const std::size_t rows = table->num_rows();
  prepared->rows = static_cast<std::int64_t>(rows);
  prepared->columns.resize(table->columns.size());
  std::set<std::string_view> names;
  for (std::size_t c = 0; c < table->columns.size(); ++c) {
    const Column& from = table->columns[c];
    PreparedColumn& to = prepared->columns[c];
    require(names.insert(from.name).second, "table", "of columns with distinct names", "two columns " + from.name);
    require(length_of(from.values) == rows, from.name, "as long as the first column", length_of(from.values));
    require(from.valid.empty() || from.valid.size() == rows, from.name + ".valid", "one flag a row", from.valid.size());
    detail::append_valid_utf8(std::string_view(from.name).substr(0, from.name.find('\0')), to.name);
    to.buffers.push_back(nullptr);
    if (!from.valid.empty()) {
      to.validity = packed(from.valid);
      to.buffers[0] = address(to.validity.data());
      for (const bool flag : from.valid) to.null_count += flag ? 0 : 1;
    }
    std::visit([&](const auto& values) { prepare(values, to); }, from.values);
  }
  prepared->table = std::move(table);
  return prepared;
}

// Schemas. A parent's private data holds its children; releasing it releases those that nobody moved out.

struct SchemaData {
  Shared prepared;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
  auto* data = static_cast<SchemaData*>(schema->private_data);
  for (ArrowSchema& child : data->children) {
    if (child.release) child.release(&child);
  }
  schema->release = nullptr;
  delete data;
}

void make_schema(const Shared& prepared, const PreparedColumn* column, ArrowSchema* out) {
  auto data = std::make_unique<SchemaData>();
  data->prepared = prepared;
  if (!column) {
    data->children.resize(prepared->columns.size());
    for (std::size_t c = 0; c < prepared->columns.size(); ++c) {
      make_schema(prepared, &prepared->columns[c], &data->children[c]);
      data->pointers.push_back(&data->children[c]);
    }
  }
  *out = {};
  out->format = column ? column->format : "+s";
  out->name = column ? column->name.c_str() : "";
  out->flags = column && !column->validity.empty() ? ARROW_FLAG_NULLABLE : 0;
  out->n_children = static_cast<std::int64_t>(data->children.size());
  out->children = data->pointers.data();
  out->release = release_schema;
  out->private_data = data.release();
}

// Arrays, in the same way.

struct ArrayData {
  Shared prepared;
  std::vector<const void*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
};

void release_array(ArrowArray* array) {
  auto* data = static_cast<ArrayData*>(array->private_data);
  for (ArrowArray& child : data->children) {
    if (child.release) child.release(&child);
  }
  array->release = nullptr;
  delete data;
}

void make_array(const Shared& prepared, const PreparedColumn* column, ArrowArray* out) {
  auto data = std::make_unique<ArrayData>();
  data->prepared = prepared;
  data->buffers = column ? column->buffers : std::vector<const void*>{nullptr};
  if (!column) {
    data->children.resize(prepared->columns.size());
    for (std::size_t c = 0; c < prepared->columns.size(); ++c) {
      make_array(prepared, &prepared->columns[c], &data->children[c]);
      data->pointers.push_back(&data->children[c]);
    }
  }
  *out = {};
  out->length = prepared->rows;
  out->null_count = column ? column->null_count : 0;
  out->n_buffers = static_cast<std::int64_t>(data->buffers.size());
  out->n_children = static_cast<std::int64_t>(data->children.size());
  out->buffers = data->buffers.data();
  out->children = data->pointers.data();
  out->release = release_array;
  out->private_data = data.release();
}

// The stream: one array, then the end. No exception may leave a callback.

struct StreamData {
  Shared prepared;
  bool given = false;
};

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  try {
    make_schema(static_cast<StreamData*>(stream->private_data)->prepared, nullptr, out);
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto* data = static_cast<StreamData*>(stream->private_data);
  *out = {};
  if (data->given) return 0;
  try {
    make_array(data->prepared, nullptr, out);
    data->given = true;
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

const char* get_last_error(ArrowArrayStream*) { return "out of memory"; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamData*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void export_stream(std::shared_ptr<const Table> table, ArrowArrayStream* out) {
  require(table != nullptr, "table", "a table", "null");
  auto data = std::make_unique<StreamData>();
  data->prepared = prepare_table(std::move(table));
  *out = {get_schema, get_next, get_last_error, release_stream, data.release()};
}

void export_stream(Table table, ArrowArrayStream* out) {
  export_stream(std::make_shared<const Table>(std::move(table)), out);
}

}  // namespace accountgraph
