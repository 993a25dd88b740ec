/// Succession: one wave of a campaign's accounts goes quiet, and another carries its tasking on. A ban looks like this, and so does
/// a pool that is worn out.
///
/// A split is a day d. Of the campaign's members, A are those first seen before d - 1 and last seen by d, B those first seen from
/// d - 1 on and seen after d, and C those seen both before d - 1 and after d. B succeeds A where all of this holds:
///   A went quiet together: of those last seen in the two weeks up to d, half were last seen in its last four days;
///   B's peak, the first day with most of B's accounts, lies at least two days after d: the end of the log is not going quiet;
///   C are fewer than a tenth of A, and of B, counted over the two weeks on either side;
///   A and B have five accounts each, and half of A are core members of flagged clusters;
///   A and B have join_bits of tasking in common.
/// It rests on when accounts were seen, not on how they were clustered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/campaigns/campaigns.hpp>

namespace accountgraph {

/// Days count from 1970-01-01, UTC.
struct Succession {
  std::uint32_t campaign = 0;              ///< index into the campaigns
  std::vector<std::uint32_t> predecessor;  ///< members of the wave that ended, ascending; survivors (C) are in neither
  std::vector<std::uint32_t>
      successor;               ///< members first seen from the day before `ended_day` on, before the next split
  std::int64_t ended_day = 0;  ///< d
  std::int64_t began_day = 0;  ///< first day of the successor
  std::int64_t peak_day = 0;
  double common_bits = 0;                       ///< common tasking of the two, at most template_cap_bits
  std::vector<std::uint32_t> common_templates;  ///< identifiers, ascending
};

/// The successions of each campaign, by campaign, then day; splits of one campaign lie a week apart at least, the one with fewest in C
/// first, then the earliest. None without times or templates. Deterministic. Work O(entries + members x days of their campaign).
std::vector<Succession> find_successions(const Incidence& incidence, std::span<const Cluster> clusters,
                                         std::span<const Campaign> campaigns, const CampaignOptions& options = {},
                                         const Control& control = {});

}  // namespace accountgraph
