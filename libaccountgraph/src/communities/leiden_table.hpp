/// Internal to Leiden: adds up weights by key (a community), in open addressing that stays in cache for usual rows.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <accountgraph/core/ids.hpp>

namespace accountgraph::leiden_internal {

template <class Mass>
class WeightTable {
 public:
  struct Slot {
    std::uint32_t key;
    Mass weight;
  };

  /// Makes room for `keys` different keys. The table is empty: take() empties it.
  void start(std::size_t keys) {
    const std::size_t size = std::bit_ceil(4 * keys + 4);
    if (size > slots_.size()) slots_.assign(size, Slot{kNone, 0});
    if (used_.size() <= keys) used_.resize(keys + 1);
    shift_ = 64 - std::countr_zero(size);
    mask_ = static_cast<std::uint32_t>(size - 1);
  }
  /// key < kNone. Without a branch that depends on whether the key is new.
  void add(std::uint32_t key, Mass weight) {
    const std::uint32_t at = find(key);
    used_[num_used_] = at;
    num_used_ += slots_[at].key == kNone;
    slots_[at].key = key;
    slots_[at].weight += weight;
  }
  Mass weight_of(std::uint32_t key) const { return slots_[find(key)].weight; }
  std::size_t size() const { return num_used_; }
  /// Calls body(key, weight) for every key in order of first appearance, and empties the table.
  template <class Body>
  void take(Body body) {
    for (std::size_t i = 0; i != num_used_; ++i) {
      Slot& slot = slots_[used_[i]];
      body(slot.key, slot.weight);
      slot = {kNone, 0};
    }
    num_used_ = 0;
  }

 private:
  std::uint32_t find(std::uint32_t key) const {
    auto at = static_cast<std::uint32_t>(key * 0x9E3779B97F4A7C15ULL >> shift_);
    while (slots_[at].key != key && slots_[at].key != kNone) at = (at + 1) & mask_;
    return at;
  }
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> used_;  // slots in order of first appearance
  std::size_t num_used_ = 0;
  std::uint32_t mask_ = 0;
  int shift_ = 63;
};

}  // namespace accountgraph::leiden_internal
