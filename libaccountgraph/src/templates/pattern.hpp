/// The readable pattern of a template, from prompts that carry it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <accountgraph/templates/template_set.hpp>

#include "fixed_text.hpp"

namespace accountgraph::detail {

constexpr std::size_t kSamples = 16;            ///< prompts a pattern is read from
constexpr std::size_t kMaxExampleBytes = 2000;  ///< an example is clipped to so much

/// `samples`: raw prompts, the first is the one the pattern is written from. Fixed is what two thirds of at least four
/// samples have, and the segments of `key` (ascending); with `is_whole`, everything. Fills all of a Template but
/// num_prompts.
Template describe(std::span<const std::string> samples, const FixedText& text, const std::vector<std::uint32_t>& key,
                  bool is_whole, std::size_t max_examples);

}  // namespace accountgraph::detail
