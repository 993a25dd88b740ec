/// Everything assigning needs, as mined: fixed text, trees, whole texts. Immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fixed_text.hpp"
#include "specificity.hpp"
#include "template_tree.hpp"

namespace accountgraph::detail {

/// One tree and what its leaves are.
struct TreeLayer {
  TemplateTree tree;
  std::vector<std::int32_t> templates;  ///< one a leaf: number of the template, -1 = none
  std::vector<std::uint8_t> closed;     ///< one a leaf: 1 = its few whole texts are templates of their own
};

class TemplateModel {
 public:
  TemplateModel() = default;
  TemplateModel(FixedText text, std::vector<std::uint8_t> fills_slots, std::vector<TreeLayer> layers,
                std::vector<std::pair<std::uint64_t, std::int32_t>> wholes, Specificity specificity,
                std::uint64_t max_prompt_bytes);

  /// Numbers of the model's templates that `prompt` carries, most specific first. Linear in the prompt.
  void assign(std::string_view prompt, std::vector<std::int32_t>& out) const;

  void save(std::string& out) const;
  /// Reads what save wrote and moves `at` behind it; `num_templates` bounds the numbers. Throws InputError.
  static TemplateModel load(std::string_view bytes, std::size_t& at, std::uint64_t num_templates);

 private:
  FixedText text_;
  std::vector<std::uint8_t> fills_slots_;  ///< one a segment
  std::vector<TreeLayer> layers_;
  std::vector<std::pair<std::uint64_t, std::int32_t>> wholes_;  ///< hash of a whole text → template, ascending
  Specificity specificity_;
  std::uint64_t max_prompt_bytes_ = 0;
};

}  // namespace accountgraph::detail
