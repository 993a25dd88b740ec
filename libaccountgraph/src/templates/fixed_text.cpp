#include "fixed_text.hpp"

#include <algorithm>
#include <utility>

#include "segment_chains.hpp"
#include "share.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kWeakShare = 205;    // .2
constexpr std::uint64_t kFewShare = 64;      // 1/16: of a word that has few values
constexpr std::uint64_t kClosedShare = 922;  // .9 of the prompts have one of the frequent values

/// Counts of the grams beside a run of four, added up.
struct Beside {
  std::uint64_t next = 0;
  std::uint64_t previous = 0;
};

/// True for a word between free text and fixed text that has few values: "check" and "explain" in "{} check the record
/// above". Free text does not end in one of few words, so that each of them is fixed. `count`: of the gram; `fixed_count`:
/// of the run of four behind the word, `fixed_beside`: what leads to it; `word_count`: of the run of four with the word,
/// `free_squares`: of the grams that lead to that.
bool ends_free_text(std::uint64_t count, std::uint64_t fixed_count, std::uint64_t fixed_beside,
                    std::uint64_t word_count, std::uint64_t free_squares) {
  return at_least_share(count, fixed_count, kFewShare) && at_least_share(fixed_beside, fixed_count, kClosedShare) &&
         is_open(word_count, free_squares, 0);
}

}  // namespace

FixedText::FixedText(std::vector<FiveCount> counts, std::vector<FourCount> contexts, std::uint32_t min_prompts,
                     double fixed_share)
    : min_prompts_(min_prompts) {
  const auto by_hash = [](const FiveCount& a, const FiveCount& b) { return a.hash < b.hash; };
  std::sort(counts.begin(), counts.end(), by_hash);
  std::vector<std::uint64_t> ends;
  for (const FiveCount& gram : counts) {
    for (const std::uint64_t end : {gram.left, gram.right}) {
      if (end != all_begin_gram() && end != all_end_gram()) ends.push_back(end);
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  std::sort(contexts.begin(), contexts.end(), [](const FourCount& a, const FourCount& b) { return a.hash < b.hash; });
  for (const FourCount& four : contexts) {
    if (std::binary_search(ends.begin(), ends.end(), four.hash)) contexts_.push_back({four.hash, four.count, 0, 0});
  }
  context_index_.build(contexts_.size(), [&](std::size_t row) { return contexts_[row].hash; });
  const auto row_of = [&](std::uint64_t hash) {
    return context_index_.find(hash, [&](std::size_t row) { return contexts_[row].hash; });
  };
  std::vector<Beside> beside(contexts_.size());
  for (const FiveCount& gram : counts) {
    if (const std::uint32_t row = row_of(gram.left); row != HashIndex::kNone) {
      beside[row].next += gram.count;
      contexts_[row].next_squares += gram.count * gram.count;
    }
    if (const std::uint32_t row = row_of(gram.right); row != HashIndex::kNone) {
      beside[row].previous += gram.count;
      contexts_[row].previous_squares += gram.count * gram.count;
    }
  }
  const auto strong_share = static_cast<std::uint64_t>(fixed_share * static_cast<double>(kOne));
  grams_.reserve(counts.size());
  for (const FiveCount& gram : counts) {
    FixedGram out{gram.hash, static_cast<std::uint32_t>(std::min<std::uint64_t>(gram.count, 0xFFFFFFFFU)), 0, 0};
    const std::uint32_t left = row_of(gram.left);
    const std::uint32_t right = row_of(gram.right);
    const std::uint64_t left_count = left == HashIndex::kNone ? 0 : contexts_[left].count;
    const std::uint64_t right_count = right == HashIndex::kNone ? 0 : contexts_[right].count;
    if (at_least_share(gram.count, left_count, strong_share)) out.flags |= follows;
    if (at_least_share(gram.count, left_count, kWeakShare)) out.flags |= follows_weakly;
    if (at_least_share(gram.count, right_count, strong_share)) out.flags |= leads;
    if (at_least_share(gram.count, right_count, kWeakShare)) out.flags |= leads_weakly;
    if (left_count != 0 && is_open(left_count, contexts_[left].next_squares, gram.count)) out.flags |= open_forward;
    if (right_count != 0 && is_open(right_count, contexts_[right].previous_squares, gram.count)) {
      out.flags |= open_backward;
    }
    if (left_count != 0 && right_count != 0) {
      if ((out.flags & leads) == 0 && ends_free_text(gram.count, right_count, beside[right].previous, left_count,
                                                     contexts_[left].previous_squares)) {
        out.flags = static_cast<std::uint8_t>((out.flags | leads | leads_weakly) & ~open_backward);
      }
      if ((out.flags & follows) == 0 &&
          ends_free_text(gram.count, left_count, beside[left].next, right_count, contexts_[right].next_squares)) {
        out.flags = static_cast<std::uint8_t>((out.flags | follows | follows_weakly) & ~open_forward);
      }
    }
    grams_.push_back(out);
  }
  const std::vector<std::uint32_t> segment = segment_chains(counts);
  for (std::size_t row = 0; row < segment.size(); ++row) {
    grams_[row].segment = segment[row];
    num_segments_ = std::max(num_segments_, segment[row] + 1);
  }
  gram_index_.build(grams_.size(), [&](std::size_t row) { return grams_[row].hash; });
}

FixedText::FixedText(std::vector<FixedGram> grams, std::vector<Context> contexts, std::uint32_t num_segments,
                     std::uint32_t min_prompts)
    : grams_(std::move(grams)), contexts_(std::move(contexts)), num_segments_(num_segments), min_prompts_(min_prompts) {
  gram_index_.build(grams_.size(), [&](std::size_t row) { return grams_[row].hash; });
  context_index_.build(contexts_.size(), [&](std::size_t row) { return contexts_[row].hash; });
}

const FixedGram* FixedText::find(std::uint64_t hash) const {
  const std::uint32_t row = gram_index_.find(hash, [&](std::size_t at) { return grams_[at].hash; });
  return row == HashIndex::kNone ? nullptr : &grams_[row];
}

const Context* FixedText::context(std::uint64_t hash) const {
  const std::uint32_t row = context_index_.find(hash, [&](std::size_t at) { return contexts_[at].hash; });
  return row == HashIndex::kNone ? nullptr : &contexts_[row];
}

}  // namespace accountgraph::detail
