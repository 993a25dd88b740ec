#include <accountgraph/core/log2.hpp>

#include <array>
#include <bit>
#include <cmath>

#include <accountgraph/core/int128.hpp>

namespace accountgraph {

namespace {

// The integer part is the position of the highest bit; each further binary digit comes from squaring the mantissa m in
// [1, 2): log2(m^2) = 2 log2(m). Mantissas are kept with 62 fractional bits, cut downwards, and the ten squarings
// lose less than 2^-50 in all, so the digits are exact unless log2(x) * 1024 is within 2^-40 below an integer, which
// no integer x but a power of two reaches (those are handled by the exact shift).
constexpr Bits compute(std::uint64_t x) {
  if (x <= 1) return 0;
  const int exponent = std::bit_width(x) - 1;
  Uint128 mantissa = exponent > 62 ? Uint128{x} >> 1 : Uint128{x} << (62 - exponent);  // in [2^62, 2^63)
  Bits fraction = 0;
  for (int digit = 0; digit < 10; ++digit) {
    mantissa = (mantissa * mantissa) >> 62;  // in [2^62, 2^64)
    fraction <<= 1;
    if (mantissa >> 63) {
      fraction |= 1;
      mantissa >>= 1;
    }
  }
  return exponent * kBit + fraction;
}

/// Counts are mostly small.
constexpr std::size_t kTabled = 1024;
constexpr auto kSmall = [] {
  std::array<Bits, kTabled> table{};
  for (std::size_t x = 0; x < kTabled; ++x) table[x] = compute(x);
  return table;
}();

}  // namespace

Bits log2_fixed(std::uint64_t x) { return x < kTabled ? kSmall[x] : compute(x); }

Bits log2_ratio(double ratio) {
  constexpr double kScale = 1 << 20;
  const double scaled = std::floor(ratio * kScale + 0.5);
  const auto numerator = static_cast<std::uint64_t>(scaled < 1 ? 1 : scaled);
  return log2_fixed(numerator) - 20 * kBit;
}

}  // namespace accountgraph
