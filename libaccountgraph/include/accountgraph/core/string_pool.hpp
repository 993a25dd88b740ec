/// Many short strings in one buffer. Owns its bytes; views stay valid while the pool lives and is not changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accountgraph {

class StringPool {
 public:
  std::size_t size() const { return begin_.size() - 1; }
  std::string_view operator[](std::size_t index) const {
    return std::string_view(bytes_).substr(begin_[index], begin_[index + 1] - begin_[index]);
  }
  void push_back(std::string_view text) {
    bytes_.append(text);
    begin_.push_back(bytes_.size());
  }
  void reserve(std::size_t strings, std::size_t bytes) {
    begin_.reserve(strings + 1);
    bytes_.reserve(bytes);
  }
  /// Appends strings of these lengths, whose bytes the caller fills: string i begins at offsets()[i] of what is returned,
  /// which is valid until the pool changes.
  char* extend(std::span<const std::size_t> lengths) {
    begin_.reserve(begin_.size() + lengths.size());
    for (const std::size_t length : lengths) begin_.push_back(begin_.back() + length);
    bytes_.resize(begin_.back());
    return bytes_.data();
  }
  /// The strings one after the other, and the `size() + 1` offsets into them (Arrow's large_string layout).
  const std::string& bytes() const { return bytes_; }
  const std::vector<std::uint64_t>& offsets() const { return begin_; }

  friend bool operator==(const StringPool&, const StringPool&) = default;

 private:
  std::string bytes_;
  std::vector<std::uint64_t> begin_ = {0};
};

}  // namespace accountgraph
