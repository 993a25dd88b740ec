/// From 64-bit hashes to the numbers 0, 1, 2, ... of their owner's rows: open addressing, 8 bytes a slot, built once. Most
/// hashes that are asked for are not there: a filter of half a byte a slot, which fits into a cache, says so.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace accountgraph::detail {

class HashIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// Rows with `hash_of(row)`, all different.
  template <class HashOf>
  void build(std::size_t rows, HashOf&& hash_of) {
    slots_.assign(std::bit_ceil(std::max<std::size_t>(2 * rows, 16)), kFree);
    filter_.assign(slots_.size() / 16, 0);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint64_t hash = hash_of(row);
      filter_[filter_word(hash)] |= filter_bit(hash);
      std::size_t at = hash & (slots_.size() - 1);
      while (slots_[at] != kFree) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = (hash & kTagMask) | row;
    }
  }
  /// The row with that hash, or kNone.
  template <class HashOf>
  std::uint32_t find(std::uint64_t hash, HashOf&& hash_of) const {
    if (filter_.empty() || (filter_[filter_word(hash)] & filter_bit(hash)) == 0) return kNone;
    for (std::size_t at = hash & (slots_.size() - 1); slots_[at] != kFree; at = (at + 1) & (slots_.size() - 1)) {
      if ((slots_[at] & kTagMask) != (hash & kTagMask)) continue;
      const auto row = static_cast<std::uint32_t>(slots_[at]);
      if (hash_of(row) == hash) return row;
    }
    return kNone;
  }

 private:
  std::size_t filter_word(std::uint64_t hash) const { return hash >> 38 & (filter_.size() - 1); }
  static std::uint64_t filter_bit(std::uint64_t hash) { return std::uint64_t{1} << (hash >> 32 & 63); }

  static constexpr std::uint64_t kTagMask = 0xFFFFFFFF00000000ULL;
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  std::vector<std::uint64_t> slots_;
  std::vector<std::uint64_t> filter_;
};

}  // namespace accountgraph::detail
