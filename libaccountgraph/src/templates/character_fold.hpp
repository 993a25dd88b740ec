/// What a character means to the template miner. Texts that look alike must become alike: case, width, style, accents,
/// look-alike letters of other scripts and characters that are not seen at all must not make two templates of one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace accountgraph::detail {

enum class CharacterKind : std::uint8_t {
  separator,  ///< space, punctuation, symbol, emoji, broken bytes
  invisible,  ///< dropped: zero width, bidirectional, variation selectors, tags, accents written apart
  letter,     ///< part of a word; `letters` holds the folded form
  digit,      ///< part of a number
  single,     ///< a word of its own: scripts written without spaces
};

struct FoldedCharacter {
  CharacterKind kind = CharacterKind::separator;
  std::uint8_t num_letters = 0;
  std::uint32_t letters[3] = {};
};

/// Folds one code point >= 0x80 (ASCII is the tokeniser's own fast path). Constant time.
FoldedCharacter fold_character(std::uint32_t code_point);

/// Decodes the character at `at` of `text` (RFC 3629) and moves `at` behind it. Broken bytes give U+FFFD and move one byte.
std::uint32_t decode_utf8(std::string_view text, std::size_t& at);

}  // namespace accountgraph::detail
