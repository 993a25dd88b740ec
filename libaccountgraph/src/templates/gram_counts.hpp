/// In how many prompts a gram occurs: first about, for all, then exactly, for those that may be frequent.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <accountgraph/core/int128.hpp>

#include "gram.hpp"

namespace accountgraph::detail {

/// Never counts too few; counts a gram too often where others share its cell, or where a prompt repeats it. A cell is four
/// bits wide and stops at `full`: whether it got there does not depend on the order.
class GramSketch {
 public:
  static constexpr std::uint32_t kMostCounted = 15;

  /// `cells` of half a byte each, at least 2^16. `full` in [1, kMostCounted].
  GramSketch(std::uint64_t cells, std::uint32_t full);
  void add(std::uint64_t hash) {
    const auto [pair, shift] = place(hash);
    std::uint8_t held = pair->load(std::memory_order_relaxed);
    while (
        (held >> shift & 15) < full_ &&
        !pair->compare_exchange_weak(held, static_cast<std::uint8_t>(held + (1 << shift)), std::memory_order_relaxed)) {
    }
  }
  bool is_full(std::uint64_t hash) const {
    const auto [pair, shift] = place(hash);
    return (pair->load(std::memory_order_relaxed) >> shift & 15) >= full_;
  }
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(place(hash).pair, 1); }

 private:
  struct Place {
    std::atomic<std::uint8_t>* pair;
    int shift;
  };
  Place place(std::uint64_t hash) const {
    const auto cell = static_cast<std::uint64_t>((Uint128{hash} * cells_) >> 64);
    return {&pairs_[cell / 2], static_cast<int>(cell % 2) * 4};
  }

  std::uint64_t cells_;
  int full_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> pairs_;
};

/// The distinct grams of one prompt.
class DistinctGrams {
 public:
  /// Forgets all, with room for `count` grams.
  void reset(std::size_t count);
  /// True when `hash` is seen for the first time since reset().
  bool add(std::uint64_t hash);

 private:
  std::vector<std::uint64_t> slots_;
  std::vector<std::uint32_t> stamp_;
  std::uint32_t now_ = 0;
  std::size_t mask_ = 0;
};

/// A run of four tokens and the prompts that have it.
struct FourCount {
  std::uint64_t hash = 0;  ///< 0 = free slot
  std::uint64_t count = 0;
};

/// A run of five.
struct FiveCount {
  std::uint64_t hash = 0;   ///< 0 = free slot
  std::uint64_t left = 0;   ///< hash of its first four tokens
  std::uint64_t right = 0;  ///< of its last four
  std::uint64_t count = 0;
};

/// Exact counts by hash; open addressing. Gram: FourCount or FiveCount.
template <class Gram>
class GramTable {
 public:
  /// Adds gram.count to what is held.
  void add(const Gram& gram);
  const std::vector<Gram>& slots() const { return slots_; }

 private:
  void grow();
  std::vector<Gram> slots_;
  std::size_t size_ = 0;
};

/// Exact counts that many threads add to.
template <class Gram>
class SharedGramTable {
 public:
  void add(const std::vector<Gram>& grams);
  /// The grams counted `least` times or more, in no order.
  std::vector<Gram> frequent(std::uint64_t least) const;

 private:
  struct Shard {
    std::mutex mutex;
    GramTable<Gram> table;
  };
  std::array<Shard, 64> shards_;
};

}  // namespace accountgraph::detail
