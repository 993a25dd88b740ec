/// Exact evidence of one account, opened, with others, by looking their rows up in its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/linkage/evidence_sum.hpp>

#include "evidence_lanes.hpp"
#include "evidence_rows.hpp"

namespace accountgraph {

class OpenRow {
 public:
  OpenRow(const Incidence& incidence, const EvidenceModel& model, const EvidenceLanes& lanes, const EvidenceRows& rows)
      : incidence_(&incidence),
        model_(&model),
        lanes_(&lanes),
        rows_(&rows),
        sums_(model, incidence.kinds),
        seen_(kBits / 64) {}

  void open(std::uint32_t position) {
    for (const EvidenceEntry entry : row_) seen_[slot(entry.rank()) / 64] = 0;
    position_ = position;
    row_ = std::span(rows_->entry)
               .subspan(rows_->begin[position], rows_->begin[position + std::size_t{1}] - rows_->begin[position]);
    masks_.clear();
    std::uint64_t mask_at = rows_->mask_begin[position];
    for (const EvidenceEntry entry : row_) {
      seen_[slot(entry.rank()) / 64] |= std::uint64_t{1} << slot(entry.rank()) % 64;
      masks_.push_back(entry.moves() ? rows_->mask[mask_at++] : 0);
    }
  }
  std::uint32_t position() const { return position_; }
  std::span<const EvidenceEntry> row() const { return row_; }

  /// Asks for the end of another's row, which links() reads first.
  void prefetch(std::uint32_t other) const {
    const std::uint64_t end = rows_->begin[other + std::size_t{1}];
    __builtin_prefetch(rows_->entry.data() + std::max<std::uint64_t>(end, 1) - 1);
    __builtin_prefetch(rows_->entry.data() + std::max<std::uint64_t>(end, 9) - 9);
    __builtin_prefetch(model_->activity_bits.data() + rows_->account[other] * model_->kinds.size());
  }

  /// True when E(open account, other) >= T; then `bits` and `kind_bits` are filled. `sums` holds at least all that both updating heads
  /// give, so that the rows behind the shorter of them decide most cases.
  bool links(std::uint32_t other, EvidenceLanes::Sums sums, Bits& bits, std::span<Bits> kind_bits) {
    sums_.clear();
    const std::uint32_t cut = std::min(rows_->cuts[position_].update_rank, rows_->cuts[other].update_rank);
    const Bits* const activity = model_->activity_bits.data() + rows_->account[other] * model_->kinds.size();
    const EvidenceEntry* const first = rows_->entry.data() + rows_->begin[other];
    const EvidenceEntry* at = rows_->entry.data() + rows_->begin[other + std::size_t{1}];
    std::uint64_t mask_at = rows_->mask_begin[other + std::size_t{1}];
    const auto visit = [&](EvidenceEntry entry, auto found) {
      mask_at -= entry.moves();
      const std::uint32_t rank = entry.rank();
      if ((seen_[slot(rank) / 64] >> slot(rank) % 64 & 1) == 0) return;
      const std::size_t place = find(rank);
      if (place == row_.size() || (entry.moves() && !masks_meet(masks_[place], rows_->mask[mask_at]))) return;
      const Bits gain = row_[place].bits() - activity[entry.kind()];
      if (gain <= 0) return;
      sums_.add(entry.kind(), gain);
      found(entry.kind(), gain);
    };
    while (at != first && at[-1].rank() >= cut) {
      visit(*--at, [&](std::uint32_t kind, Bits gain) { sums = lanes_->add(sums, lanes_->lane(kind), gain); });
    }
    if (!lanes_->reaches(sums)) return false;
    while (at != first) visit(*--at, [](std::uint32_t, Bits) {});
    bits = sums_.evidence(kind_bits);
    const Bits lacking = model_->threshold_bits - bits;
    const bool star = rows_->star[position_] != 0 || rows_->star[other] != 0;
    if (lacking > (star ? 0 : model_->synchrony.cap_bits)) return false;
    if (!star)
      bits += pair_synchrony(*model_, *incidence_, rows_->account[position_], rows_->account[other], kind_bits);
    return bits >= model_->threshold_bits;
  }

 private:
  static constexpr std::uint32_t kBits = 1U << 16;
  static std::uint32_t slot(std::uint32_t rank) { return rank % kBits; }

  /// Where a rank is in the open row; its length when it is not there.
  std::size_t find(std::uint32_t rank) const {
    const auto at = std::lower_bound(row_.begin(), row_.end(), rank,
                                     [](EvidenceEntry entry, std::uint32_t wanted) { return entry.rank() < wanted; });
    return at != row_.end() && at->rank() == rank ? static_cast<std::size_t>(at - row_.begin()) : row_.size();
  }

  const Incidence* incidence_;
  const EvidenceModel* model_;
  const EvidenceLanes* lanes_;
  const EvidenceRows* rows_;
  EvidenceSum sums_;
  std::span<const EvidenceEntry> row_;
  std::vector<std::uint64_t> masks_;  ///< beside the row; 0 where none belongs to the entry
  std::vector<std::uint64_t> seen_;   ///< one bit a rank, modulo kBits
  std::uint32_t position_ = 0;
};

}  // namespace accountgraph
