/// Fixed-point logarithms. Evidence is counted in 1/1024 bit, by integer arithmetic alone, so that every machine and
/// every thread count gives the same sums.
#pragma once

#include <cstdint>

namespace accountgraph {

/// Evidence in 1/1024 bit.
using Bits = std::int32_t;
inline constexpr Bits kBit = 1024;

/// floor(1024 * log2(x)) for x >= 1; 0 for x = 0. Exact (no floating point). Cost: about 30 multiplications.
Bits log2_fixed(std::uint64_t x);

/// log2_fixed of a ratio in (0, 1], rounded to a multiple of 2^-20 first (at least 2^-20): <= 0.
Bits log2_ratio(double ratio);

/// 1/1024 bit to bits, for people.
constexpr double to_bits(std::int64_t fixed) { return static_cast<double>(fixed) / kBit; }

}  // namespace accountgraph
