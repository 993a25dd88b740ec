/// Grams that follow one another without choice are one segment.
#pragma once

#include <cstdint>
#include <vector>

#include "gram_counts.hpp"

namespace accountgraph::detail {

/// `grams`: ascending by hash. Returns the segment of each, numbered 0, 1, 2, ... in the order of its first gram.
/// Grams A and B are joined where B begins with the last four tokens of A, and nearly all prompts of one have the other;
/// or most do and no other frequent gram stands in either's place (a typing error here and there). n log n.
std::vector<std::uint32_t> segment_chains(const std::vector<FiveCount>& grams);

}  // namespace accountgraph::detail
