#include <accountgraph/templates/mine_templates.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <tuple>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>

#include "find_fixed_text.hpp"
#include "pattern.hpp"
#include "template_samples.hpp"

namespace accountgraph {
namespace {

using namespace detail;

constexpr std::uint64_t kUnknownBytes = 64 << 20;

std::vector<Template> describe_all(const std::vector<std::vector<std::string>>& samples, const FixedText& text,
                                   const FoundTemplates& found, std::size_t max_examples, const Control& control) {
  std::vector<Template> out(samples.size());
  parallel_each(out.size(), 64, control, [&](std::size_t number) {
    static const std::vector<std::uint32_t> none;
    const bool is_whole = found.is_whole(number);
    if (samples[number].empty()) return;
    out[number] = describe(samples[number], text, is_whole ? none : found.keys[number], is_whole, max_examples);
  });
  return out;
}

/// The templates in the order of their ids, each once; those that no prompt has are left out. `row_of[number]` is the row
/// there, -1 = none.
std::vector<Template> in_order(std::vector<Template> described, std::vector<std::int32_t>& row_of) {
  std::vector<std::uint32_t> order(described.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(described[a].id, described[a].examples) < std::tie(described[b].id, described[b].examples);
  });
  row_of.assign(described.size(), -1);
  std::vector<Template> out;
  for (const std::uint32_t number : order) {
    if (described[number].id.empty()) continue;
    if (out.empty() || out.back().id != described[number].id) out.push_back(std::move(described[number]));
    row_of[number] = static_cast<std::int32_t>(out.size()) - 1;
  }
  return out;
}

std::vector<TemplateFacts> facts_of(const FoundTemplates& found, const std::vector<std::int32_t>& row_of,
                                    std::size_t num_templates) {
  std::vector<TemplateFacts> out(num_templates);
  const std::size_t of_first = found.layers.empty() ? 0 : found.layers[0].templates.size();
  for (std::size_t number = 0; number < row_of.size(); ++number) {
    if (row_of[number] < 0) continue;
    TemplateFacts& facts = out[static_cast<std::size_t>(row_of[number])];
    facts.is_first = facts.is_first || number < of_first || found.is_whole(number);
    if (found.is_whole(number)) continue;
    std::uint32_t words = 0;
    for (const std::uint32_t segment : found.keys[number]) words += found.totals[segment].own_words;
    facts.own_words = std::max(facts.own_words, words);
  }
  return out;
}

/// Counts the prompts of every template, and says which come first. Fills the first row of each prompt, -1 = none.
Specificity count_prompts(const FoundTemplates& found, const std::vector<std::int32_t>& row_of,
                          std::uint32_t min_prompts, std::vector<Template>& templates,
                          std::vector<std::int32_t>& first) {
  std::vector<std::int32_t> rows;
  const auto read_rows = [&](std::size_t prompt) {
    found.templates_of(prompt, rows);
    std::size_t kept = 0;
    for (const std::int32_t number : rows) {
      const std::int32_t row = row_of[static_cast<std::size_t>(number)];
      const auto end = rows.begin() + static_cast<std::ptrdiff_t>(kept);
      if (std::find(rows.begin(), end, row) == end) rows[kept++] = row;
    }
    rows.resize(kept);
  };
  std::map<std::pair<std::int32_t, std::int32_t>, std::uint64_t> together;
  for (std::size_t i = 0; i < found.whole.size(); ++i) {
    read_rows(i);
    for (const std::int32_t row : rows) ++templates[static_cast<std::size_t>(row)].num_prompts;
    for (std::size_t k = 1; k < rows.size(); ++k) {
      for (std::size_t j = 0; j < k; ++j) ++together[{rows[j], rows[k]}];
    }
  }
  Specificity out = find_specificity(templates, facts_of(found, row_of, templates.size()), together, min_prompts);
  first.assign(found.whole.size(), -1);
  for (std::size_t i = 0; i < first.size(); ++i) {
    read_rows(i);
    out.order(rows);
    if (!rows.empty()) first[i] = rows[0];
  }
  return out;
}

}  // namespace

MinedTemplates mine_templates(const PromptScan& scan, std::uint64_t num_bytes, const TemplateOptions& options,
                              const Control& control) {
  require(options.min_prompts >= 2 && options.min_prompts <= 200, "min_prompts", "in [2, 200]", options.min_prompts);
  require(options.min_copies >= 2, "min_copies", ">= 2", options.min_copies);
  require(options.fixed_share > 0 && options.fixed_share <= 1, "fixed_share", "in (0, 1]", options.fixed_share);
  require(options.branch_share > 0 && options.branch_share <= 1, "branch_share", "in (0, 1]", options.branch_share);
  PromptReader reader(scan, options.max_prompt_bytes, control);
  FoundTemplates found;
  FixedText text =
      find_fixed_text(reader, num_bytes == 0 ? kUnknownBytes : num_bytes, options, found.whole, found.may_have);
  grow_layers(read_signatures(reader, text, found), {options.min_prompts, options.branch_share}, control, found);
  find_whole_texts(options.min_copies, found);
  std::vector<std::int32_t> row_of;
  std::vector<Template> templates =
      in_order(describe_all(choose_samples(reader, found), text, found, options.max_examples, control), row_of);
  MinedTemplates out;
  out.num_rejected = reader.num_rejected();
  Specificity specificity = count_prompts(found, row_of, options.min_prompts, templates, out.template_ids);
  for (TreeLayer& layer : found.layers) {
    for (std::int32_t& number : layer.templates) number = row_of[static_cast<std::size_t>(number)];
  }
  for (auto& [hash, number] : found.wholes) number = row_of[static_cast<std::size_t>(number)];
  std::vector<std::uint8_t> fills_slots;
  for (const SegmentTotals& segment : found.totals) fills_slots.push_back(segment.fills_slots() ? 1 : 0);
  out.set = TemplateSet(
      std::move(templates),
      std::make_shared<const TemplateModel>(std::move(text), std::move(fills_slots), std::move(found.layers),
                                            std::move(found.wholes), std::move(specificity), options.max_prompt_bytes));
  return out;
}

MinedTemplates mine_templates(std::span<const std::string_view> prompts, const TemplateOptions& options,
                              const Control& control) {
  std::uint64_t num_bytes = 0;
  for (const std::string_view prompt : prompts) num_bytes += prompt.size();
  return mine_templates([&](const std::function<void(PromptBatch)>& visit) { visit(prompts); },
                        std::max<std::uint64_t>(num_bytes, 1), options, control);
}

}  // namespace accountgraph
