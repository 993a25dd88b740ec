/// Internal to Leiden: the fixed-point graph that every phase works on, and the scratch table they share.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace accountgraph::leiden_internal {

/// An array whose elements start without a value, so that pages nobody writes cost nothing.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) : data_(std::make_unique_for_overwrite<T[]>(size)), size_(size) {}
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<T[]> data_;
  std::size_t size_ = 0;
};

/// One level. `Weight` is int32 where twice the total weight and the total mass stay below 2^31, else int64.
/// Rows in any order, every edge in both directions, no self-loops (they count in the mass), no weight 0.
/// mass: what a community's penalty is the square of: the degree (modularity) or the node size (CPM), > 0.
template <class Weight>
struct Level {
  std::vector<std::uint64_t> begin;  // num_vertices() + 1
  Buffer<std::uint32_t> neighbour;
  Buffer<Weight> weight;
  std::vector<Weight> mass;

  std::uint32_t num_vertices() const { return static_cast<std::uint32_t>(mass.size()); }
  std::uint64_t degree(std::uint32_t v) const { return begin[v + 1] - begin[v]; }
};

/// Adds up weights by key (a community), in open addressing that stays in cache for rows of usual length.
template <class Weight>
class WeightTable {
 public:
  struct Slot {
    std::uint32_t key;
    std::uint32_t generation;
    Weight weight;
  };

  /// Empties the table and makes room for `keys` different keys.
  void start(std::size_t keys) {
    const std::size_t size = std::bit_ceil(2 * keys + 2);
    if (size > slots_.size()) slots_.assign(size, Slot{0, 0, 0}), generation_ = 0;
    if (used_.size() < keys) used_.resize(keys);
    shift_ = 32 - std::countr_zero(size);
    mask_ = static_cast<std::uint32_t>(size - 1);
    num_used_ = 0;
    if (++generation_ == 0) slots_.assign(slots_.size(), Slot{0, 0, 0}), generation_ = 1;
  }
  void add(std::uint32_t key, Weight weight) {
    Slot& slot = find(key);
    if (slot.generation == generation_) {
      slot.weight += weight;
    } else {
      slot = {key, generation_, weight};
      used_[num_used_++] = static_cast<std::uint32_t>(&slot - slots_.data());
    }
  }
  Weight weight_of(std::uint32_t key) {
    const Slot& slot = find(key);
    return slot.generation == generation_ ? slot.weight : 0;
  }
  std::size_t size() const { return num_used_; }
  /// The i-th key in order of first appearance.
  const Slot& operator[](std::size_t i) const { return slots_[used_[i]]; }

 private:
  Slot& find(std::uint32_t key) {
    std::uint32_t hash = key * 0x9E3779B1U;
    hash ^= hash >> 15;
    hash *= 0x85EBCA77U;
    std::uint32_t at = shift_ < 32 ? hash >> shift_ : 0;
    while (slots_[at].generation == generation_ && slots_[at].key != key) at = (at + 1) & mask_;
    return slots_[at];
  }
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> used_;
  std::size_t num_used_ = 0;
  std::uint32_t generation_ = 0, mask_ = 0;
  int shift_ = 32;
};

/// counts[i] becomes the sum of those before i. Returns the sum of all.
template <class Count>
Count running_total(std::vector<Count>& counts) {
  Count total = 0;
  for (Count& count : counts) {
    const Count own = count;
    count = total;
    total += own;
  }
  return total;
}

}  // namespace accountgraph::leiden_internal
