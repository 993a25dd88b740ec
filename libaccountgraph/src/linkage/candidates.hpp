/// The candidates of an account: others that share an identifier of both creating heads, with an upper bound of what they share
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

/// Sums by position for a block of positions.
struct BlockSums {
  std::uint32_t first = 0;
  EvidenceLanes::Sums* sums = nullptr;

  std::uint32_t slot(std::uint32_t position) const { return position - first; }
  std::uint32_t find(std::uint32_t position) const { return position - first; }
  std::uint32_t position(std::uint32_t slot) const { return first + slot; }
  EvidenceLanes::Sums& operator[](std::uint32_t slot) const { return sums[slot]; }
  void clear(std::uint32_t slot) { sums[slot] = 0; }
};

/// The same for any positions, but few of them: a hash table that stays in the first-level cache. Most accounts meet few others,
/// and those stand anywhere.
class FewSums {
 public:
  static constexpr std::uint32_t kMost = 512;

  FewSums() : position_(kSlots, kNone), sums_(kSlots + 1) {}
  std::uint32_t slot(std::uint32_t position) {
    const std::uint32_t at = probe(position);
    position_[at] = position;
    return at;
  }
  /// A slot that holds 0 where the position has none.
  std::uint32_t find(std::uint32_t position) const {
    const std::uint32_t at = probe(position);
    return position_[at] == position ? at : kSlots;
  }
  std::uint32_t position(std::uint32_t slot) const { return position_[slot]; }
  EvidenceLanes::Sums& operator[](std::uint32_t slot) { return sums_[slot]; }
  void clear(std::uint32_t slot) {
    position_[slot] = kNone;
    sums_[slot] = 0;
  }

 private:
  static constexpr std::uint32_t kSlots = 1024;

  std::uint32_t probe(std::uint32_t position) const {
    std::uint32_t at = position * 0x9E3779B1U >> 22;
    while (position_[at] != kNone && position_[at] != position) at = (at + 1) % kSlots;
    return at;
  }

  std::vector<std::uint32_t> position_;
  std::vector<EvidenceLanes::Sums> sums_;
};

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

  /// Calls visit(candidates), block by block, with the positions before `end` that may reach T with `open`; where `open` stands before
  /// `end` it may be among them.
  template <class Visit>
  void of(const OpenRow& open, std::uint32_t end, const Control& control, Visit visit) {
    collect_lists(open);
    std::size_t creating = 0;
    for (const List& list : creating_) creating += static_cast<std::size_t>(list.end - list.at);
    if (creating <= FewSums::kMost) {
      add_up(few_, end, open.position(), control);
      if (!passed_.empty()) visit(std::span<const Candidate>(passed_));
      return;
    }
    for (std::uint32_t first = 0; first < end; first += kBlock) {
      BlockSums block{first, sums_.data()};
      add_up(block, std::min(end, first + kBlock), open.position(), control);
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

  /// Fills passed_ with the candidates below `limit` that are left in the lists.
  template <class Sums>
  void add_up(Sums& sums, std::uint32_t limit, std::uint32_t position, const Control& control) {
    control.check();
    for (List& list : creating_) {
      for (; list.at != list.end && list.at->position < limit; ++list.at) {
        const Bits gain = list.upper - list.at->activity;
        if (gain <= 0) continue;
        const std::uint32_t slot = sums.slot(list.at->position);
        if (sums[slot] == 0) created_.push_back(slot);
        sums[slot] = lanes_->add(sums[slot], list.lane, gain);
      }
    }
    for (List& list : updating_) {
      if (created_.empty()) {
        list.at = std::partition_point(list.at, list.end,
                                       [&](const HeadIndex::Posting& posting) { return posting.position < limit; });
      }
      for (; list.at != list.end && list.at->position < limit; ++list.at) {
        const std::uint32_t slot = sums.find(list.at->position);
        const EvidenceLanes::Sums before = sums[slot];
        const EvidenceLanes::Sums after = lanes_->add(before, list.lane, std::max(list.upper - list.at->activity, 0));
        sums[slot] = before == 0 ? 0 : after;
      }
    }
    passed_.clear();
    for (const std::uint32_t slot : created_) {
      if (lanes_->plain(sums[slot]) >= lanes_->least()) passed_.push_back({sums.position(slot), sums[slot]});
      sums.clear(slot);
    }
    created_.clear();
    filter(position);
  }

  void filter(std::uint32_t position) {
    const EvidenceRows::Cuts& own = rows_->cuts[position];
    std::size_t passed = 0;
    for (std::size_t at = 0; at < passed_.size(); ++at) {
      if (at + kAhead < passed_.size()) __builtin_prefetch(&rows_->cuts[passed_[at + kAhead].position]);
      const EvidenceRows::Cuts& other = rows_->cuts[passed_[at].position];
      // What neither updating head has seen of both lies behind the shorter one, in both rows.
      const EvidenceLanes::Sums left = own.update_rank <= other.update_rank ? own.left : other.left;
      if (lanes_->reaches(passed_[at].sums, left)) passed_[passed++] = passed_[at];
    }
    passed_.resize(passed);
  }

  static constexpr std::size_t kAhead = 8;

  const EvidenceLanes* lanes_;
  const EvidenceRows* rows_;
  const HeadIndex* index_;
  std::vector<EvidenceLanes::Sums> sums_;
  FewSums few_;
  std::vector<List> creating_, updating_;
  std::vector<std::uint32_t> created_;
  std::vector<Candidate> passed_;
};

}  // namespace accountgraph
