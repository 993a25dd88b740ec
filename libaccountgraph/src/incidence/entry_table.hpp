/// The entries of one kind while they are being counted: found by (account, identifier) in a flat index, kept in blocks
/// that never move, numbered in the order in which they first come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/flat_index.hpp>
#include <accountgraph/core/hashing.hpp>
#include <accountgraph/core/random.hpp>

namespace accountgraph::detail {

struct Entry {
  std::uint32_t account = 0;     ///< number of the builder's account interner
  std::uint32_t identifier = 0;  ///< number of the kind's interner
  std::uint32_t count = 0;       ///< saturating
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::uint64_t mask = 0;  ///< circular: bit (bucket mod 64)
};

/// Adds one event to anything with first, last and mask.
template <class Activity>
void add_activity(Activity& activity, bool is_new, std::int64_t time, std::uint64_t bit) {
  activity.first = is_new ? time : std::min(activity.first, time);
  activity.last = is_new ? time : std::max(activity.last, time);
  activity.mask |= bit;
}

class EntryTable {
 public:
  explicit EntryTable(HashKey key) : key_(key) {}

  std::uint32_t size() const { return size_; }
  Entry& operator[](std::uint32_t number) { return blocks_[number >> kBlockBits][number & (kBlock - 1)]; }
  const Entry& operator[](std::uint32_t number) const { return blocks_[number >> kBlockBits][number & (kBlock - 1)]; }

  /// An event of an account with an identifier.
  struct Use {
    std::uint32_t account = 0;
    std::uint32_t identifier = 0;
    std::int64_t time = 0;
    std::uint64_t bit = 0;
  };
  static constexpr std::size_t kGroup = 32;

  /// Counts up to kGroup events.
  void add_group(std::span<const Use> uses) {
    std::uint64_t hashes[kGroup] = {};
    for (std::size_t i = 0; i < uses.size(); ++i) {
      index_.prefetch(hashes[i] = hash(pack(uses[i].account, uses[i].identifier)));
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
      const std::uint32_t guess = index_.guess(hashes[i]);
      if (guess < size_) __builtin_prefetch(&(*this)[guess]);
    }
    for (std::size_t i = 0; i < uses.size(); ++i) add(uses[i], hashes[i]);
  }

  /// Releases the index; add_group() must not be called any more.
  void freeze() { index_.clear(); }

 private:
  static constexpr int kBlockBits = 14;
  static constexpr std::uint32_t kBlock = std::uint32_t{1} << kBlockBits;

  static std::uint64_t pack(std::uint32_t account, std::uint32_t identifier) {
    return (std::uint64_t{account} << 32) | identifier;
  }
  std::uint64_t hash(std::uint64_t packed) const { return mix64(mix64(packed ^ key_.k0) + key_.k1); }

  void add(const Use& use, std::uint64_t hash) {
    const std::uint64_t packed = pack(use.account, use.identifier);
    const std::uint32_t number = index_.find_or_store(
        packed, hash, [this](std::uint32_t at) { return pack((*this)[at].account, (*this)[at].identifier); },
        [&] { return store(packed); });
    Entry& entry = (*this)[number];
    add_activity(entry, entry.count == 0, use.time, use.bit);
    if (entry.count != 0xFFFFFFFFU) ++entry.count;
  }

  std::uint32_t store(std::uint64_t packed) {
    if (size_ == 0xFFFFFFFEU)
      throw InputError("a kind has more than 2^32 - 2 entries; split the log and merge the parts");
    if (size_ % kBlock == 0) blocks_.push_back(std::make_unique<Entry[]>(kBlock));
    Entry& entry = (*this)[size_];
    entry.account = static_cast<std::uint32_t>(packed >> 32);
    entry.identifier = static_cast<std::uint32_t>(packed);
    return size_++;
  }

  HashKey key_;
  std::vector<std::unique_ptr<Entry[]>> blocks_;
  FlatIndex<std::uint64_t> index_;
  std::uint32_t size_ = 0;
};

}  // namespace accountgraph::detail
