// The segments of a prompt: how much of it each covers, and what stands beside it.
#include <algorithm>
#include <utility>

#include "fixed_text.hpp"
#include "share.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint32_t kEnclosingFactor = 2;  // a slot's text is so much more frequent than what fills it

bool is_mark(std::uint64_t token) { return token == kBeginToken || token == kEndToken; }

/// A segment from its first gram to its last.
struct Span {
  std::uint32_t segment, first, last, count;
};

/// The segments of the fixed grams, the most frequent first, kMaxSegments at most.
std::vector<Span> spans_of(const FixedText::Scratch& scratch) {
  std::vector<Span> all;
  all.reserve(scratch.fixed.size());
  for (const std::uint32_t i : scratch.fixed) {
    all.push_back({scratch.found[i]->segment, i, i, scratch.found[i]->count});
  }
  std::sort(all.begin(), all.end(),
            [](const Span& a, const Span& b) { return std::pair(a.segment, a.first) < std::pair(b.segment, b.first); });
  std::vector<Span> out;
  for (const Span& span : all) {
    if (!out.empty() && out.back().segment == span.segment) {
      out.back().last = span.last;
      out.back().count = std::max(out.back().count, span.count);
    } else {
      out.push_back(span);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Span& a, const Span& b) { return std::pair(b.count, a.segment) < std::pair(a.count, b.segment); });
  if (out.size() > FixedText::kMaxSegments) out.resize(FixedText::kMaxSegments);
  return out;
}

/// Counts the words that each span covers. A word belongs to the most frequent segment that covers it.
void count_words(const PromptGrams& prompt, const std::vector<Span>& spans, FixedText::Scratch& scratch,
                 std::vector<SegmentUse>& out) {
  scratch.covered.assign(prompt.tokens.size(), 0);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> rank_of;
  for (std::size_t rank = 0; rank < spans.size(); ++rank) {
    rank_of.emplace_back(spans[rank].segment, static_cast<std::uint32_t>(rank));
  }
  std::sort(rank_of.begin(), rank_of.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;  // rank, position
  places.reserve(scratch.fixed.size());
  for (const std::uint32_t i : scratch.fixed) {
    const auto found = std::lower_bound(rank_of.begin(), rank_of.end(), std::pair(scratch.found[i]->segment, 0U));
    if (found != rank_of.end() && found->first == scratch.found[i]->segment) places.emplace_back(found->second, i);
  }
  std::sort(places.begin(), places.end());
  std::uint32_t last_rank = ~0U;
  std::size_t behind = 0;
  for (const auto& [rank, i] : places) {
    if (rank != last_rank) behind = 0;
    last_rank = rank;
    for (std::size_t j = std::max<std::size_t>(i, behind); j < i + kGram; ++j) {
      if (!is_word(prompt.tokens[j])) continue;
      ++out[rank].words;
      if (scratch.covered[j] == 0) {
        scratch.covered[j] = 1;
        ++out[rank].own_words;
      }
    }
    behind = i + kGram;
  }
}

}  // namespace

void FixedText::set_edges(const PromptGrams& prompt, const Scratch& scratch, std::size_t first, std::size_t last,
                          std::uint32_t count, SegmentUse& use) const {
  enum class Edge { free, border, open, closed };
  const auto judge = [&](std::size_t at, bool forward, std::size_t crossing) {
    std::uint32_t words = 0;
    for (std::size_t j = at; j < at + kMarks; ++j) words += is_word(prompt.tokens[j]) ? 1 : 0;
    if (words < 2) return Edge::free;
    const Context* beside = context(prompt.four[at]);
    if (beside == nullptr || beside->count < std::uint64_t{kEnclosingFactor} * count) return Edge::free;
    const std::uint64_t taken = scratch.found[crossing] == nullptr ? 0 : scratch.found[crossing]->count;
    return is_open(beside->count, forward ? beside->next_squares : beside->previous_squares, taken) ? Edge::open
                                                                                                    : Edge::closed;
  };
  Edge left = Edge::free;
  Edge right = Edge::free;
  if (is_mark(prompt.tokens[first])) {
    left = Edge::border;
  } else if (first >= kMarks) {
    left = judge(first - kMarks, true, first - kMarks);
  }
  const std::size_t behind = last + kGram;
  if (is_mark(prompt.tokens[behind - 1])) {
    right = Edge::border;
  } else if (behind + kMarks <= prompt.tokens.size()) {
    right = judge(behind, false, behind - 1);
  }
  const auto shut = [](Edge edge) { return edge == Edge::open || edge == Edge::border; };
  use.enclosed = shut(left) && shut(right) && (left == Edge::open || right == Edge::open);
  const bool overlaps = use.own_words >= 2 && use.own_words < use.words;
  use.attached = overlaps || left == Edge::closed || right == Edge::closed;
}

void FixedText::segments(const PromptGrams& prompt, Scratch& scratch, std::vector<SegmentUse>& out) const {
  out.clear();
  fixed_positions(prompt, scratch);
  if (scratch.fixed.empty()) return;
  const std::vector<Span> spans = spans_of(scratch);
  for (const Span& span : spans) out.push_back({.segment = span.segment});
  count_words(prompt, spans, scratch, out);
  for (std::size_t rank = 0; rank < spans.size(); ++rank) {
    set_edges(prompt, scratch, spans[rank].first, spans[rank].last, spans[rank].count, out[rank]);
  }
  std::sort(out.begin(), out.end(), [](const SegmentUse& a, const SegmentUse& b) { return a.segment < b.segment; });
}

}  // namespace accountgraph::detail
