#include "template_model.hpp"

#include <algorithm>

#include "saved_bytes.hpp"

namespace accountgraph::detail {

TemplateModel::TemplateModel(FixedText text, std::vector<std::uint8_t> fills_slots, std::vector<TreeLayer> layers,
                             std::vector<std::pair<std::uint64_t, std::int32_t>> wholes, Specificity specificity,
                             std::uint64_t max_prompt_bytes)
    : text_(std::move(text)),
      fills_slots_(std::move(fills_slots)),
      layers_(std::move(layers)),
      wholes_(std::move(wholes)),
      specificity_(std::move(specificity)),
      max_prompt_bytes_(max_prompt_bytes) {}

void TemplateModel::assign(std::string_view prompt, std::vector<std::int32_t>& out) const {
  out.clear();
  if (prompt.size() > max_prompt_bytes_) return;
  thread_local PromptGrams grams;
  thread_local FixedText::Scratch scratch;
  thread_local std::vector<SegmentUse> uses;
  read_grams(prompt, grams);
  if (grams.num_words == 0) return;
  text_.segments(grams, scratch, uses);
  std::vector<std::uint32_t> segments;
  for (const SegmentUse& use : uses) {
    if (fills_slots_[use.segment] == 0) segments.push_back(use.segment);
  }
  const auto whole_template = [&]() -> std::int32_t {
    const std::uint64_t whole = grams.whole();
    const auto found = std::lower_bound(wholes_.begin(), wholes_.end(), std::pair(whole, std::int32_t{-1}));
    return found != wholes_.end() && found->first == whole ? found->second : -1;
  };
  std::vector<std::uint32_t> key;
  const auto give = [&](std::int32_t number) {
    if (number >= 0 && std::find(out.begin(), out.end(), number) == out.end()) out.push_back(number);
  };
  bool has_leaf = false;
  for (const TreeLayer& layer : layers_) {
    const std::int32_t leaf = layer.tree.walk(segments, grams.num_words <= kShortPromptWords, key);
    if (!has_leaf && (leaf < 0 || layer.closed[static_cast<std::size_t>(leaf)] != 0)) give(whole_template());
    if (leaf < 0) break;
    has_leaf = true;
    give(layer.templates[static_cast<std::size_t>(leaf)]);
  }
  if (layers_.empty()) give(whole_template());
  specificity_.order(out);
}

void TemplateModel::save(std::string& out) const {
  put_number(out, max_prompt_bytes_);
  put_number(out, text_.min_prompts());
  put_number(out, text_.num_segments());
  put_number(out, text_.grams().size());
  for (const FixedGram& gram : text_.grams()) {
    put_number(out, gram.hash);
    put_number(out, gram.count, 4);
    put_number(out, gram.segment, 4);
    put_number(out, gram.flags, 1);
  }
  put_number(out, text_.contexts().size());
  for (const Context& context : text_.contexts()) {
    put_number(out, context.hash);
    put_number(out, context.count);
    put_number(out, context.next_squares);
    put_number(out, context.previous_squares);
  }
  for (const std::uint8_t fills : fills_slots_) put_number(out, fills, 1);
  put_number(out, layers_.size());
  for (const TreeLayer& layer : layers_) {
    for (const std::uint8_t is_short : layer.tree.short_segments()) put_number(out, is_short, 1);
    put_number(out, layer.tree.num_leaves());
    for (std::size_t leaf = 0; leaf < layer.templates.size(); ++leaf) {
      put_number(out, static_cast<std::uint64_t>(layer.templates[leaf] + 1), 4);
      put_number(out, layer.closed[leaf], 1);
    }
    put_number(out, layer.tree.nodes().size());
    for (const TreeNode& node : layer.tree.nodes()) {
      put_number(out, static_cast<std::uint64_t>(node.leaf + 1), 4);
      put_number(out, node.skipped.size());
      for (const std::uint32_t segment : node.skipped) put_number(out, segment, 4);
      put_number(out, node.children.size());
      for (const TreeChild& child : node.children) {
        put_number(out, child.segment, 4);
        put_number(out, child.rank, 4);
        put_number(out, child.node, 4);
      }
    }
  }
  put_number(out, wholes_.size());
  for (const auto& [hash, number] : wholes_) {
    put_number(out, hash);
    put_number(out, static_cast<std::uint64_t>(number), 4);
  }
  for (const std::uint32_t rank : specificity_.rank) put_number(out, rank, 4);
  put_number(out, specificity_.refines.size());
  for (const auto& [outer, inner] : specificity_.refines) {
    put_number(out, static_cast<std::uint64_t>(outer), 4);
    put_number(out, static_cast<std::uint64_t>(inner), 4);
  }
}

TemplateModel TemplateModel::load(std::string_view bytes, std::size_t& at, std::uint64_t num_templates) {
  SavedBytes in(bytes, at);
  TemplateModel model;
  model.max_prompt_bytes_ = in.number();
  const auto min_prompts = static_cast<std::uint32_t>(in.below(0xFFFFFFFFU));
  const auto num_segments = static_cast<std::uint32_t>(in.below(bytes.size() + 1));
  std::vector<FixedGram> grams(in.count(17));
  for (FixedGram& gram : grams) {
    gram.hash = in.number();
    gram.count = static_cast<std::uint32_t>(in.number(4));
    gram.segment = static_cast<std::uint32_t>(in.below(num_segments, 4));
    gram.flags = static_cast<std::uint8_t>(in.number(1));
  }
  std::vector<Context> contexts(in.count(32));
  for (Context& context : contexts) {
    context.hash = in.number();
    context.count = in.below(std::uint64_t{1} << 32);
    context.next_squares = in.number();
    context.previous_squares = in.number();
  }
  model.text_ = FixedText(std::move(grams), std::move(contexts), num_segments, min_prompts);
  model.fills_slots_.resize(num_segments);
  for (std::uint8_t& fills : model.fills_slots_) fills = static_cast<std::uint8_t>(in.below(2, 1));
  model.layers_.resize(in.below(17));
  for (TreeLayer& layer : model.layers_) {
    std::vector<std::uint8_t> short_segments(num_segments);
    for (std::uint8_t& is_short : short_segments) is_short = static_cast<std::uint8_t>(in.below(2, 1));
    const auto num_leaves = static_cast<std::uint32_t>(in.count(5));
    layer.templates.resize(num_leaves);
    layer.closed.resize(num_leaves);
    for (std::size_t leaf = 0; leaf < num_leaves; ++leaf) {
      layer.templates[leaf] = static_cast<std::int32_t>(in.below(num_templates + 1, 4)) - 1;
      layer.closed[leaf] = static_cast<std::uint8_t>(in.below(2, 1));
    }
    std::vector<TreeNode> nodes(in.count(20));
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      nodes[n].leaf = static_cast<std::int32_t>(in.below(std::uint64_t{num_leaves} + 1, 4)) - 1;
      nodes[n].skipped.resize(in.count(4));
      for (std::uint32_t& segment : nodes[n].skipped) segment = static_cast<std::uint32_t>(in.below(num_segments, 4));
      nodes[n].children.resize(in.count(12));
      for (TreeChild& child : nodes[n].children) {
        child.segment = static_cast<std::uint32_t>(in.below(num_segments, 4));
        child.rank = static_cast<std::uint32_t>(in.number(4));
        child.node = static_cast<std::uint32_t>(in.below(nodes.size(), 4));
        if (child.node <= n) throw InputError("the bytes are no saved template set: a tree that is none");
      }
    }
    layer.tree = TemplateTree(std::move(nodes), std::move(short_segments), num_leaves);
  }
  model.wholes_.resize(in.count(12));
  for (auto& [hash, number] : model.wholes_) {
    hash = in.number();
    number = static_cast<std::int32_t>(in.below(num_templates, 4));
  }
  for (std::uint64_t row = 0; row < num_templates; ++row) {
    model.specificity_.rank.push_back(static_cast<std::uint32_t>(in.number(4)));
  }
  model.specificity_.refines.resize(in.count(8));
  for (auto& [outer, inner] : model.specificity_.refines) {
    outer = static_cast<std::int32_t>(in.below(num_templates, 4));
    inner = static_cast<std::int32_t>(in.below(num_templates, 4));
  }
  at = in.at();
  return model;
}

}  // namespace accountgraph::detail
