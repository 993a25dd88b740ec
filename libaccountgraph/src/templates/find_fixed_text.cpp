#include "find_fixed_text.hpp"

#include <algorithm>
#include <optional>

#include "gram_counts.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kBytesACell = 8;  // of text: one run of four or two

struct Runs {
  PromptGrams grams;
  DistinctGrams distinct;
  std::vector<std::uint32_t> frequent;  // places of runs of four
  std::vector<FiveCount> fives;
  std::vector<FourCount> fours;
};

/// The runs of a prompt that may be frequent, each once. A run of five is no more frequent than the runs of four at its
/// ends, so that one sketch serves both. Returns whether there is a run of five with more than one token between the marks:
/// the first and the last run are no fixed text.
bool add_frequent(const GramSketch& sketch, Runs& local) {
  const PromptGrams& grams = local.grams;
  for (const std::uint64_t four : grams.four) sketch.prefetch(four);
  local.frequent.clear();
  for (std::size_t i = 0; i < grams.four.size(); ++i) {
    if (sketch.is_full(grams.four[i])) local.frequent.push_back(static_cast<std::uint32_t>(i));
  }
  bool any = false;
  local.distinct.reset(2 * local.frequent.size());
  for (std::size_t k = 0; k < local.frequent.size(); ++k) {
    const std::uint32_t i = local.frequent[k];
    if (local.distinct.add(grams.four[i])) local.fours.push_back({grams.four[i], 1});
    if (k + 1 == local.frequent.size() || local.frequent[k + 1] != i + 1) continue;
    any = any || (i != 0 && i + 1 != grams.five.size());
    if (local.distinct.add(grams.five[i])) {
      local.fives.push_back({grams.five[i], grams.four[i], grams.four[i + 1], 1});
    }
  }
  return any;
}

}  // namespace

FixedText find_fixed_text(PromptReader& reader, std::uint64_t num_bytes, const TemplateOptions& options,
                          std::vector<std::uint64_t>& whole, std::vector<std::uint8_t>& may_have) {
  const std::uint32_t full = std::min(options.min_prompts, GramSketch::kMostCounted);
  std::optional<GramSketch> sketch(std::in_place, num_bytes / kBytesACell, full);
  reader.read<PromptGrams>(
      "templates: counting",
      [&](PromptGrams& grams, std::string_view prompt, std::uint64_t index) {
        read_grams(prompt, grams);
        if (grams.num_words == 0) return;
        whole[index] = grams.whole();
        for (const std::uint64_t four : grams.four) sketch->prefetch(four);
        for (const std::uint64_t four : grams.four) sketch->add(four);
      },
      Ignore(), [&](std::uint64_t prompts) { whole.resize(prompts, 0); });
  may_have.assign(whole.size(), 0);
  SharedGramTable<FiveCount> fives;
  SharedGramTable<FourCount> fours;
  reader.read<Runs>(
      "templates: frequent runs",
      [&](Runs& local, std::string_view prompt, std::uint64_t index) {
        read_grams(prompt, local.grams);
        may_have[index] = add_frequent(*sketch, local) ? 1 : 0;
      },
      [&](Runs& local) {
        fives.add(local.fives);
        fours.add(local.fours);
        local.fives.clear();
        local.fours.clear();
      });
  sketch.reset();
  return FixedText(fives.frequent(options.min_prompts), fours.frequent(options.min_prompts), options.min_prompts,
                   options.fixed_share);
}

}  // namespace accountgraph::detail
