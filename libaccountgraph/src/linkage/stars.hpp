/// Accounts with exactly the same evidence, so that a dense block of them is linked as one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evidence_rows.hpp"

namespace accountgraph {

/// Returns the centre of each account: itself, or the smallest account of a group of at least `star_size` whose identifiers,
/// masks and activity are the same and whose members reach the threshold with each other. Then every link of the centre holds
/// for each of them with the same bits. Work O(entries + accounts log accounts).
std::vector<std::uint32_t> find_stars(const Incidence& incidence, const EvidenceModel& model,
                                      std::span<const RowSummary> summaries, std::uint32_t star_size,
                                      const Control& control);

}  // namespace accountgraph
