/// From prompts to their fixed text, in two readings: all runs of four in a sketch, then exactly those that may be frequent.
#pragma once

#include <cstdint>
#include <vector>

#include "fixed_text.hpp"
#include "prompt_reader.hpp"

namespace accountgraph::detail {

/// `num_bytes`: of text, about; it sizes the sketch. Fills `whole`: one a prompt, the hash of its whole text, 0 = without a
/// word. Deterministic for any order and any threads.
FixedText find_fixed_text(PromptReader& reader, std::uint64_t num_bytes, const TemplateOptions& options,
                          std::vector<std::uint64_t>& whole);

}  // namespace accountgraph::detail
