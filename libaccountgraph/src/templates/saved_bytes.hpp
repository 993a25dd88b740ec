/// Numbers and texts to bytes and back, little-endian; reading checks every length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <accountgraph/core/errors.hpp>

namespace accountgraph::detail {

inline void put_number(std::string& out, std::uint64_t value, int bytes = 8) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

inline void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out.append(text);
}

class SavedBytes {
 public:
  SavedBytes(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}
  std::size_t at() const { return at_; }

  std::uint64_t number(int bytes = 8) {
    const std::string_view part = take(static_cast<std::uint64_t>(bytes));
    std::uint64_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(part[static_cast<std::size_t>(i)]);
    return value;
  }
  /// A number below `bound`.
  std::uint64_t below(std::uint64_t bound, int bytes = 8) {
    const std::uint64_t value = number(bytes);
    if (value >= bound) throw InputError("the bytes are no saved template set: a number is out of its range");
    return value;
  }
  /// A count of things of at least `bytes_each` bytes, so that a wrong one cannot ask for memory that is not there.
  std::uint64_t count(std::uint64_t bytes_each) {
    const std::uint64_t value = number();
    if (value > (bytes_.size() - at_) / bytes_each) throw InputError("the bytes are no saved template set: cut short");
    return value;
  }
  std::string_view text() { return take(number()); }

 private:
  std::string_view take(std::uint64_t length) {
    if (length > bytes_.size() - at_) throw InputError("the bytes are no saved template set: cut short");
    at_ += length;
    return bytes_.substr(at_ - length, length);
  }
  std::string_view bytes_;
  std::size_t at_;
};

}  // namespace accountgraph::detail
