/// Activity buckets: days grouped by powers of two, one bit each. A bucket's number is its absolute day (since 1970
/// UTC) shifted right, so buckets do not depend on where a window begins, and a wider bucket is the union of two
/// narrower ones.
#pragma once

#include <bit>
#include <cstdint>

#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph {

inline constexpr std::int64_t kDayMicros = 86'400'000'000;

/// Days since 1970 UTC, rounded down.
constexpr std::int64_t day_of(std::int64_t micros) { return micros / kDayMicros - (micros % kDayMicros < 0 ? 1 : 0); }

/// The smallest s for which the days [first_day, last_day] fall into at most 63 buckets of 2^s days.
constexpr int bucket_shift(std::int64_t first_day, std::int64_t last_day) {
  int shift = 0;
  while ((last_day >> shift) - (first_day >> shift) >= 63) ++shift;
  return shift;
}

/// The axis of a window, both ends inclusive; since_micros <= until_micros.
constexpr TimeAxis time_axis(std::int64_t since_micros, std::int64_t until_micros) {
  const std::int64_t first = day_of(since_micros);
  const std::int64_t last = day_of(until_micros);
  const int shift = bucket_shift(first, last);
  return {.present = true,
          .since_micros = since_micros,
          .until_micros = until_micros,
          .bucket_days = std::int32_t{1} << shift,
          .num_buckets = static_cast<std::int32_t>((last >> shift) - (first >> shift)) + 1};
}

/// s of an axis: bucket_days = 2^s.
constexpr int shift_of(const TimeAxis& axis) { return std::countr_zero(static_cast<std::uint32_t>(axis.bucket_days)); }

/// Absolute number of the bucket that bit 0 of the axis stands for.
constexpr std::int64_t first_bucket(const TimeAxis& axis) { return day_of(axis.since_micros) >> shift_of(axis); }

/// The bit of a time inside the window of an axis, in [0, num_buckets).
constexpr int bucket_of(const TimeAxis& axis, std::int64_t micros) {
  return static_cast<int>((day_of(micros) >> shift_of(axis)) - first_bucket(axis));
}

/// A mask of at most 63 buckets, bit 0 being bucket number `base`, in buckets twice as wide: bit 0 becomes bucket base
/// >> 1.
constexpr std::uint64_t fold_mask(std::uint64_t mask, std::int64_t base) {
  if ((base & 1) != 0) mask <<= 1;
  mask = (mask | (mask >> 1)) & 0x5555555555555555ULL;  // one bit a pair, in the even places; then closed up
  mask = (mask | (mask >> 1)) & 0x3333333333333333ULL;
  mask = (mask | (mask >> 2)) & 0x0F0F0F0F0F0F0F0FULL;
  mask = (mask | (mask >> 4)) & 0x00FF00FF00FF00FFULL;
  mask = (mask | (mask >> 8)) & 0x0000FFFF0000FFFFULL;
  return (mask | (mask >> 16)) & 0x00000000FFFFFFFFULL;
}

/// A mask of axis `from` on axis `to`, whose window holds that of `from`.
constexpr std::uint64_t mask_on(std::uint64_t mask, const TimeAxis& from, const TimeAxis& to) {
  std::int64_t base = first_bucket(from);
  for (int shift = shift_of(from); shift < shift_of(to); ++shift, base >>= 1) mask = fold_mask(mask, base);
  return mask << (base - first_bucket(to));
}

}  // namespace accountgraph
