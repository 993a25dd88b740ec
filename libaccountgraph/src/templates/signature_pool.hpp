/// The sets of segments that prompts carry, each once, and what was seen of each segment.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "fixed_text.hpp"
#include "template_tree.hpp"

namespace accountgraph::detail {

/// Number of a signature: 0 = the prompt has no segment.
using SignatureNumber = std::uint32_t;

class SignaturePool {
 public:
  explicit SignaturePool(std::uint32_t num_segments) : totals_(num_segments) {}

  /// The signature of a prompt with these segments. Safe from several threads; numbers depend on the order of the calls.
  SignatureNumber add(std::span<const SegmentUse> uses, bool is_short);

  std::vector<SegmentTotals> totals() const;
  /// The signatures without the segments that fill slots, in byte order, each once. `renumbered[old number]` is the place
  /// of a signature there plus 1, 0 = nothing left. The pool is empty then.
  std::vector<Signature> take(std::span<const SegmentTotals> totals, std::vector<std::uint32_t>& renumbered);

 private:
  struct Total {
    std::atomic<std::uint64_t> prompts{0}, enclosed{0}, attached{0};
    std::atomic<std::uint32_t> words{0}, own_words{0};
  };
  std::mutex mutex_;
  std::vector<std::uint32_t> segments_;     // of all signatures, one after the other; first is_short
  std::vector<std::uint64_t> begin_ = {0};  // of each signature in segments_
  std::vector<std::uint64_t> prompts_;
  std::vector<std::uint32_t> slots_;  // open addressing: number, 0 = free
  std::vector<std::uint64_t> hashes_;
  std::vector<Total> totals_;

  std::span<const std::uint32_t> at(SignatureNumber number) const {
    return std::span(segments_).subspan(begin_[number - 1], begin_[number] - begin_[number - 1]);
  }
};

}  // namespace accountgraph::detail
