/// A column of texts from Arrow, without a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <accountgraph/core/arrow_c_data.hpp>

#include "bindings.hpp"

namespace accountgraph::python {

/// Views of the texts of an Arrow stream or array; nulls are empty. Holds the arrays.
class ArrowTexts {
 public:
  /// `column` has `__arrow_c_stream__` or `__arrow_c_array__`. None when it holds no strings or binaries (dictionaries are
  /// not read). Throws InputError when the producer fails, and what the protocol of `column` throws.
  static std::unique_ptr<ArrowTexts> read(const py::object& column);

  ~ArrowTexts();
  ArrowTexts(const ArrowTexts&) = delete;
  ArrowTexts& operator=(const ArrowTexts&) = delete;
  std::span<const std::string_view> views() const { return views_; }

 private:
  ArrowTexts() = default;
  void add(ArrowArray array, std::string_view format);

  std::vector<ArrowArray> arrays_;
  std::vector<std::string_view> views_;
};

}  // namespace accountgraph::python
