/// Mining: prompts → templates, the fixed texts that many prompts were made from.
/// Method: fixed text is what recurs. (1) count runs of five words in a sketch, then exactly those that may occur often;
/// (2) a run is fixed when it is about as frequent as the runs of four at both its ends, so that a frequent word in a slot
/// is not taken for fixed; runs that follow one another without choice form a segment; (3) a segment that fills a slot of
/// more frequent fixed text (a passage that many prompts quote) is no template; (4) prompts are divided by the segments
/// they carry, the largest share of fixed text first; (5) whole texts that recur are templates where nothing else is.
/// See docs/templates.md for what is normalised, what was measured and what fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/templates/template_set.hpp>

namespace accountgraph {

struct TemplateOptions {
  std::uint32_t min_prompts = 8;  ///< 2..200. Fixed text must occur in so many prompts.
  std::uint32_t min_copies = 2;   ///< >= 2. A whole text without other template is one when it occurs so often.
  double fixed_share = .5;   ///< (0, 1]. Share of the prompts with four words of a fixed run that must have the fifth.
  double branch_share = .2;  ///< (0, 1]. A template of its own within another one has this share of its prompts.
  std::size_t max_examples = 3;                          ///< Examples kept a template.
  std::size_t max_prompt_bytes = std::size_t{64} << 20;  ///< Longer prompts are rejected: no template, counted.
};

/// Plays all prompts, in batches, to the function it is given. Called four times by mine_templates and must play the
/// same prompts in the same order each time; batches may be cut differently. The views need to live during the call only.
using PromptBatch = std::span<const std::string_view>;
using PromptScan = std::function<void(const std::function<void(PromptBatch)>&)>;

struct MinedTemplates {
  TemplateSet set;
  /// `template_ids[i]`: the row in `set.templates()` of the template of prompt i, -1 = none. The same as `set.assign`'s
  /// first. One a prompt, in the order played.
  std::vector<std::int32_t> template_ids;
  std::uint64_t num_rejected = 0;  ///< prompts over max_prompt_bytes
};

/// Mines the templates of the prompts. `num_bytes` is the size of all text, about; it sizes the sketch (0 = 64 MiB).
/// Bytes that are no UTF-8 separate words. Throws std::invalid_argument for options outside their range, InputError for
/// over 2^31 prompts.
/// Cost: linear in the text, which is read four times (the third time those prompts only that may have fixed text); about 60 bytes a prompt of 300 characters besides it, the views included.
/// Deterministic: the same set, byte for byte, for any order of the prompts, any batches and any number of threads.
MinedTemplates mine_templates(const PromptScan& scan, std::uint64_t num_bytes, const TemplateOptions& options = {},
                              const Control& control = {});
MinedTemplates mine_templates(std::span<const std::string_view> prompts, const TemplateOptions& options = {},
                              const Control& control = {});

}  // namespace accountgraph
