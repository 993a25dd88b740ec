/// Which of a prompt's templates comes first: the most specific.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include <accountgraph/templates/template_set.hpp>

namespace accountgraph::detail {

/// What is known of a template besides what a Template says.
struct TemplateFacts {
  bool is_first = false;        ///< of the first tree, or a whole text
  std::uint32_t own_words = 0;  ///< words of it that no more frequent fixed text covers
};

/// A template refines another one when nine in ten of its prompts have that one before it, and it is no mere filling: it
/// begins or ends prompts where the other leaves that end free, or has eight words of its own and four times min_prompts
/// prompts, or the other is itself a further template. So a task refines the system prompt it comes with; a text that several system prompts go with does not.
struct Specificity {
  std::vector<std::pair<std::int32_t, std::int32_t>> refines;  ///< (template, the one that refines it), ascending
  std::vector<std::uint32_t> rank;  ///< one a template, all different: fewest prompts first, then most words, then row

  /// Moves to the front the template of lowest rank among the first one and what refines it, in one step or several.
  void order(std::vector<std::int32_t>& rows) const;
};

/// `together`: prompts by (a template, one that comes after it there).
Specificity find_specificity(std::span<const Template> templates, std::span<const TemplateFacts> facts,
                             const std::map<std::pair<std::int32_t, std::int32_t>, std::uint64_t>& together,
                             std::uint32_t min_prompts);

}  // namespace accountgraph::detail
