/// The candidates of an account: those before it that share an identifier of both creating heads, with an upper bound of what they share
/// in their updating heads. Filters go from cheap to dear; every pair that reaches T passes them all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>

#include "evidence_lanes.hpp"
#include "evidence_rows.hpp"
#include "head_index.hpp"
#include "open_row.hpp"

namespace accountgraph {

/// One thread's accumulators: a word for each of kBlock positions, whatever the number of accounts.
class Candidates {
 public:
  static constexpr std::uint32_t kBlock = 1U << 16;

  struct Candidate {
    std::uint32_t position = 0;
    EvidenceLanes::Sums sums = 0;  ///< at least what the two updating heads share
  };

  Candidates(const EvidenceLanes& lanes, const EvidenceRows& rows, const HeadIndex& index)
      : lanes_(&lanes), rows_(&rows), index_(&index), sums_(std::min(kBlock, rows.size())) {}

  /// Calls visit(candidates), block by block, with those of `open` that may reach T.
  template <class Visit>
  void of(const OpenRow& open, const Control& control, Visit visit) {
    collect_lists(open);
    for (std::uint32_t first = 0; first < open.position(); first += kBlock) {
      const std::uint32_t limit = std::min(open.position(), first + kBlock);
      create(first, limit, control);
      update(first, limit, control);
      filter(open.position(), first);
      if (!passed_.empty()) visit(std::span<const Candidate>(passed_));
    }
  }

 private:
  struct List {
    const HeadIndex::Posting* at;
    const HeadIndex::Posting* end;
    Bits upper = 0;  ///< u_k of the open account
    EvidenceLanes::Lane lane;
  };

  void collect_lists(const OpenRow& open) {
    creating_.clear();
    updating_.clear();
    const EvidenceRows::Cuts& cuts = rows_->cuts[open.position()];
    const auto behind = [&](EvidenceEntry entry) { return entry.rank() >= cuts.update_rank; };
    const auto head = open.row().first(
        static_cast<std::size_t>(std::find_if(open.row().begin(), open.row().end(), behind) - open.row().begin()));
    for (const EvidenceEntry entry : head) __builtin_prefetch(&index_->list[entry.rank()]);
    for (const EvidenceEntry entry : head) {
      const HeadIndex::List& list = index_->list[entry.rank()];
      const HeadIndex::Posting* const begin = index_->posting.data() + list.begin;
      __builtin_prefetch(begin);
      const HeadIndex::Posting* const middle = begin + list.creating;
      const EvidenceLanes::Lane lane = lanes_->lane(entry.kind());
      if (begin != middle)
        (entry.rank() < cuts.create_rank ? creating_ : updating_).push_back({begin, middle, entry.bits(), lane});
      if (list.creating != list.all) updating_.push_back({middle, begin + list.all, entry.bits(), lane});
    }
  }

  void create(std::uint32_t first, std::uint32_t limit, const Control& control) {
    for (List& list : creating_) {
      control.check();
      for (; list.at != list.end && list.at->position < limit; ++list.at) {
        EvidenceLanes::Sums& sums = sums_[list.at->position - first];
        const EvidenceLanes::Sums before = sums;
        sums = lanes_->add(before, list.lane, std::max(list.upper - list.at->activity, 0));
        if (before == 0 && sums != 0) created_.push_back(list.at->position - first);
      }
    }
  }

  void update(std::uint32_t first, std::uint32_t limit, const Control& control) {
    for (List& list : updating_) {
      control.check();
      if (created_.empty()) {
        list.at = std::partition_point(list.at, list.end,
                                       [&](const HeadIndex::Posting& posting) { return posting.position < limit; });
      }
      for (; list.at != list.end && list.at->position < limit; ++list.at) {
        EvidenceLanes::Sums& sums = sums_[list.at->position - first];
        const EvidenceLanes::Sums after = lanes_->add(sums, list.lane, std::max(list.upper - list.at->activity, 0));
        sums = sums == 0 ? 0 : after;
      }
    }
  }

  void filter(std::uint32_t position, std::uint32_t first) {
    passed_.clear();
    const EvidenceRows::Cuts& own = rows_->cuts[position];
    for (const std::uint32_t at : created_) {
      const EvidenceLanes::Sums sums = sums_[at];
      sums_[at] = 0;
      if (lanes_->plain(sums) >= lanes_->least()) passed_.push_back({first + at, sums});
    }
    created_.clear();
    std::size_t passed = 0;
    for (std::size_t at = 0; at < passed_.size(); ++at) {
      if (at + kAhead < passed_.size()) __builtin_prefetch(&rows_->cuts[passed_[at + kAhead].position]);
      const EvidenceRows::Cuts& other = rows_->cuts[passed_[at].position];
      // What neither updating head has seen of both lies behind the shorter one, in both rows.
      const EvidenceLanes::Sums left = own.update_rank <= other.update_rank ? own.left : other.left;
      if (lanes_->bound(passed_[at].sums, left) >= lanes_->threshold()) passed_[passed++] = passed_[at];
    }
    passed_.resize(passed);
  }

  static constexpr std::size_t kAhead = 8;

  const EvidenceLanes* lanes_;
  const EvidenceRows* rows_;
  const HeadIndex* index_;
  std::vector<EvidenceLanes::Sums> sums_;
  std::vector<List> creating_, updating_;
  std::vector<std::uint32_t> created_;
  std::vector<Candidate> passed_;
};

}  // namespace accountgraph
