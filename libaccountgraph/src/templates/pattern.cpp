#include "pattern.hpp"

#include <algorithm>

#include <accountgraph/core/hashing.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::size_t kMinVotes = 4;  // fewer samples agree by chance

/// For every token between the marks: 1 = fixed, and 2 when the fixed text also runs on to the next token.
std::vector<std::uint8_t> fixed_tokens(const PromptGrams& prompt, const std::vector<std::uint8_t>& fixed_grams) {
  std::vector<std::uint8_t> out(prompt.tokens.size(), 0);
  for (std::size_t i = 0; i < fixed_grams.size(); ++i) {
    if (fixed_grams[i] == 0) continue;
    for (std::size_t j = i; j < i + kGram; ++j) out[j] |= j + 1 < i + kGram ? 3 : 1;
  }
  return out;
}

std::string clipped(const std::string& text) {
  if (text.size() <= kMaxExampleBytes) return text;
  std::size_t end = kMaxExampleBytes;
  while (end > kMaxExampleBytes - 4 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

Template describe(std::span<const std::string> samples, const FixedText& text, const std::vector<std::uint32_t>& key,
                  bool is_whole, std::size_t max_examples) {
  Template out;
  PromptGrams first;
  std::vector<TokenPlace> places;
  read_grams(samples[0], first, &places);
  std::vector<std::uint8_t> fixed(first.five.size(), is_whole ? 1 : 0);
  std::vector<std::size_t> votes(first.five.size(), 0);
  if (!is_whole && samples.size() >= kMinVotes) {
    PromptGrams other;
    for (const std::string& sample : samples) {
      read_grams(sample, other);
      std::sort(other.five.begin(), other.five.end());
      for (std::size_t i = 0; i < first.five.size(); ++i) {
        votes[i] += std::binary_search(other.five.begin(), other.five.end(), first.five[i]) ? 1 : 0;
      }
    }
  }
  for (std::size_t i = 0; i < fixed.size() && !is_whole; ++i) {
    const FixedGram* gram = text.find(first.five[i]);
    const bool in_key = gram != nullptr && std::binary_search(key.begin(), key.end(), gram->segment);
    fixed[i] = in_key || (samples.size() >= kMinVotes && 3 * votes[i] >= 2 * samples.size()) ? 1 : 0;
  }
  const std::vector<std::uint8_t> tokens = fixed_tokens(first, fixed);
  const auto add_slot = [&] {
    if (out.pattern.empty() || !out.pattern.back().is_slot) out.pattern.push_back({true, {}});
  };
  if (!first.empty() && (tokens[kMarks - 1] & 2U) == 0) add_slot();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::uint8_t mark = tokens[i + kMarks];
    if (mark == 0) {
      add_slot();
      continue;
    }
    if (out.pattern.empty() || out.pattern.back().is_slot) out.pattern.push_back({false, {}});
    std::string& segment = out.pattern.back().text;
    if (!segment.empty()) segment.push_back(' ');
    segment += places[i].text;
    out.num_words += is_word(first.tokens[i + kMarks]) ? 1 : 0;
    if ((mark & 2U) == 0) add_slot();
  }
  Sha256 hash;
  for (const PatternPart& part : out.pattern) {
    if (!part.is_slot) hash.update(part.text).update(std::string_view("\x1f", 1));
  }
  out.id = "tpl-" + hash.hex_digest().substr(0, 24);
  for (const std::string& sample : samples) {
    if (out.examples.size() < max_examples) out.examples.push_back(clipped(sample));
  }
  std::sort(out.examples.begin(), out.examples.end());
  return out;
}

}  // namespace accountgraph::detail
