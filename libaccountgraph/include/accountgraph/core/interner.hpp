/// Distinct strings, numbered in the order in which they first come. Texts live in an arena, so views of them stay
/// valid.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <accountgraph/core/flat_index.hpp>
#include <accountgraph/core/hashing.hpp>

namespace accountgraph {

/// Bytes that stay where they are. Blocks double from 4 KiB to 64 MiB, so that what a large arena held goes back to the
/// system when it is freed; a text longer than a quarter of that gets a block of its own.
class Arena {
 public:
  std::string_view store(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      if (text.size() > kLargest / 4) {
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(text.size()));
        std::memcpy(blocks_.back().get(), text.data(), text.size());
        return {blocks_.back().get(), text.size()};
      }
      left_ = next_;
      while (left_ < text.size()) left_ *= 2;
      next_ = left_ < kLargest ? 2 * left_ : kLargest;
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      at_ = blocks_.back().get();
    }
    char* begin = at_;
    std::memcpy(begin, text.data(), text.size());
    at_ += text.size();
    left_ -= text.size();
    return {begin, text.size()};
  }

 private:
  static constexpr std::size_t kLargest = std::size_t{1} << 26;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t next_ = std::size_t{1} << 12;
};

class Interner {
 public:
  explicit Interner(HashKey key) : key_(key) {}

  std::uint32_t size() const { return static_cast<std::uint32_t>(texts_.size()); }
  std::string_view operator[](std::uint32_t number) const { return texts_[number]; }

  /// The number of `text`; a new one (== old size()) when it is new. Expected O(length).
  std::uint32_t add(std::string_view text) { return add(text, siphash(text, key_)); }

  /// Adds up to kGroup texts, in order: numbers[i] becomes the number of texts[i]. Faster than one by one.
  void add_group(std::span<const std::string_view> texts, std::uint32_t* numbers) {
    std::uint64_t hashes[kGroup] = {};
    std::uint32_t guesses[kGroup] = {};
    for (std::size_t i = 0; i < texts.size(); ++i) index_.prefetch(hashes[i] = siphash(texts[i], key_));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      guesses[i] = index_.guess(hashes[i]);
      if (guesses[i] < texts_.size()) __builtin_prefetch(&texts_[guesses[i]]);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (guesses[i] < texts_.size()) __builtin_prefetch(texts_[guesses[i]].data());
    }
    for (std::size_t i = 0; i < texts.size(); ++i) numbers[i] = add(texts[i], hashes[i]);
  }
  static constexpr std::size_t kGroup = 32;

  /// Releases the index; add() must not be called any more.
  void freeze() { index_.clear(); }

 private:
  std::uint32_t add(std::string_view text, std::uint64_t hash) {
    return index_.find_or_store(
        text, hash, [this](std::uint32_t number) { return texts_[number]; },
        [&] {
          texts_.push_back(arena_.store(text));
          return static_cast<std::uint32_t>(texts_.size() - 1);
        });
  }

  HashKey key_;
  Arena arena_;
  std::vector<std::string_view> texts_;
  FlatIndex<std::string_view> index_;
};

}  // namespace accountgraph
