#include "specificity.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace accountgraph::detail {

namespace {

constexpr std::uint32_t kTaskWords = 8;
constexpr std::uint64_t kTaskFactor =
    4;  // times min_prompts: a filling does not recur so often under one template alone

}  // namespace

void Specificity::order(std::vector<std::int32_t>& rows) const {
  std::vector<std::size_t> reached = {0};
  std::size_t best = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const bool refined = std::any_of(reached.begin(), reached.end(), [&](std::size_t at) {
      return std::binary_search(refines.begin(), refines.end(), std::pair(rows[at], rows[i]));
    });
    if (!refined) continue;
    reached.push_back(i);
    if (rank[static_cast<std::size_t>(rows[i])] < rank[static_cast<std::size_t>(rows[best])]) best = i;
  }
  if (best != 0)
    std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(best),
                rows.begin() + static_cast<std::ptrdiff_t>(best) + 1);
}

Specificity find_specificity(std::span<const Template> templates, std::span<const TemplateFacts> facts,
                             const std::map<std::pair<std::int32_t, std::int32_t>, std::uint64_t>& together,
                             std::uint32_t min_prompts) {
  Specificity out{{}, std::vector<std::uint32_t>(templates.size())};
  for (const auto& [pair, prompts] : together) {
    const auto before = static_cast<std::size_t>(pair.first);
    const auto after = static_cast<std::size_t>(pair.second);
    if (10 * prompts < 9 * templates[after].num_prompts) continue;
    const auto& outer = templates[before].pattern;
    const auto& inner = templates[after].pattern;
    const bool begins = !inner.front().is_slot && outer.front().is_slot;
    const bool ends = !inner.back().is_slot && outer.back().is_slot;
    const bool is_task = facts[after].own_words >= kTaskWords && prompts >= kTaskFactor * min_prompts;
    if (begins || ends || is_task || !facts[before].is_first) out.refines.push_back(pair);
  }
  std::vector<std::uint32_t> order(templates.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Template& x = templates[a];
    const Template& y = templates[b];
    if (x.num_prompts != y.num_prompts) return x.num_prompts < y.num_prompts;
    return x.num_words != y.num_words ? x.num_words > y.num_words : a < b;
  });
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) out.rank[order[rank]] = rank;
  return out;
}

}  // namespace accountgraph::detail
