/// UTF-8 (RFC 3629), for text from logs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accountgraph::detail {

/// Length of the well-formed character at the beginning of `text` (1..4), or 0 when there is none; then `broken` is the
/// length of the longest beginning of a character (at least 1), which one U+FFFD replaces (the Unicode standard, 3.9,
/// "substitution of maximal subparts").
std::size_t character_length(std::string_view text, std::size_t& broken);

bool is_valid_utf8(std::string_view text);

/// Appends `text` to `out`, broken parts replaced. O(length).
void append_valid_utf8(std::string_view text, std::string& out);

}  // namespace accountgraph::detail
