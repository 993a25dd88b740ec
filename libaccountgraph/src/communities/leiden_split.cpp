#include "leiden_split.hpp"

#include <atomic>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kBlock = 1 << 12;

}  // namespace

template <class Weight, class Mass>
Tally tally(const Level<Weight, Mass>& level, const std::vector<std::uint32_t>& label, std::uint32_t communities,
            const Control& control) {
  Tally result;
  parallel_blocks(level.num_vertices(), kBlock, control, [&](std::size_t begin, std::size_t end) {
    std::int64_t between = 0;
    for (std::size_t v = begin; v != end; ++v) {
      for (std::uint64_t e = level.begin[v]; e != level.begin[v + 1]; ++e) {
        if (label[level.neighbour[e]] != label[v]) between += level.weight_of(e);
      }
    }
    std::atomic_ref(result.between).fetch_add(between, std::memory_order_relaxed);
  });
  std::vector<std::int64_t> mass(communities, 0);
  for (std::uint32_t v = 0; v < level.num_vertices(); ++v) mass[label[v]] += level.mass[v];
  for (const std::int64_t community : mass) result.squares += Int128{community} * community;
  return result;
}

template <class Weight, class Mass>
std::uint32_t split_disconnected(const Level<Weight, Mass>& level, std::vector<std::uint32_t>& label,
                                 const Control& control) {
  const std::uint32_t n = level.num_vertices();
  std::vector<std::uint32_t> part(n, kNone), queue;
  std::uint32_t parts = 0;
  for (std::uint32_t root = 0; root < n; ++root) {
    if (part[root] != kNone) continue;
    part[root] = parts++;
    queue.assign(1, root);
    while (!queue.empty()) {
      const std::uint32_t v = queue.back();
      queue.pop_back();
      if ((v & 0xFFF) == 0) control.check();
      for (std::uint64_t e = level.begin[v]; e != level.begin[v + 1]; ++e) {
        const std::uint32_t u = level.neighbour[e];
        if (part[u] != kNone || label[u] != label[v]) continue;
        part[u] = part[v];
        queue.push_back(u);
      }
    }
  }
  label = std::move(part);
  return parts;
}

#define INSTANTIATE(Weight, Mass)                                                                                     \
  template Tally tally(const Level<Weight, Mass>&, const std::vector<std::uint32_t>&, std::uint32_t, const Control&); \
  template std::uint32_t split_disconnected(const Level<Weight, Mass>&, std::vector<std::uint32_t>&, const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
