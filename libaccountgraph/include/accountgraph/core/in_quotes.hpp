/// Text of a log in a sentence of the library's own, such as an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace accountgraph {

/// `text` in quotes: at most its first `most` bytes, printable ASCII as it is, other bytes as \xNN.
inline std::string in_quotes(std::string_view text, std::size_t most = 80) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\') {
      out += c;
    } else {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out + (text.size() > most ? "...\"" : "\"");
}

}  // namespace accountgraph
