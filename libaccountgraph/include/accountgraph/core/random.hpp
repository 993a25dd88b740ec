/// Random numbers by index: a value depends on (seed, stream, index) alone, never on which thread asks or in what order.
/// Method: the SplitMix64 finaliser over a keyed counter (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195).
#pragma once

#include <cstdint>

#include <accountgraph/core/int128.hpp>

namespace accountgraph {

constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

class CounterRandom {
 public:
  constexpr explicit CounterRandom(std::uint64_t seed) : key_(mix64(seed)) {}

  /// 64 uniform bits.
  constexpr std::uint64_t at(std::uint64_t stream, std::uint64_t index = 0) const {
    return mix64(mix64(key_ + stream) + index);  // not a xor of two mixes: seed and stream must not be interchangeable
  }
  /// Uniform in [0, bound); bound >= 1. Bias below 2^-32 for bounds below 2^32.
  constexpr std::uint64_t below(std::uint64_t bound, std::uint64_t stream, std::uint64_t index = 0) const {
    return static_cast<std::uint64_t>((Uint128{at(stream, index)} * bound) >> 64);
  }
  /// Uniform in [0, 1), a multiple of 2^-53.
  constexpr double unit(std::uint64_t stream, std::uint64_t index = 0) const {
    return static_cast<double>(at(stream, index) >> 11) * 0x1.0p-53;
  }

 private:
  std::uint64_t key_;
};

}  // namespace accountgraph
