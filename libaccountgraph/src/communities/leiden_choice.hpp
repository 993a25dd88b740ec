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
};

struct Choice {
  std::uint32_t to;  // a community; the vertex's own = it stays
  double weight_to;  // of the edges into it
  double bar;        // the gain of staying, which the move must beat
};

/// The best community for v, among those of its neighbours, its own, and being alone. Staying wins ties, then the
/// smaller label. `labels` = the labels of the neighbours, in the order of the row. O(degree).
template <class Weight, class Mass>
Choice best_community(const MoveState<Weight, Mass>& state, std::uint32_t v, const std::uint32_t* labels,
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
  const double stay =
      static_cast<double>(table.weight_of(own)) - penalty * static_cast<double>(state.total[own] - level.mass[v]);
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

/// Calls body(vertex, labels of its neighbours) for the vertices [first, last). What eight vertices need is asked for
/// before the first of them is looked at, so that the waits for memory overlap: rows, then labels, then totals.
template <class Weight, class Mass, class Body>
void with_labels(const MoveState<Weight, Mass>& state, const std::uint32_t* first, const std::uint32_t* last,
                 std::vector<std::uint32_t>& scratch, Body body) {
  constexpr std::ptrdiff_t kTogether = 8;
  const Level<Weight, Mass>& level = state.level;
  while (first != last) {
    const std::uint32_t* end = first + std::min(kTogether, last - first);
    std::size_t entries = 0;
    for (const std::uint32_t* v = first; v != end; ++v) {
      entries += level.degree(*v);
      for (std::uint64_t e = level.begin[*v]; e != level.begin[*v + 1]; ++e) {
        __builtin_prefetch(&state.label[level.neighbour[e]]);
      }
    }
    for (const std::uint32_t* v = end; v != end + std::min(kTogether, last - end); ++v) {
      for (std::uint64_t e = level.begin[*v]; e < level.begin[*v + 1]; e += 16) {
        __builtin_prefetch(level.neighbour.data() + e);
        if (!level.unit_weights()) __builtin_prefetch(level.weight.data() + e);
      }
    }
    if (scratch.size() < entries) scratch.resize(entries);
    std::uint32_t* to = scratch.data();
    for (const std::uint32_t* v = first; v != end; ++v) {
      for (std::uint64_t e = level.begin[*v]; e != level.begin[*v + 1]; ++e) {
        *to = state.label[level.neighbour[e]];
        __builtin_prefetch(&state.total[*to++]);
      }
    }
    const std::uint32_t* labels = scratch.data();
    for (; first != end; ++first) {
      body(*first, labels);
      labels += level.degree(*first);
    }
  }
}

}  // namespace accountgraph::leiden_internal
