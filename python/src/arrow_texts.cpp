#include "arrow_texts.hpp"

#include <cstring>
#include <string>
#include <utility>

#include <accountgraph/core/errors.hpp>

#include "arrow_stream.hpp"

namespace accountgraph::python {
namespace {

/// The format of a column of texts, empty for any other.
std::string text_format(const ArrowSchema& schema) {
  if (schema.dictionary != nullptr || schema.format == nullptr) return {};
  for (const char* format : {"u", "z", "U", "Z", "vu", "vz"}) {
    if (std::string_view(schema.format) == format) return format;
  }
  return {};
}

template <class T>
const T* buffer(const ArrowArray& array, std::int64_t number) {
  if (number >= array.n_buffers) throw InputError("an Arrow array of texts lacks a buffer");
  return static_cast<const T*>(array.buffers[number]);
}

template <class Offset>
std::string_view text_at(const ArrowArray& array, std::int64_t row) {
  const auto* offsets = buffer<Offset>(array, 1);
  if (offsets[row] < 0 || offsets[row + 1] < offsets[row]) throw InputError("an Arrow array of texts is broken");
  if (offsets[row + 1] == offsets[row]) return {};
  return {buffer<char>(array, 2) + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
}

/// Of a view: its length and up to twelve bytes, or the length, four bytes, a buffer and an offset there.
std::string_view view_at(const ArrowArray& array, std::int64_t row) {
  const char* view = buffer<char>(array, 1) + 16 * row;
  std::int32_t part[4];
  std::memcpy(part, view, sizeof part);
  if (part[0] < 0 || (part[0] > 12 && (part[2] < 0 || part[3] < 0))) {
    throw InputError("an Arrow array of texts is broken");
  }
  const char* text = part[0] <= 12 ? view + 4 : buffer<char>(array, 2 + std::int64_t{part[2]}) + part[3];
  return {text, static_cast<std::size_t>(part[0])};
}

}  // namespace

ArrowTexts::~ArrowTexts() {
  for (ArrowArray& array : arrays_) array.release(&array);
}

void ArrowTexts::add(ArrowArray array, std::string_view format) {
  arrays_.push_back(array);
  const auto* valid = array.null_count == 0 ? nullptr : buffer<std::uint8_t>(array, 0);
  views_.reserve(views_.size() + static_cast<std::size_t>(array.length));
  for (std::int64_t row = array.offset; row < array.offset + array.length; ++row) {
    if (valid != nullptr && (valid[row / 8] >> (row % 8) & 1) == 0) {
      views_.emplace_back();
    } else if (format[0] == 'v') {
      views_.push_back(view_at(array, row));
    } else {
      views_.push_back(format == "u" || format == "z" ? text_at<std::int32_t>(array, row)
                                                      : text_at<std::int64_t>(array, row));
    }
  }
}

std::unique_ptr<ArrowTexts> ArrowTexts::read(const py::object& column) {
  std::unique_ptr<ArrowTexts> out(new ArrowTexts);
  if (py::hasattr(column, "__arrow_c_stream__")) {
    Stream stream(column.attr("__arrow_c_stream__")().cast<py::capsule>());
    const auto check = [&](int code) {
      if (code == 0) return;
      const char* why = stream.get()->get_last_error(stream.get());
      throw InputError("the prompts cannot be read: " + std::string(why == nullptr ? "the Arrow stream failed" : why));
    };
    ArrowSchema schema{};
    check(stream.get()->get_schema(stream.get(), &schema));
    const std::string format = text_format(schema);
    schema.release(&schema);
    if (format.empty()) return nullptr;
    for (ArrowArray array{}; check(stream.get()->get_next(stream.get(), &array)), array.release != nullptr;
         array = {}) {
      out->add(array, format);
    }
    return out;
  }
  const auto pair = column.attr("__arrow_c_array__")().cast<std::pair<py::capsule, py::capsule>>();
  auto* given = static_cast<ArrowSchema*>(pair.first.get_pointer());
  auto* array = static_cast<ArrowArray*>(pair.second.get_pointer());
  const std::string format = text_format(*given);
  if (format.empty()) return nullptr;
  out->add(std::exchange(*array, {}), format);
  return out;
}

}  // namespace accountgraph::python
