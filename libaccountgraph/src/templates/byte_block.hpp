/// Text read eight bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace accountgraph::detail {

constexpr int kBlock = 64;                     // bytes that are classified at once
constexpr std::size_t kReadable = kBlock + 8;  // so that eight bytes can be read from each of them

/// Eight bytes as a number, the first in memory lowest.
inline std::uint64_t eight_bytes(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  return bytes;
}

/// What the bytes of a block are, by arithmetic on eight of them at once: bit i stands for byte i.
struct ByteBlock {
  std::uint64_t letters = 0;  ///< ASCII letters
  std::uint64_t others = 0;   ///< digits and what is not ASCII

  explicit ByteBlock(const char* at) {
    constexpr std::uint64_t kEach = 0x0101010101010101ULL;
    constexpr std::uint64_t kHigh = 0x80 * kEach;
    const auto within = [](std::uint64_t low, std::uint64_t first, std::uint64_t last) {
      return (low + (0x80 - first) * kEach) & ~(low + (0x7F - last) * kEach) & kHigh;
    };
    const auto one_byte = [](std::uint64_t high_bits) { return (high_bits >> 7) * 0x0102040810204080ULL >> 56; };
    for (int i = 0; i < kBlock; i += 8) {
      const std::uint64_t bytes = eight_bytes(at + i);
      const std::uint64_t low = bytes & ~kHigh;
      letters |= one_byte(within(low | 0x20 * kEach, 'a', 'z') & ~bytes) << i;
      others |= one_byte(within(low, '0', '9') | (bytes & kHigh)) << i;
    }
  }
};

}  // namespace accountgraph::detail
