#include "utf8.hpp"

#include <cstdint>

namespace accountgraph::detail {

// The second byte's range depends on the first, which rules out overlong forms, surrogates and code points above
// U+10FFFF; all further bytes are in [80, BF].
std::size_t character_length(std::string_view text, std::size_t& broken) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const std::uint8_t first = byte(0);
  broken = 1;
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0) return 0;
  std::uint8_t low = 0x80, high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  for (std::size_t at = 1; at < length; ++at, low = 0x80, high = 0xBF) {
    if (at == text.size() || byte(at) < low || byte(at) > high) return 0;
    broken = at + 1;
  }
  return length;
}

bool is_valid_utf8(std::string_view text) {
  std::size_t broken = 0;
  while (!text.empty()) {
    const std::size_t length = character_length(text, broken);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_valid_utf8(std::string_view text, std::string& out) {
  std::size_t broken = 0;
  while (!text.empty()) {
    const std::size_t length = character_length(text, broken);
    out.append(length > 0 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD"));
    text.remove_prefix(length > 0 ? length : broken);
  }
}

}  // namespace accountgraph::detail
