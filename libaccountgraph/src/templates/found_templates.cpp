#include "found_templates.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "signature_pool.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::size_t kLayers = 3;       // templates of one prompt, at most, besides a whole text
constexpr std::size_t kClosedTexts = 4;  // a template with so few whole texts is no template but these

struct Segments {
  PromptGrams grams;
  FixedText::Scratch text;
  std::vector<SegmentUse> uses;
};

}  // namespace

void FoundTemplates::templates_of(std::size_t prompt, std::vector<std::int32_t>& out) const {
  out.clear();
  const std::int32_t first = leaf(0, prompt);
  if (whole[prompt] != 0 && (first < 0 || layers[0].closed[static_cast<std::size_t>(first)] != 0)) {
    const auto at = std::lower_bound(wholes.begin(), wholes.end(), std::pair(whole[prompt], std::int32_t{-1}));
    if (at != wholes.end() && at->first == whole[prompt]) out.push_back(at->second);
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const std::int32_t at = leaf(l, prompt);
    if (at < 0) return;
    out.push_back(layers[l].templates[static_cast<std::size_t>(at)]);
  }
}

std::vector<Signature> read_signatures(PromptReader& reader, const FixedText& text, FoundTemplates& found) {
  SignaturePool pool(text.num_segments());
  found.signature.assign(found.whole.size(), 0);
  reader.read<Segments>("templates: segments", [&](Segments& local, std::string_view prompt, std::uint64_t index) {
    if (found.may_have[index] == 0 || found.whole[index] == 0) return;
    read_grams(prompt, local.grams);
    text.segments(local.grams, local.text, local.uses);
    found.signature[index] = pool.add(local.uses, local.grams.num_words <= kShortPromptWords);
  });
  found.totals = pool.totals();
  std::vector<std::uint32_t> renumbered;
  std::vector<Signature> out = pool.take(found.totals, renumbered);
  for (std::uint32_t& number : found.signature) number = renumbered[number];
  return out;
}

void grow_layers(std::vector<Signature> signatures, const TreeOptions& options, const Control& control,
                 FoundTemplates& found) {
  for (std::size_t l = 0; l < kLayers; ++l) {
    TreeLayer layer;
    layer.tree = grow_tree(signatures, found.totals, options, control);
    const std::uint32_t num_leaves = layer.tree.num_leaves();
    if (num_leaves == 0) break;
    layer.closed.assign(num_leaves, 0);
    layer.templates.resize(num_leaves);
    std::iota(layer.templates.begin(), layer.templates.end(), static_cast<std::int32_t>(found.keys.size()));
    found.keys.resize(found.keys.size() + num_leaves);
    std::vector<std::int32_t>& leaves = found.leaves.emplace_back(signatures.size(), -1);
    for (std::size_t i = 0; i < signatures.size(); ++i) {
      std::vector<std::uint32_t> key;
      leaves[i] = layer.tree.walk(signatures[i].segments, signatures[i].is_short, key);
      if (leaves[i] < 0) {
        signatures[i].segments.clear();
        continue;
      }
      std::sort(key.begin(), key.end());
      found.keys[static_cast<std::size_t>(layer.templates[static_cast<std::size_t>(leaves[i])])] = std::move(key);
    }
    found.layers.push_back(std::move(layer));
  }
}

void find_whole_texts(std::uint32_t min_copies, FoundTemplates& found) {
  const auto text = [&](std::uint32_t prompt) { return std::pair(found.leaf(0, prompt), found.whole[prompt]); };
  std::vector<std::uint32_t> order;
  order.reserve(found.whole.size());
  for (std::uint32_t i = 0; i < found.whole.size(); ++i) {
    if (found.whole[i] != 0) order.push_back(i);
  }
  parallel_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return text(a) < text(b); });
  for (std::size_t begin = 0; begin < order.size();) {
    const std::int32_t leaf = text(order[begin]).first;
    std::size_t end = begin;
    std::size_t distinct = 0;
    for (; end < order.size() && text(order[end]).first == leaf; ++end) {
      distinct += end == begin || text(order[end]) != text(order[end - 1]) ? 1 : 0;
    }
    if (leaf >= 0 && distinct <= kClosedTexts) found.layers[0].closed[static_cast<std::size_t>(leaf)] = 1;
    for (std::size_t i = begin; i < end && (leaf < 0 || distinct <= kClosedTexts);) {
      std::size_t behind = i;
      while (behind < end && text(order[behind]) == text(order[i])) ++behind;
      if (behind - i >= min_copies) {
        found.wholes.emplace_back(text(order[i]).second, static_cast<std::int32_t>(found.num_templates()));
      }
      i = behind;
    }
    begin = end;
  }
  std::sort(found.wholes.begin(), found.wholes.end());
}

}  // namespace accountgraph::detail
