#include "gram_counts.hpp"

#include <algorithm>
#include <bit>

namespace accountgraph::detail {

GramSketch::GramSketch(std::uint64_t cells, std::uint32_t full)
    : cells_(std::max<std::uint64_t>(cells, 1 << 16)),
      full_(static_cast<int>(full)),
      pairs_(std::make_unique<std::atomic<std::uint8_t>[]>(cells_ / 2 + 1)) {}

void DistinctGrams::reset(std::size_t count) {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(2 * count, 64));
  if (size > slots_.size()) {
    slots_.assign(size, 0);
    stamp_.assign(size, 0);
    now_ = 0;
  }
  mask_ = size - 1;
  if (++now_ == 0) {
    std::fill(stamp_.begin(), stamp_.end(), 0);
    now_ = 1;
  }
}

bool DistinctGrams::add(std::uint64_t hash) {
  std::size_t at = hash & mask_;
  while (stamp_[at] == now_) {
    if (slots_[at] == hash) return false;
    at = (at + 1) & mask_;
  }
  stamp_[at] = now_;
  slots_[at] = hash;
  return true;
}

template <class Gram>
void GramTable<Gram>::add(const Gram& gram) {
  if (4 * (size_ + 1) > 3 * slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = gram.hash & mask;
  while (slots_[at].hash != 0 && slots_[at].hash != gram.hash) at = (at + 1) & mask;
  if (slots_[at].hash == 0) {
    slots_[at] = gram;
    ++size_;
  } else {
    slots_[at].count += gram.count;
  }
}

template <class Gram>
void GramTable<Gram>::grow() {
  std::vector<Gram> old(std::max<std::size_t>(64, slots_.size() * 2));
  old.swap(slots_);
  size_ = 0;
  for (const Gram& gram : old) {
    if (gram.hash != 0) add(gram);
  }
}

template <class Gram>
void SharedGramTable<Gram>::add(const std::vector<Gram>& grams) {
  // By shard, a counting sort: a lock is taken once a shard.
  std::array<std::size_t, 65> begin{};
  for (const Gram& gram : grams) ++begin[(gram.hash >> 58) + 1];
  for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  std::vector<std::uint32_t> order(grams.size());
  std::array<std::size_t, 65> next = begin;
  for (std::uint32_t i = 0; i < grams.size(); ++i) order[next[grams[i].hash >> 58]++] = i;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    if (begin[shard] == begin[shard + 1]) continue;
    const std::lock_guard lock(shards_[shard].mutex);
    for (std::size_t i = begin[shard]; i < begin[shard + 1]; ++i) shards_[shard].table.add(grams[order[i]]);
  }
}

template <class Gram>
std::vector<Gram> SharedGramTable<Gram>::frequent(std::uint64_t least) const {
  std::vector<Gram> out;
  for (const Shard& shard : shards_) {
    for (const Gram& gram : shard.table.slots()) {
      if (gram.hash != 0 && gram.count >= least) out.push_back(gram);
    }
  }
  return out;
}

template class GramTable<FourCount>;
template class GramTable<FiveCount>;
template class SharedGramTable<FourCount>;
template class SharedGramTable<FiveCount>;

}  // namespace accountgraph::detail
