// Which grams of a prompt are fixed text, by the flags of each and by how the counts rise and fall along the prompt.
#include <algorithm>

#include "fixed_text.hpp"
#include "share.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kLevelShare = 512;  // .5

}  // namespace

void FixedText::fixed_positions(const PromptGrams& prompt, Scratch& scratch) const {
  const std::size_t count = prompt.five.size();
  scratch.found.assign(count, nullptr);
  scratch.dropped.assign(count, 0);
  scratch.fixed.clear();
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    scratch.found[i] = find(prompt.five[i]);
    any = any || scratch.found[i] != nullptr;
  }
  if (!any) return;
  // Where the count of a run falls and the slot is open, what follows is a frequent filling: no gram across that place is
  // fixed. A count that rises and falls back is a common phrase inside fixed text, and stays.
  std::uint64_t level = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const FixedGram* gram = scratch.found[i];
    const bool open = gram != nullptr && (gram->flags & open_forward) != 0;
    if (gram == nullptr) {
      level = 0;
    } else if (level == 0 ? open && i > 0 : !at_least_share(gram->count, level, open ? kOpenShare : kLevelShare)) {
      if (open) {
        for (std::size_t j = i; j < std::min(count, i + kMarks); ++j) scratch.dropped[j] = 1;
      }
      level = gram->count;
    } else {
      level = level == 0 ? gram->count : std::min<std::uint64_t>(level, gram->count);
    }
  }
  level = 0;
  for (std::size_t i = count; i-- > 0;) {
    const FixedGram* gram = scratch.found[i];
    const bool open = gram != nullptr && (gram->flags & open_backward) != 0;
    if (gram == nullptr) {
      level = 0;
    } else if (level == 0 ? open && i + 1 < count
                          : !at_least_share(gram->count, level, open ? kOpenShare : kLevelShare)) {
      if (open) {
        for (std::size_t j = i + 1; j-- > 0 && j + kMarks > i;) scratch.dropped[j] = 1;
      }
      level = gram->count;
    } else {
      level = level == 0 ? gram->count : std::min<std::uint64_t>(level, gram->count);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const FixedGram* gram = scratch.found[i];
    if (gram == nullptr || scratch.dropped[i] != 0) continue;
    const std::uint64_t* token = &prompt.tokens[i];
    const bool begins = token[0] == kBeginToken;
    const bool ends = token[kGram - 1] == kEndToken;
    std::uint32_t words = 0;
    for (std::size_t j = 0; j < kGram; ++j) words += is_word(token[j]) ? 1 : 0;
    if (words < 2 && !(begins && ends)) continue;
    if ((gram->flags & (ends ? follows_weakly : follows)) == 0) continue;
    if ((gram->flags & (begins ? leads_weakly : leads)) == 0) continue;
    scratch.fixed.push_back(static_cast<std::uint32_t>(i));
  }
}

}  // namespace accountgraph::detail
