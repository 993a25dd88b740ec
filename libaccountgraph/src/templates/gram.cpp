#include "gram.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kStep = 0xD1342543DE82EF95ULL;
std::uint64_t mixed(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0x9FB21C651E98DF25ULL;
  return h ^ h >> 29;
}
std::uint64_t four_of(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
  return mixed(((a * kStep + b) * kStep + c) * kStep + d);
}

}  // namespace

std::uint64_t all_begin_gram() { return four_of(kBeginToken, kBeginToken, kBeginToken, kBeginToken); }
std::uint64_t all_end_gram() { return four_of(kEndToken, kEndToken, kEndToken, kEndToken); }

std::uint64_t PromptGrams::whole() const {
  std::uint64_t h = tokens.size();
  for (std::size_t i = 0; i < four.size(); ++i) h += four[i] * (kStep + 2 * i);
  h = mixed(h);
  return h == 0 ? 1 : h;
}

void read_grams(std::string_view prompt, PromptGrams& out, std::vector<TokenPlace>* places) {
  out.tokens.assign(kMarks, kBeginToken);
  out.four.clear();
  out.five.clear();
  out.num_words = 0;
  tokenise(prompt, out.tokens, places);
  for (std::size_t i = kMarks; i < out.tokens.size(); ++i) out.num_words += out.tokens[i] != kNumberToken ? 1 : 0;
  if (out.tokens.size() == kMarks) return;
  out.tokens.insert(out.tokens.end(), kMarks, kEndToken);
  const std::uint64_t* token = out.tokens.data();
  const std::size_t count = out.tokens.size() - kMarks;
  out.four.resize(count + 1);
  out.five.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t raw = ((token[i] * kStep + token[i + 1]) * kStep + token[i + 2]) * kStep + token[i + 3];
    out.four[i] = mixed(raw);
    out.five[i] = mixed(raw * kStep + token[i + 4]);
  }
  out.four[count] = four_of(token[count], token[count + 1], token[count + 2], token[count + 3]);
}

}  // namespace accountgraph::detail
