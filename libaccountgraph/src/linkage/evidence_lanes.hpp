/// An upper bound of E in one 64-bit word: sums by family that stop at the family's cap, and for soft families a second sum with each
/// identifier held down as the soft-only rule wants it. Adding costs a few instructions and no branch; a word an account is all that
/// the join remembers of a candidate.
///
/// A lane counts in units of 2^s/1024 bit, the smallest s for which every cap fits; what is added is rounded up, so no sum is below
/// the true one. No cap needs to exceed T, since sums are only ever compared with T and with what synchrony can leave of it. Families that find no lane of their own (of at most
/// eight) share one under the sum of their caps, as if they were hard.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <accountgraph/linkage/evidence_model.hpp>

namespace accountgraph {

class EvidenceLanes {
 public:
  using Sums = std::uint64_t;  ///< 0 = nothing shared
  /// Where a kind's evidence goes.
  struct Lane {
    std::uint32_t shift = 0;
    std::uint32_t cap = 0;         ///< in units, as all below
    std::uint32_t held_shift = 0;  ///< of the held sum; soft families only
    std::uint32_t single = 0;      ///< the most a single identifier adds to the held sum; 0 = not a soft family
  };

  explicit EvidenceLanes(const EvidenceModel& model);

  Lane lane(std::uint32_t kind) const { return lanes_[kind]; }

  /// What a row may leave out of its updating head is below this by plain(): two thirds of what a link needs, so that a soft kind at its
  /// cap fits in or nearly, else the busiest accounts' addresses would all be scanned.
  std::uint32_t left_limit() const { return needed_ - needed_ / 3; }
  /// The least plain() that a link has in its accounts' updating heads.
  std::uint32_t least() const { return needed_ / 3 + 1; }

  /// `sums` with `bits` >= 0 of one identifier added.
  Sums add(Sums sums, Lane lane, Bits bits) const {
    const std::uint32_t units = (static_cast<std::uint32_t>(bits) + round_up_) >> scale_;
    if (lane.single != 0) sums = add_to(sums, lane.held_shift, std::min(units, lane.single), lane.cap);
    return add_to(sums, lane.shift, units, lane.cap);
  }
  /// False where no pair that shares just this can be a link, however its sessions fall together.
  bool reaches(Sums sums) const {
    return reaches([&](std::uint32_t lane) { return sums >> (lane * width_) & mask_; });
  }
  /// The same for two sums together, caps applied to both at once.
  bool reaches(Sums a, Sums b) const {
    return reaches([&](std::uint32_t lane) {
      const std::uint32_t shift = lane * width_;
      return std::min((a >> shift & mask_) + (b >> shift & mask_), Sums{caps_[lane]});
    });
  }
  /// The sum of the families under their caps, without the soft-only rule: that of two sums together is at most the sum of both.
  std::uint32_t plain(Sums sums) const {
    Sums total = 0;
    for (std::uint32_t lane = 0; lane < hard_ + soft_; ++lane) total += sums >> (lane * width_) & mask_;
    return static_cast<std::uint32_t>(total);
  }

 private:
  template <class Of>
  bool reaches(Of of) const {
    Sums sum = 0;
    for (std::uint32_t lane = 0; lane < hard_; ++lane) sum += of(lane);
    const bool limited = sum < hard_needed_;
    const std::uint32_t first = hard_ + (limited ? soft_ : 0);
    for (std::uint32_t lane = first; lane < first + soft_; ++lane) sum += of(lane);
    return sum >= (limited ? needed_limited_ : needed_);
  }
  Sums add_to(Sums sums, std::uint32_t shift, std::uint32_t units, std::uint32_t cap) const {
    const Sums before = sums >> shift & mask_;
    const Sums after = std::min(before + units, Sums{cap});
    return sums + ((after - before) << shift);
  }

  // Lanes in this order: hard families, soft families, soft families held down.
  std::uint32_t hard_ = 0, soft_ = 0, width_ = 0, scale_ = 0, round_up_ = 0;
  std::uint32_t needed_ = 0,
                needed_limited_ = 0;  // by identifiers, T less what synchrony may add; where the soft-only rule bites
  Sums mask_ = 0, hard_needed_ = 0;
  std::array<std::uint32_t, 8> caps_ = {};
  std::vector<Lane> lanes_;
};

}  // namespace accountgraph
