/// An open-addressing index from keys to the dense numbers 0, 1, 2, ... under which their owner keeps them. A slot is 8
/// bytes; the keys stay with the owner. Nothing but the numbers ever comes out, so no result depends on the hash.
/// Probes are limited: keys that would need a longer walk go to an ordered map, so even keys that all collide (the hash
/// key has leaked, the hash is bad) cost O(log size) each instead of O(size). prefetch() and guess() let an owner with
/// many keys at hand wait for memory once a group instead of once a key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace accountgraph {

template <class Key>
class FlatIndex {
 public:
  static constexpr std::uint32_t kMaxProbes = 64;
  static constexpr std::uint32_t kFree = 0xFFFFFFFFU;

  /// Keys in the index.
  std::size_t size() const { return size_; }
  /// Keys outside the flat table, for tests.
  std::size_t overflow_size() const { return overflow_.size(); }

  /// Starts loading the slot of a key that will be looked up soon.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[position(tag_of(hash))]);
  }

  /// The number under which a key of this hash probably is, or kFree: for loading it ahead of find_or_store().
  std::uint32_t guess(std::uint64_t hash) const {
    if (slots_.empty()) return kFree;
    const std::uint32_t tag = tag_of(hash);
    std::size_t at = position(tag);
    for (int probe = 0; probe < 4; ++probe, at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].tag == tag) return slots_[at].number;
    }
    return kFree;
  }

  /// The number of `key`. `hash` must be a function of the key; `key_of(number)` returns the key stored under a number;
  /// `store()` stores a new key and returns its number (below 2^32 - 1), after which `key_of` must know it.
  template <class KeyOf, class Store>
  std::uint32_t find_or_store(const Key& key, std::uint64_t hash, KeyOf&& key_of, Store&& store) {
    if (2 * (size_ + 1) > slots_.size() + slots_.size() / 2) grow(key_of);  // load at most 3/4
    const std::uint32_t tag = tag_of(hash);
    std::size_t at = position(tag);
    for (std::uint32_t probe = 0; probe < kMaxProbes; ++probe, at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.number == kFree) {
        const std::uint32_t number = store();
        slots_[at] = {tag, number};
        ++size_;
        return number;
      }
      if (slot.tag == tag && key_of(slot.number) == key) return slot.number;
    }
    if (const auto found = overflow_.find(key); found != overflow_.end()) return found->second.number;
    const std::uint32_t number = store();
    overflow_.emplace(key_of(number), Slot{tag, number});
    ++size_;
    return number;
  }

  /// Releases the memory; the index is then empty.
  void clear() { *this = FlatIndex(); }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t number = kFree;
  };

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::size_t position(std::uint32_t tag) const {
    return static_cast<std::size_t>((std::uint64_t{tag} << bits_) >> 32);
  }

  template <class KeyOf>
  void grow(KeyOf&& key_of) {
    bits_ = bits_ == 0 ? 4 : bits_ + 1;
    std::vector<Slot> old(std::size_t{1} << bits_);
    old.swap(slots_);
    std::map<Key, Slot> old_overflow;
    old_overflow.swap(overflow_);
    for (const Slot& slot : old) {
      if (slot.number != kFree) place(slot, key_of);
    }
    for (const auto& item : old_overflow) place(item.second, key_of);
  }

  template <class KeyOf>
  void place(const Slot& slot, KeyOf&& key_of) {
    std::size_t at = position(slot.tag);
    for (std::uint32_t probe = 0; probe < kMaxProbes; ++probe, at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].number == kFree) {
        slots_[at] = slot;
        return;
      }
    }
    overflow_.emplace(key_of(slot.number), slot);
  }

  std::vector<Slot> slots_;
  std::map<Key, Slot> overflow_;
  std::size_t size_ = 0;
  int bits_ = 0;  ///< slots_.size() == 2^bits_, or 0
};

}  // namespace accountgraph
