/// A prompt as the miner reads it: a list of hashed words. Case, spacing and punctuation are gone; a run of numbers (with
/// the names of days and months beside it) is one token, so "Task 7:" and "task 12 -" are the same two tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accountgraph::detail {

constexpr std::uint64_t kNumberToken = 0x9D5C0F4E2B7A6183ULL;  ///< any run of numbers
constexpr std::uint64_t kBeginToken = 0x5851F42D4C957F2DULL;   ///< before the first token
constexpr std::uint64_t kEndToken = 0x14057B7EF767814FULL;     ///< behind the last token

inline bool is_word(std::uint64_t token) { return token != kNumberToken && token != kBeginToken && token != kEndToken; }

/// Where a token stands in the prompt, and what it was made of.
struct TokenPlace {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string text;  ///< folded; "#" for numbers
};

/// Appends the tokens of `prompt` to `tokens`, and where they stand to `places` unless null. Linear time; a prompt of n
/// bytes has at most n tokens. Any bytes are accepted.
void tokenise(std::string_view prompt, std::vector<std::uint64_t>& tokens, std::vector<TokenPlace>* places = nullptr);

}  // namespace accountgraph::detail
