/// Which templates every prompt of a mining run has, while they have numbers and no names yet: first those of the trees,
/// then the whole texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "prompt_reader.hpp"
#include "template_model.hpp"

namespace accountgraph::detail {

struct FoundTemplates {
  std::vector<std::uint64_t> whole;                            ///< one a prompt: hash of its whole text, 0 = no word
  std::vector<std::uint8_t> may_have;                          ///< one a prompt: 0 = no fixed text
  std::vector<std::uint32_t> signature;                        ///< one a prompt: number from 1, 0 = no segment
  std::vector<SegmentTotals> totals;                           ///< one a segment
  std::vector<TreeLayer> layers;                               ///< `templates` holds numbers
  std::vector<std::vector<std::int32_t>> leaves;               ///< [layer][signature - 1]: leaf of its tree, -1 = none
  std::vector<std::vector<std::uint32_t>> keys;                ///< one a template of the trees: its segments, ascending
  std::vector<std::pair<std::uint64_t, std::int32_t>> wholes;  ///< hash of a whole text → number, ascending

  std::size_t num_templates() const { return keys.size() + wholes.size(); }
  bool is_whole(std::size_t number) const { return number >= keys.size(); }
  std::int32_t leaf(std::size_t layer, std::size_t prompt) const {
    return layer >= leaves.size() || signature[prompt] == 0 ? -1 : leaves[layer][signature[prompt] - 1];
  }
  /// Numbers of all templates of a prompt, the most specific first.
  void templates_of(std::size_t prompt, std::vector<std::int32_t>& out) const;
};

/// Fills `signature` and `totals`; reads the prompts that may have fixed text. Returns the signatures in byte order, each once.
std::vector<Signature> read_signatures(PromptReader& reader, const FixedText& text, FoundTemplates& found);
/// Fills `layers`, `leaves` and `keys`: a tree, another of what it did not use, and so on.
void grow_layers(std::vector<Signature> signatures, const TreeOptions& options, const Control& control,
                 FoundTemplates& found);
/// Fills `wholes`: texts that recur and have no template, or one that holds few texts; that one is closed.
void find_whole_texts(std::uint32_t min_copies, FoundTemplates& found);

}  // namespace accountgraph::detail
