#include "signature_pool.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <accountgraph/core/random.hpp>

namespace accountgraph::detail {
namespace {

void raise_to(std::atomic<std::uint32_t>& value, std::uint32_t least) {
  std::uint32_t now = value.load(std::memory_order_relaxed);
  while (now < least && !value.compare_exchange_weak(now, least, std::memory_order_relaxed)) {
  }
}

}  // namespace

SignatureNumber SignaturePool::add(std::span<const SegmentUse> uses, bool is_short) {
  if (uses.empty()) return 0;
  std::uint64_t hash = is_short ? 1 : 2;
  for (const SegmentUse& use : uses) {
    hash = mix64(hash + use.segment);
    Total& total = totals_[use.segment];
    total.prompts.fetch_add(1, std::memory_order_relaxed);
    if (use.enclosed) total.enclosed.fetch_add(1, std::memory_order_relaxed);
    if (use.attached) total.attached.fetch_add(1, std::memory_order_relaxed);
    raise_to(total.words, use.words);
    raise_to(total.own_words, use.own_words);
  }
  const std::lock_guard lock(mutex_);
  if (2 * (prompts_.size() + 1) > slots_.size()) {
    slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), 0);
    for (SignatureNumber number = 1; number <= prompts_.size(); ++number) {
      std::size_t slot = hashes_[number - 1] & (slots_.size() - 1);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = number;
    }
  }
  std::size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const SignatureNumber number = slots_[slot];
    if (hashes_[number - 1] != hash) continue;
    const std::span<const std::uint32_t> held = at(number);
    if (held[0] == (is_short ? 1U : 0U) &&
        std::equal(held.begin() + 1, held.end(), uses.begin(), uses.end(),
                   [](std::uint32_t segment, const SegmentUse& use) { return segment == use.segment; })) {
      ++prompts_[number - 1];
      return number;
    }
  }
  segments_.push_back(is_short ? 1 : 0);
  for (const SegmentUse& use : uses) segments_.push_back(use.segment);
  begin_.push_back(segments_.size());
  prompts_.push_back(1);
  hashes_.push_back(hash);
  slots_[slot] = static_cast<SignatureNumber>(prompts_.size());
  return slots_[slot];
}

std::vector<SegmentTotals> SignaturePool::totals() const {
  std::vector<SegmentTotals> out(totals_.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {totals_[i].prompts.load(), totals_[i].enclosed.load(), totals_[i].attached.load(),
              totals_[i].words.load(), totals_[i].own_words.load()};
  }
  return out;
}

std::vector<Signature> SignaturePool::take(std::span<const SegmentTotals> totals,
                                           std::vector<std::uint32_t>& renumbered) {
  std::vector<Signature> all(prompts_.size());
  for (SignatureNumber number = 1; number <= all.size(); ++number) {
    const std::span<const std::uint32_t> held = at(number);
    Signature& signature = all[number - 1];
    signature.is_short = held[0] != 0;
    signature.prompts = prompts_[number - 1];
    for (const std::uint32_t segment : held.subspan(1)) {
      if (!totals[segment].fills_slots()) signature.segments.push_back(segment);
    }
  }
  segments_ = {};
  hashes_ = {};
  slots_ = {};
  std::vector<std::uint32_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::uint32_t i) { return std::tie(all[i].segments, all[i].is_short); };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<Signature> out;
  renumbered.assign(all.size() + 1, 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Signature& signature = all[order[i]];
    if (signature.segments.empty()) continue;
    if (out.empty() || std::tie(out.back().segments, out.back().is_short) != key(order[i])) {
      out.push_back(signature);
    } else {
      out.back().prompts += signature.prompts;
    }
    renumbered[order[i] + 1] = static_cast<std::uint32_t>(out.size());
  }
  return out;
}

}  // namespace accountgraph::detail
