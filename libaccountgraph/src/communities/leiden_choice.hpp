/// Internal to Leiden: the state of local moving, and what one vertex would like best in it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "leiden_level.hpp"
#include "leiden_table.hpp"

namespace accountgraph::leiden_internal {

template <class Weight, class Mass>
struct MoveState {
  const Level<Weight, Mass>& level;
  double coefficient;
  std::vector<std::uint32_t>& label;  // < 2 * num_vertices(): n + v is a reserve for v to be alone in
  std::vector<Mass> total;            // mass of each label

  double penalty(std::uint32_t v) const { return coefficient * static_cast<double>(level.mass[v]); }
  /// inside = the weight of v's edges into its own community.
  double gain_of_staying(std::uint32_t v, Mass inside) const {
    return static_cast<double>(inside) - penalty(v) * static_cast<double>(total[label[v]] - level.mass[v]);
  }
};

template <class Mass>
struct ChoiceScratch {
  WeightTable<Mass> table;
  std::vector<std::uint32_t> labels;
};

struct Choice {
  std::uint32_t to;  // a community; the vertex's own = it stays
  double weight_to;  // of the edges into it
  double bar;        // the gain of staying, which the move must beat
};

/// The best community for v, among those of its neighbours, its own, and being alone. Staying wins ties, then the
/// smaller label. `labels` = the labels of the neighbours, in the order of the row; `stay` = the gain of staying.
/// O(degree).
template <class Weight, class Mass>
Choice best_community(const MoveState<Weight, Mass>& state, std::uint32_t v, const std::uint32_t* labels, double stay,
                      WeightTable<Mass>& table) {
  const Level<Weight, Mass>& level = state.level;
  const std::uint64_t begin = level.begin[v], end = level.begin[v + 1];
  const std::uint32_t own = state.label[v], n = level.num_vertices();
  table.start(end - begin);
  if (level.unit_weights()) {
    for (std::uint64_t e = begin; e != end; ++e) table.add(*labels++, Mass{1});
  } else {
    for (std::uint64_t e = begin; e != end; ++e) table.add(*labels++, static_cast<Mass>(level.weight[e]));
  }

  const double penalty = state.penalty(v);
  Choice best{own, 0.0, stay};
  double best_gain = stay;
  table.take([&](std::uint32_t label, Mass into) {
    const auto weight = static_cast<double>(into);
    if (weight <= best_gain || label == own) return;  // a penalty is > 0: it cannot win
    const double gain = weight - penalty * static_cast<double>(state.total[label]);
    if (gain > best_gain || (gain == best_gain && best.to != own && label < best.to)) {
      best_gain = gain;
      best.to = label;
      best.weight_to = weight;
    }
  });
  if (best_gain < 0) {
    best.to = state.total[v] == 0 ? v : state.total[n + v] == 0 ? n + v : own;
    best.weight_to = 0;
  }
  return best;
}

/// Calls body(vertex, choice, labels of its neighbours) for those of the vertices [first, last) that might move, in
/// order. A vertex stays for certain where all its edges to other communities together would not beat staying: then
/// no table is needed. What eight vertices need is asked for before the first of them is looked at, so that the waits
/// for memory overlap: rows, then labels, then totals.
template <class Weight, class Mass, class Body>
void choose(const MoveState<Weight, Mass>& state, const std::uint32_t* first, const std::uint32_t* last,
            ChoiceScratch<Mass>& scratch, Body body) {
  constexpr std::ptrdiff_t kTogether = 8;
  const Level<Weight, Mass>& level = state.level;
  const bool unit = level.unit_weights();
  struct Undecided {
    std::uint32_t vertex;
    std::size_t labels;
    double stay;
  } undecided[kTogether];
  const auto ahead = [&](const std::uint32_t* v, std::ptrdiff_t by) { return v[std::min(by, last - v - 1)]; };
  while (first != last) {
    const std::uint32_t* end = first + std::min(kTogether, last - first);
    std::size_t at = 0;
    std::ptrdiff_t num_undecided = 0;
    for (; first != end; ++first) {
      __builtin_prefetch(&level.begin[ahead(first, 3 * kTogether)]);
      const std::uint32_t soon = ahead(first, 2 * kTogether), next = ahead(first, kTogether);
      for (std::uint64_t e = level.begin[soon]; e < level.begin[soon + 1]; e += 16) {
        __builtin_prefetch(level.neighbour.data() + e);
        if (!unit) __builtin_prefetch(level.weight.data() + e);
      }
      __builtin_prefetch(&state.total[state.label[next]]);
      for (std::uint64_t e = level.begin[next]; e != level.begin[next + 1]; ++e) {
        __builtin_prefetch(&state.label[level.neighbour[e]]);
      }

      const std::uint32_t v = *first, own = state.label[v];
      const std::size_t begin = at;
      if (scratch.labels.size() < at + level.degree(v)) scratch.labels.resize(at + level.degree(v));
      std::uint32_t* const labels = scratch.labels.data();
      Mass inside = 0, all = 0;
      for (std::uint64_t e = level.begin[v]; e != level.begin[v + 1]; ++e) {
        const std::uint32_t label = state.label[level.neighbour[e]];
        const Mass weight = unit ? Mass{1} : static_cast<Mass>(level.weight[e]);
        labels[at++] = label;
        inside += label == own ? weight : Mass{0};
        all += weight;
      }
      const double stay = state.gain_of_staying(v, inside);
      if (static_cast<double>(all - inside) <= stay) {
        at = begin;
        continue;
      }
      undecided[num_undecided++] = {v, begin, stay};
      for (std::size_t i = begin; i != at; ++i) __builtin_prefetch(&state.total[labels[i]]);
    }
    for (std::ptrdiff_t i = 0; i != num_undecided; ++i) {
      const auto& [v, begin, stay] = undecided[i];
      const std::uint32_t* labels = scratch.labels.data() + begin;
      body(v, best_community(state, v, labels, stay, scratch.table), labels);
    }
  }
}

}  // namespace accountgraph::leiden_internal
