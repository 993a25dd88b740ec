/// The window of a builder while it grows. Masks are circular (bit = bucket mod 64): as long as the window has at most
/// 63 buckets no two of them share a bit, and growing at either end moves nothing. When it outgrows that, masks are
/// folded.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include <accountgraph/incidence/time_axis.hpp>

namespace accountgraph::detail {

class GrowingWindow {
 public:
  GrowingWindow(std::optional<std::int64_t> since, std::optional<std::int64_t> until) : since_(since), until_(until) {
    if (since && until) set(*since, *until);
  }

  bool admits(std::int64_t time) const { return !(since_ && time < *since_) && !(until_ && time > *until_); }
  bool bounded() const { return since_ || until_; }

  /// Makes room for the times [first, last], all admitted. Returns how many times existing masks must be folded,
  /// starting from bucket number `old_base`.
  int grow(std::int64_t first, std::int64_t last, std::int64_t& old_base) {
    if (since_) first = *since_;
    if (until_) last = *until_;
    if (!known_) {
      set(first, last);
      return 0;
    }
    const int old_shift = shift_;
    old_base = day_of(first_) >> shift_;
    set(std::min(first, first_), std::max(last, last_));
    return shift_ - old_shift;
  }

  std::uint64_t bit(std::int64_t time) const { return std::uint64_t{1} << ((day_of(time) >> shift_) & 63); }

  static std::uint64_t fold(std::uint64_t circular, std::int64_t base) {
    const std::uint64_t folded = fold_mask(std::rotr(circular, static_cast<int>(base & 63)), base);
    return std::rotl(folded, static_cast<int>((base >> 1) & 63));
  }

  /// The axis as it stands; absent while nothing is known of the window.
  TimeAxis axis() const { return known_ ? time_axis(first_, last_) : TimeAxis{}; }
  /// From circular to window-relative bits.
  static std::uint64_t relative(std::uint64_t circular, const TimeAxis& axis) {
    return std::rotr(circular, static_cast<int>(first_bucket(axis) & 63));
  }

 private:
  void set(std::int64_t first, std::int64_t last) {
    first_ = first;
    last_ = last;
    shift_ = bucket_shift(day_of(first), day_of(last));
    known_ = true;
  }

  std::optional<std::int64_t> since_, until_;
  std::int64_t first_ = 0, last_ = 0;
  int shift_ = 0;
  bool known_ = false;
};

}  // namespace accountgraph::detail
