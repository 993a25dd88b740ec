/// The join, prepared, and what runs a row of it. link_accounts runs every row, preview_links some.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

#include "candidates.hpp"
#include "evidence_lanes.hpp"
#include "evidence_rows.hpp"
#include "head_index.hpp"
#include "open_row.hpp"

namespace accountgraph {

struct Join {
  EvidenceLanes lanes;
  std::vector<std::uint32_t> star_centre;  ///< per account; LinkGraph::star_centre
  std::vector<std::uint32_t> identifier;   ///< per rank
  EvidenceRows rows;
  HeadIndex index;
  std::uint64_t preparing_bytes = 0;  ///< the most memory that preparing it took

  std::uint64_t bytes() const;  ///< memory that it takes
};

/// Orders the identifiers, finds the stars, cuts the heads off the rows of all others and indexes them. Work O(entries log entries of a
/// row + accounts log accounts), memory O(entries that carry evidence + accounts + identifiers). Parallel.
Join prepare_join(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options,
                  const Control& control);

/// One thread's scratch for the rows of a join: half a megabyte.
class RowJoin {
 public:
  RowJoin(const Incidence& incidence, const EvidenceModel& model, const Join& join)
      : open_(incidence, model, join.lanes, join.rows),
        candidates_(join.lanes, join.rows, join.index),
        kind_bits_(incidence.num_kinds()) {}

  /// Calls link(other, bits, kind_bits) for the rows before `end` that are linked with the row at `position`, itself left out. Returns
  /// how many it compared exactly.
  template <class Link>
  std::uint64_t run(std::uint32_t position, std::uint32_t end, const Control& control, Link link) {
    std::uint64_t compared = 0;
    open_.open(position);
    candidates_.of(open_, end, control, [&](std::span<const Candidates::Candidate> candidates) {
      for (std::size_t at = 0; at < candidates.size(); ++at) {
        if (at + kAhead < candidates.size()) open_.prefetch(candidates[at + kAhead].position);
        const auto [other, sums] = candidates[at];
        if (other == position) continue;
        ++compared;
        Bits bits = 0;
        if (open_.links(other, sums, bits, kind_bits_)) link(other, bits, std::span<const Bits>(kind_bits_));
      }
    });
    return compared;
  }

 private:
  static constexpr std::size_t kAhead = 4;

  OpenRow open_;
  Candidates candidates_;
  std::vector<Bits> kind_bits_;
};

}  // namespace accountgraph
