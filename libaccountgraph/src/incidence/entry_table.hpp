/// The entries of one kind while they are being counted: found by (account, identifier) in a flat index, kept in blocks
/// that never move, numbered in the order in which they first come.
#pragma once

#include <algorithm>
#include <bit>
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
  std::uint32_t account;     ///< number of the builder's account interner
  std::uint32_t identifier;  ///< number of the kind's interner
  std::uint32_t count;       ///< saturating
  std::int64_t first;
  std::int64_t last;
  std::uint64_t mask;  ///< circular: bit (bucket mod 64)
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
  Entry& operator[](std::uint32_t number) { return place(number); }
  const Entry& operator[](std::uint32_t number) const { return place(number); }

  static constexpr std::size_t kGroup = 32;

  /// Counts up to kGroup entries of at least one event each.
  void add_group(std::span<const Entry> uses) {
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
  // Block 0 holds the first 2^kFirstBits entries, every further one as many as all before it: large blocks are given
  // back to the system when they are freed.
  static constexpr int kFirstBits = 10;
  static int block_of(std::uint32_t number) { return std::bit_width(number >> kFirstBits); }
  static std::uint32_t begin_of(int block) { return block == 0 ? 0 : std::uint32_t{1} << (kFirstBits + block - 1); }

  Entry& place(std::uint32_t number) const {
    const int block = block_of(number);
    return blocks_[static_cast<std::size_t>(block)][number - begin_of(block)];
  }

  static std::uint64_t pack(std::uint32_t account, std::uint32_t identifier) {
    return (std::uint64_t{account} << 32) | identifier;
  }
  std::uint64_t hash(std::uint64_t packed) const { return mix64(mix64(packed ^ key_.k0) + key_.k1); }

  void add(const Entry& use, std::uint64_t hash) {
    const std::uint64_t packed = pack(use.account, use.identifier);
    const std::uint32_t number = index_.find_or_store(
        packed, hash, [this](std::uint32_t at) { return pack((*this)[at].account, (*this)[at].identifier); },
        [&] { return store(packed); });
    Entry& entry = (*this)[number];
    const bool is_new = entry.count == 0;
    entry.first = is_new ? use.first : std::min(entry.first, use.first);
    entry.last = is_new ? use.last : std::max(entry.last, use.last);
    entry.mask |= use.mask;
    entry.count += std::min(use.count, 0xFFFFFFFFU - entry.count);
  }

  std::uint32_t store(std::uint64_t packed) {
    if (size_ == 0xFFFFFFFEU)
      throw InputError("a kind has more than 2^32 - 2 entries; split the log and merge the parts");
    if (static_cast<std::size_t>(block_of(size_)) == blocks_.size()) {
      const std::size_t block = std::max(std::size_t{size_}, std::size_t{1} << kFirstBits);
      blocks_.push_back(std::make_unique_for_overwrite<Entry[]>(block));
    }
    (*this)[size_] = {static_cast<std::uint32_t>(packed >> 32), static_cast<std::uint32_t>(packed), 0, 0, 0, 0};
    return size_++;
  }

  HashKey key_;
  std::vector<std::unique_ptr<Entry[]>> blocks_;
  FlatIndex<std::uint64_t> index_;
  std::uint32_t size_ = 0;
};

}  // namespace accountgraph::detail
