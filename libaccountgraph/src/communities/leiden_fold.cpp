#include "leiden_fold.hpp"

#include <algorithm>

#include <accountgraph/core/parallel.hpp>

#include "leiden_table.hpp"

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kUnitBlock = 128;
constexpr std::uint64_t kAhead = 24;  // entries whose unit is asked for before it is needed

// The vertices unit by unit: unit u = vertex[begin[u] .. begin[u + 1]), ascending.
struct Members {
  std::vector<std::uint32_t> begin, vertex;
};

Members members_of_units(const Order& order, const Units& units, const Control& control) {
  Members members{std::vector<std::uint32_t>(units.num_units() + std::size_t{1}),
                  std::vector<std::uint32_t>(units.unit.size())};
  members.begin.back() = static_cast<std::uint32_t>(units.unit.size());
  PerThread<std::vector<std::uint32_t>> scratch;
  parallel_each(order.num_communities(), kUnitBlock, control, [&](std::size_t c) {
    const std::uint32_t first_unit = units.first_of[c], num_units = units.first_of[c + 1] - first_unit;
    std::vector<std::uint32_t>& at = scratch.local();
    at.assign(num_units, 0);
    for (std::uint32_t v = order.begin[c]; v != order.begin[c + 1]; ++v) ++at[units.unit[v] - first_unit];
    std::uint32_t next = order.begin[c];
    for (std::uint32_t u = 0; u != num_units; ++u) {
      members.begin[first_unit + u] = next;
      next += at[u];
      at[u] = members.begin[first_unit + u];
    }
    for (std::uint32_t v = order.begin[c]; v != order.begin[c + 1]; ++v) {
      members.vertex[at[units.unit[v] - first_unit]++] = v;
    }
  });
  return members;
}

}  // namespace

template <class Weight, class Mass>
Level<Mass, Mass> fold(const Level<Weight, Mass>& fine, const Order& order, const Units& units,
                       const Control& control) {
  const std::size_t n = units.num_units();
  const Members members = members_of_units(order, units, control);

  Level<Mass, Mass> coarse;
  coarse.begin.assign(n + 1, 0);
  coarse.mass.assign(n, 0);
  struct Rows {  // of the units of one block, one after the other
    std::vector<std::uint32_t> neighbour;
    std::vector<Mass> weight;
  };
  const std::uint64_t last_entry = fine.num_entries() ? fine.num_entries() - 1 : 0;
  std::vector<Rows> blocks((n + kUnitBlock - 1) / kUnitBlock);
  PerThread<WeightTable<Mass>> tables;
  parallel_blocks(n, kUnitBlock, control, [&](std::size_t first, std::size_t last) {
    WeightTable<Mass>& table = tables.local();
    Rows& rows = blocks[first / kUnitBlock];
    for (std::size_t unit = first; unit != last; ++unit) {
      const std::uint32_t *begin = members.vertex.data() + members.begin[unit],
                          *end = members.vertex.data() + members.begin[unit + 1];
      std::uint64_t most = 0;
      for (const std::uint32_t* v = begin; v != end; ++v) most += fine.degree(*v);
      table.start(std::min<std::uint64_t>(most, n));
      for (const std::uint32_t* v = begin; v != end; ++v) {
        coarse.mass[unit] += fine.mass[*v];
        for (std::uint64_t e = fine.begin[*v]; e != fine.begin[*v + 1]; ++e) {
          __builtin_prefetch(&units.unit[fine.neighbour[std::min(e + kAhead, last_entry)]]);
          const std::uint32_t to = units.unit[fine.neighbour[e]];
          if (to != unit) table.add(to, fine.weight_of(e));
        }
      }
      coarse.begin[unit] = table.size();
      table.take([&](std::uint32_t to, Mass weight) {
        rows.neighbour.push_back(to);
        rows.weight.push_back(weight);
      });
    }
  });

  const std::uint64_t entries = running_total(coarse.begin);
  coarse.neighbour = Buffer<std::uint32_t>(entries);
  coarse.weight = Buffer<Mass>(entries);
  parallel_each(blocks.size(), 1, control, [&](std::size_t block) {
    Rows& rows = blocks[block];
    const std::uint64_t to = coarse.begin[block * kUnitBlock];
    std::copy(rows.neighbour.begin(), rows.neighbour.end(), &coarse.neighbour[to]);
    std::copy(rows.weight.begin(), rows.weight.end(), &coarse.weight[to]);
    rows = {};
  });
  return coarse;
}

#define INSTANTIATE(Weight, Mass) \
  template Level<Mass, Mass> fold(const Level<Weight, Mass>&, const Order&, const Units&, const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
