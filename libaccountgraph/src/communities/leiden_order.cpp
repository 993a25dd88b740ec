#include "leiden_order.hpp"

#include <algorithm>
#include <atomic>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kRowBlock = 1 << 10;
constexpr std::size_t kBlock = 1 << 14;
constexpr std::size_t kAhead = 4;  // vertices

}  // namespace

// Vertices reach their community in any order and are then sorted there.
Order order_by_community(const std::vector<std::uint32_t>& label, const Control& control) {
  const std::size_t n = label.size();
  const auto next = [](std::uint32_t& counter) {
    return std::atomic_ref(counter).fetch_add(1, std::memory_order_relaxed);
  };
  std::vector<std::uint32_t> at(2 * n, 0);
  parallel_each(n, kBlock, control, [&](std::size_t v) { next(at[label[v]]); });
  Order order;
  std::uint32_t start = 0;
  for (std::uint32_t& slot : at) {
    if (slot == 0) continue;
    order.begin.push_back(start);
    const std::uint32_t count = slot;
    slot = start;
    start += count;
  }
  order.begin.push_back(start);
  order.old_vertex.resize(n);
  order.new_vertex.resize(n);
  order.community.resize(n);
  parallel_each(n, kBlock, control,
                [&](std::size_t v) { order.old_vertex[next(at[label[v]])] = static_cast<std::uint32_t>(v); });
  parallel_each(order.num_communities(), 64, control, [&](std::size_t c) {
    const std::uint32_t first = order.begin[c], last = order.begin[c + 1];
    std::sort(order.old_vertex.begin() + first, order.old_vertex.begin() + last);
    for (std::uint32_t v = first; v != last; ++v) {
      order.new_vertex[order.old_vertex[v]] = v;
      order.community[v] = static_cast<std::uint32_t>(c);
    }
  });
  return order;
}

template <class Weight, class Mass>
Ordered<Weight, Mass> renumbered(const Level<Weight, Mass>& level, const Order& order, const Control& control) {
  const std::size_t n = level.num_vertices();
  Ordered<Weight, Mass> out;
  Level<Weight, Mass>& to = out.level;
  to.begin.resize(n + 1);
  to.mass.resize(n);
  parallel_each(n, kRowBlock, control, [&](std::size_t v) {
    to.begin[v] = level.degree(order.old_vertex[v]);
    to.mass[v] = level.mass[order.old_vertex[v]];
  });
  to.begin[n] = 0;
  const std::uint64_t entries = running_total(to.begin);
  const bool weighted = !level.unit_weights();
  to.neighbour = Buffer<std::uint32_t>(entries);
  if (weighted) to.weight = Buffer<Weight>(entries);
  out.inner_end.resize(n);
  const auto row_of = [&](std::size_t v) { return order.old_vertex[std::min(v, n - 1)]; };
  parallel_each(n, kRowBlock, control, [&](std::size_t v) {
    __builtin_prefetch(
        &level.begin[row_of(v + 3 * kAhead)]);  // what later vertices need: where the row is, the row, and
    const std::uint32_t soon = row_of(v + 2 * kAhead), next = row_of(v + kAhead);  // the numbers of those in it
    for (std::uint64_t e = level.begin[soon]; e < level.begin[soon + 1]; e += 16) {
      __builtin_prefetch(level.neighbour.data() + e);
      if (weighted) __builtin_prefetch(level.weight.data() + e);
    }
    for (std::uint64_t e = level.begin[next]; e != level.begin[next + 1]; ++e) {
      __builtin_prefetch(&order.new_vertex[level.neighbour[e]]);
    }
    const std::uint32_t old = order.old_vertex[v];
    const std::uint32_t c = order.community[v], first = order.begin[c], size = order.begin[c + 1] - first;
    std::uint64_t inner = to.begin[v], outer = to.begin[v + 1];
    for (std::uint64_t e = level.begin[old]; e != level.begin[old + 1]; ++e) {
      const std::uint32_t u = order.new_vertex[level.neighbour[e]];
      const bool inside = u - first < size;  // wraps round for u < first
      outer -= !inside;
      const std::uint64_t slot = inside ? inner : outer;
      inner += inside;
      to.neighbour[slot] = u;
      if (weighted) to.weight[slot] = level.weight[e];
    }
    out.inner_end[v] = inner;
  });
  return out;
}

#define INSTANTIATE(Weight, Mass) \
  template Ordered<Weight, Mass> renumbered(const Level<Weight, Mass>&, const Order&, const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
