#include "leiden_fold.hpp"

#include <algorithm>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kUnitBlock = 128;

// The vertices unit by unit: unit u = vertex[begin[u] .. begin[u + 1]), ascending.
struct Members {
  std::vector<std::uint32_t> begin, vertex;
};

template <class Weight>
Members members_of_units(const Ordered<Weight>& ordered, const Units& units, const Control& control) {
  Members members{std::vector<std::uint32_t>(units.num_units() + std::size_t{1}),
                  std::vector<std::uint32_t>(units.unit.size())};
  members.begin.back() = static_cast<std::uint32_t>(units.unit.size());
  PerThread<std::vector<std::uint32_t>> scratch;
  parallel_each(ordered.num_communities(), kUnitBlock, control, [&](std::size_t c) {
    const std::uint32_t first_unit = units.first_of[c], num_units = units.first_of[c + 1] - first_unit;
    std::vector<std::uint32_t>& at = scratch.local();
    at.assign(num_units, 0);
    for (std::uint32_t v = ordered.begin[c]; v != ordered.begin[c + 1]; ++v) ++at[units.unit[v] - first_unit];
    std::uint32_t next = ordered.begin[c];
    for (std::uint32_t u = 0; u != num_units; ++u) {
      members.begin[first_unit + u] = next;
      next += at[u];
      at[u] = members.begin[first_unit + u];
    }
    for (std::uint32_t v = ordered.begin[c]; v != ordered.begin[c + 1]; ++v) {
      members.vertex[at[units.unit[v] - first_unit]++] = v;
    }
  });
  return members;
}

}  // namespace

template <class Weight>
Level<Weight> fold(const Ordered<Weight>& ordered, const Units& units, const Control& control) {
  const Level<Weight>& fine = ordered.level;
  const std::size_t n = units.num_units();
  const Members members = members_of_units(ordered, units, control);

  Level<Weight> coarse;
  coarse.begin.assign(n + 1, 0);
  coarse.mass.assign(n, 0);
  std::vector<std::uint64_t> room(n + 1, 0);  // at most as many neighbours as the members have together
  parallel_each(n, kUnitBlock * 8, control, [&](std::size_t unit) {
    for (std::uint32_t i = members.begin[unit]; i != members.begin[unit + 1]; ++i) {
      room[unit] += fine.degree(members.vertex[i]);
      coarse.mass[unit] += fine.mass[members.vertex[i]];
    }
  });
  running_total(room);
  Buffer<std::uint32_t> neighbour(fine.neighbour.size());
  Buffer<Weight> weight(fine.neighbour.size());
  PerThread<WeightTable<Weight>> tables;
  parallel_each(n, kUnitBlock, control, [&](std::size_t unit) {
    WeightTable<Weight>& table = tables.local();
    table.start(std::min<std::uint64_t>(room[unit + 1] - room[unit], n));
    for (std::uint32_t i = members.begin[unit]; i != members.begin[unit + 1]; ++i) {
      const std::uint32_t v = members.vertex[i];
      for (std::uint64_t e = fine.begin[v]; e != fine.begin[v + 1]; ++e) {
        const std::uint32_t to = units.unit[fine.neighbour[e]];
        if (to != unit) table.add(to, fine.weight[e]);
      }
    }
    coarse.begin[unit] = table.size();
    for (std::size_t i = 0; i != table.size(); ++i) {
      neighbour[room[unit] + i] = table[i].key;
      weight[room[unit] + i] = table[i].weight;
    }
  });

  const std::uint64_t entries = running_total(coarse.begin);
  coarse.neighbour = Buffer<std::uint32_t>(entries);
  coarse.weight = Buffer<Weight>(entries);
  parallel_each(n, kUnitBlock * 8, control, [&](std::size_t unit) {
    for (std::uint64_t from = room[unit], to = coarse.begin[unit]; to != coarse.begin[unit + 1]; ++from, ++to) {
      coarse.neighbour[to] = neighbour[from];
      coarse.weight[to] = weight[from];
    }
  });
  return coarse;
}

template Level<std::int32_t> fold(const Ordered<std::int32_t>&, const Units&, const Control&);
template Level<std::int64_t> fold(const Ordered<std::int64_t>&, const Units&, const Control&);

}  // namespace accountgraph::leiden_internal
