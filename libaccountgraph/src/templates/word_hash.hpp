/// The hash of a word.
#pragma once

#include <cstddef>
#include <cstdint>

#include "byte_block.hpp"

namespace accountgraph::detail {

/// The hash of a word, built letter by letter: eight bytes a multiplication.
struct WordHash {
  std::uint64_t state = 0x243F6A8885A308D3ULL;
  std::uint64_t pending = 0;
  std::uint32_t length = 0;

  void add(unsigned char byte) {
    pending = pending << 8 | byte;
    if ((++length & 7U) == 0) absorb();
  }
  /// The same for a word of ASCII letters in either case, the first ones. Seven bytes behind it must be readable.
  void add(const char* at, std::size_t count) {
    const auto folded = [&] { return __builtin_bswap64(eight_bytes(at) | 0x2020202020202020ULL); };
    length = static_cast<std::uint32_t>(count);
    for (; count >= 8; at += 8, count -= 8) {
      pending = folded();
      absorb();
    }
    if (count != 0) pending = folded() >> (64 - 8 * count);
  }
  void absorb() {
    state = (state ^ pending) * 0x9FB21C651E98DF25ULL;
    state ^= state >> 32;
    pending = 0;
  }
  std::uint64_t finish() const {
    std::uint64_t h = (state ^ pending ^ std::uint64_t{length} << 56) * 0x9FB21C651E98DF25ULL;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9ULL;
    return h ^ h >> 32;
  }
};

}  // namespace accountgraph::detail
