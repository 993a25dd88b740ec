/// Runs of five and of four tokens ("grams") of a prompt with four marks before and behind it, as hashes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "prompt_tokens.hpp"

namespace accountgraph::detail {

constexpr std::size_t kGram = 5;
constexpr std::size_t kMarks = kGram - 1;

/// One prompt, ready: `tokens` with the marks, `four[i]` and `five[i]` the hashes of the grams that begin at token i.
struct PromptGrams {
  std::vector<std::uint64_t> tokens;
  std::vector<std::uint64_t> four;  ///< tokens.size() - 3, or 0 without words
  std::vector<std::uint64_t> five;  ///< tokens.size() - 4
  std::uint32_t num_words = 0;      ///< tokens that are no marks and no numbers

  bool empty() const { return five.empty(); }
  /// Hash of the whole text, never 0.
  std::uint64_t whole() const;
};

/// Linear time; buffers are used again.
void read_grams(std::string_view prompt, PromptGrams& out, std::vector<TokenPlace>* places = nullptr);

/// The hashes of four begin marks and of four end marks: they say nothing.
std::uint64_t all_begin_gram();
std::uint64_t all_end_gram();

}  // namespace accountgraph::detail
