/// A producer of Arrow streams for tests: every buffer has exactly the bytes that the specification demands, on the
/// heap, so that a sanitizer sees each byte read too far; counts what has not been released.
#pragma once

#include <cerrno>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <accountgraph/core/arrow_c_data.hpp>

namespace producer {

inline int live = 0;  ///< structs handed out and not released

using Buffer = std::shared_ptr<char[]>;

template <class T>
Buffer buffer_of(const std::vector<T>& values) {
  Buffer buffer(new char[values.size() * sizeof(T)]);
  if (!values.empty()) std::memcpy(buffer.get(), values.data(), values.size() * sizeof(T));
  return buffer;
}
inline Buffer buffer_of(const std::string& bytes) { return buffer_of(std::vector<char>(bytes.begin(), bytes.end())); }
inline Buffer bits_of(const std::vector<bool>& flags) {
  std::vector<unsigned char> bytes((flags.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < flags.size(); ++i) bytes[i / 8] |= static_cast<unsigned char>(flags[i] << (i % 8));
  return buffer_of(bytes);
}

/// One array with its type; `children` for tables.
struct Node {
  std::string name = {}, format = {};
  std::int64_t length = 0, offset = 0, null_count = 0;
  std::vector<Buffer> buffers = {};
  std::vector<Node> children = {};
  std::shared_ptr<Node> dictionary = {};
};

using Texts = std::vector<std::optional<std::string>>;

inline void set_validity(Node& node, const std::vector<bool>& valid) {
  for (const bool flag : valid) node.null_count += flag ? 0 : 1;
  node.buffers[0] = node.null_count > 0 ? bits_of(valid) : nullptr;
}

/// Text in layout "u", "U", "z", "Z" (offsets) or "vu", "vz" (views over two data buffers).
inline Node text(std::string name, std::string format, const Texts& values) {
  Node node{.name = std::move(name),
            .format = std::move(format),
            .length = static_cast<std::int64_t>(values.size()),
            .buffers = {nullptr}};
  std::vector<bool> valid;
  for (const auto& value : values) valid.push_back(value.has_value());
  set_validity(node, valid);
  if (node.format[0] == 'v') {
    std::string data[2];
    std::string views;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string value = values[i].value_or("");
      char view[16] = {};
      const auto length = static_cast<std::int32_t>(value.size());
      std::memcpy(view, &length, 4);
      if (length <= 12) {
        std::memcpy(view + 4, value.data(), value.size());
      } else {
        const auto which = static_cast<std::int32_t>(i % 2);
        const auto at = static_cast<std::int32_t>(data[which].size());
        std::memcpy(view + 4, value.data(), 4);
        std::memcpy(view + 8, &which, 4);
        std::memcpy(view + 12, &at, 4);
        data[which] += value;
      }
      views.append(view, 16);
    }
    const std::vector<std::int64_t> sizes = {static_cast<std::int64_t>(data[0].size()),
                                             static_cast<std::int64_t>(data[1].size())};
    node.buffers.insert(node.buffers.end(),
                        {buffer_of(views), buffer_of(data[0]), buffer_of(data[1]), buffer_of(sizes)});
    return node;
  }
  std::string bytes;
  std::vector<std::int64_t> wide = {0};
  std::vector<std::int32_t> narrow = {0};
  for (const auto& value : values) {
    bytes += value.value_or("");
    wide.push_back(static_cast<std::int64_t>(bytes.size()));
    narrow.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  const bool is_wide = node.format == "U" || node.format == "Z";
  node.buffers.insert(node.buffers.end(), {is_wide ? buffer_of(wide) : buffer_of(narrow), buffer_of(bytes)});
  return node;
}

/// Numbers, dates and timestamps of C++ type T.
template <class T>
Node numbers(std::string name, std::string format, const std::vector<T>& values, const std::vector<bool>& valid = {}) {
  Node node{.name = std::move(name),
            .format = std::move(format),
            .length = static_cast<std::int64_t>(values.size()),
            .buffers = {nullptr, buffer_of(values)}};
  set_validity(node, valid);
  return node;
}

inline Node booleans(std::string name, const std::vector<bool>& values) {
  return {.name = std::move(name),
          .format = "b",
          .length = static_cast<std::int64_t>(values.size()),
          .buffers = {nullptr, bits_of(values)}};
}

inline Node nulls(std::string name, std::int64_t length) {
  return {.name = std::move(name), .format = "n", .length = length, .null_count = length};
}

template <class Index>
Node dictionary(std::string name, std::string index_format, const std::vector<Index>& indices, Node values,
                const std::vector<bool>& valid = {}) {
  Node node = numbers(std::move(name), std::move(index_format), indices, valid);
  node.dictionary = std::make_shared<Node>(std::move(values));
  return node;
}

inline Node table(std::vector<Node> children) {
  Node node{.format = "+s", .length = children.empty() ? 0 : children[0].length, .buffers = {nullptr}};
  for (const Node& child : children) node.length = std::min(node.length, child.length - child.offset);
  node.children = std::move(children);
  return node;
}

/// A part of an array: the same buffers from `begin` on.
inline Node slice(Node node, std::int64_t begin, std::int64_t length) {
  node.offset += begin;
  node.length = length;
  if (node.null_count > 0) node.null_count = -1;
  return node;
}

// Export. Private data owns the children's structs and shares the buffers.

template <class Struct>
struct Private {
  Node node;
  std::deque<Struct> children;
  std::vector<Struct*> pointers;
  std::optional<Struct> dictionary;
  std::vector<const void*> buffers;
};

template <class Struct>
void release(Struct* self) {
  auto* data = static_cast<Private<Struct>*>(self->private_data);
  for (Struct& child : data->children) {
    if (child.release) child.release(&child);
  }
  if (data->dictionary && data->dictionary->release) data->dictionary->release(&*data->dictionary);
  delete data;
  self->release = nullptr;
  --live;
}

template <class Struct>
void give(const Node& node, Struct* out) {
  auto* data = new Private<Struct>{.node = node, .children = {}, .pointers = {}, .dictionary = {}, .buffers = {}};
  for (const Node& child : node.children) {
    give(child, &data->children.emplace_back());
    data->pointers.push_back(&data->children.back());
  }
  if (node.dictionary) give(*node.dictionary, &data->dictionary.emplace());
  for (const Buffer& buffer : node.buffers) data->buffers.push_back(buffer.get());
  *out = {};
  if constexpr (std::is_same_v<Struct, ArrowSchema>) {
    out->format = data->node.format.c_str();
    out->name = data->node.name.c_str();
    out->flags = ARROW_FLAG_NULLABLE;
  } else {
    out->length = node.length;
    out->offset = node.offset;
    out->null_count = node.null_count;
    out->n_buffers = static_cast<std::int64_t>(data->buffers.size());
    out->buffers = data->buffers.data();
  }
  out->n_children = static_cast<std::int64_t>(data->pointers.size());
  out->children = data->pointers.data();
  out->dictionary = data->dictionary ? &*data->dictionary : nullptr;
  out->release = release<Struct>;
  out->private_data = data;
  ++live;
}

struct Stream {
  std::vector<Node> chunks;
  Node schema;
  std::string error;  ///< given instead of the end, or instead of the schema when `fail_schema`
  bool fail_schema = false;
  std::size_t next = 0;
};

/// A stream of tables of one type; `error` non-empty: the producer fails after the last chunk.
inline ArrowArrayStream stream(std::vector<Node> chunks, std::string error = "", bool fail_schema = false,
                               std::optional<Node> schema = {}) {
  auto* data =
      new Stream{.chunks = std::move(chunks), .schema = {}, .error = std::move(error), .fail_schema = fail_schema};
  data->schema = schema ? *schema : data->chunks.at(0);
  ++live;
  return {[](ArrowArrayStream* self, ArrowSchema* out) {
            auto* state = static_cast<Stream*>(self->private_data);
            if (state->fail_schema) return EIO;
            give(state->schema, out);
            return 0;
          },
          [](ArrowArrayStream* self, ArrowArray* out) {
            auto* state = static_cast<Stream*>(self->private_data);
            *out = {};
            if (state->next < state->chunks.size()) {
              give(state->chunks[state->next++], out);
              return 0;
            }
            return state->error.empty() ? 0 : EIO;
          },
          [](ArrowArrayStream* self) -> const char* {
            auto* state = static_cast<Stream*>(self->private_data);
            return state->error == "-" ? nullptr : state->error.c_str();
          },
          [](ArrowArrayStream* self) {
            delete static_cast<Stream*>(self->private_data);
            self->release = nullptr;
            --live;
          },
          data};
}

}  // namespace producer
