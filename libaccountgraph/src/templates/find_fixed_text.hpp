/// From prompts to their fixed text, in two readings: all runs of four in a sketch, then exactly those that may be frequent.
#pragma once

#include <cstdint>
#include <vector>

#include "fixed_text.hpp"
#include "prompt_reader.hpp"

namespace accountgraph::detail {

/// `num_bytes`: of text, about; it sizes the sketch. Fills, one a prompt, `whole`: the hash of its whole text, 0 = without a
/// word; `may_have`: 0 = there is no fixed text in it. Deterministic for any order and any threads.
FixedText find_fixed_text(PromptReader& reader, std::uint64_t num_bytes, const TemplateOptions& options,
                          std::vector<std::uint64_t>& whole, std::vector<std::uint8_t>& may_have);

}  // namespace accountgraph::detail
