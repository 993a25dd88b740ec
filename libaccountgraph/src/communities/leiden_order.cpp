#include "leiden_order.hpp"

#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kRowBlock = 1 << 10;

// Counting sort of the vertices by label, empty labels dropped.
template <class Weight>
void sort_vertices(const std::vector<std::uint32_t>& label, Ordered<Weight>& out) {
  const std::size_t n = label.size();
  std::vector<std::uint32_t> at(2 * n + 1, 0);
  for (const std::uint32_t l : label) ++at[l];
  std::uint32_t start = 0;
  for (std::uint32_t& slot : at) {
    const std::uint32_t count = slot;
    slot = start;
    if (count) out.begin.push_back(start);
    start += count;
  }
  out.begin.push_back(static_cast<std::uint32_t>(n));
  out.old_vertex.resize(n);
  out.new_vertex.resize(n);
  for (std::uint32_t v = 0; v < n; ++v) {
    out.new_vertex[v] = at[label[v]]++;
    out.old_vertex[out.new_vertex[v]] = v;
  }
}

}  // namespace

template <class Weight>
Ordered<Weight> order_by_community(const Level<Weight>& level, const std::vector<std::uint32_t>& label,
                                   const Control& control) {
  const std::size_t n = level.num_vertices();
  Ordered<Weight> out;
  sort_vertices(label, out);
  out.community.resize(n);
  parallel_each(out.num_communities(), kRowBlock, control, [&](std::size_t c) {
    for (std::uint32_t v = out.begin[c]; v != out.begin[c + 1]; ++v) out.community[v] = static_cast<std::uint32_t>(c);
  });

  Level<Weight>& to = out.level;
  to.begin.resize(n + 1);
  to.mass.resize(n);
  parallel_each(n, kRowBlock, control, [&](std::size_t v) {
    to.begin[v] = level.degree(out.old_vertex[v]);
    to.mass[v] = level.mass[out.old_vertex[v]];
  });
  to.begin[n] = 0;
  const std::uint64_t entries = running_total(to.begin);
  to.neighbour = Buffer<std::uint32_t>(entries);
  to.weight = Buffer<Weight>(entries);
  out.inner_end.resize(n);
  parallel_each(n, kRowBlock, control, [&](std::size_t v) {
    const std::uint32_t old = out.old_vertex[v];
    const std::uint32_t c = out.community[v], first = out.begin[c], last = out.begin[c + 1];
    std::uint64_t inner = to.begin[v], outer = to.begin[v + 1];
    for (std::uint64_t e = level.begin[old]; e != level.begin[old + 1]; ++e) {
      const std::uint32_t u = out.new_vertex[level.neighbour[e]];
      const std::uint64_t slot = u >= first && u < last ? inner++ : --outer;
      to.neighbour[slot] = u;
      to.weight[slot] = level.weight[e];
    }
    out.inner_end[v] = inner;
  });
  return out;
}

template Ordered<std::int32_t> order_by_community(const Level<std::int32_t>&, const std::vector<std::uint32_t>&,
                                                  const Control&);
template Ordered<std::int64_t> order_by_community(const Level<std::int64_t>&, const std::vector<std::uint32_t>&,
                                                  const Control&);

}  // namespace accountgraph::leiden_internal
