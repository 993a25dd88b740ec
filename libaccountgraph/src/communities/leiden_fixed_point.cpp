#include "leiden_fixed_point.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kRowBlock = 1 << 12;
constexpr std::size_t kBlock = 1 << 14;
constexpr std::int64_t kLimit = std::int64_t{1} << 52;
constexpr std::int64_t kNarrow = std::numeric_limits<std::int32_t>::max();
constexpr int kNarrowSpread = 18;  // log2 of the largest weight over the smallest for which 31 bits do

// The smallest e for which w * 2^e is an integer, w > 0.
int exact_exponent(double weight) {
  const auto bits = std::bit_cast<std::uint64_t>(weight);
  const auto biased = static_cast<int>(bits >> 52);
  if (biased == 0) return 1074 - std::countr_zero(bits);  // below the normal range
  return 1075 - biased - std::countr_zero(bits | std::uint64_t{1} << 52);
}

// In two steps, since 2^exponent itself may be out of range.
class ToFixed {
 public:
  explicit ToFixed(int exponent)
      : half_(std::ldexp(1.0, exponent / 2)), rest_(std::ldexp(1.0, exponent - exponent / 2)) {}
  std::int64_t operator()(double weight) const {
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(weight * half_ * rest_ + 0.5));
  }

 private:
  double half_, rest_;
};

struct Summary {
  long double total = 0;  // both directions, self-loops twice
  int exponent = std::numeric_limits<int>::min();
  double lightest = std::numeric_limits<double>::infinity(), heaviest = 0;  // of those > 0
  bool plain = true;  // no vertex without an edge, no self-loop, no weight 0

  void add(double weight, std::uint64_t times) {
    if (times == 0) return;
    total += static_cast<long double>(weight) * static_cast<long double>(times);
    exponent = std::max(exponent, exact_exponent(weight));
    lightest = std::min(lightest, weight);
    heaviest = std::max(heaviest, weight);
  }
  void add(const Summary& other) {
    total += other.total;
    exponent = std::max(exponent, other.exponent);
    lightest = std::min(lightest, other.lightest);
    heaviest = std::max(heaviest, other.heaviest);
    plain &= other.plain;
  }
};

// Blocks are cut by rows, and their sums are added in order, so that the total does not depend on threads.
Summary summarise(const Graph& graph, const Control& control) {
  std::vector<Summary> parts((graph.num_vertices() + kRowBlock - 1) / kRowBlock);
  parallel_blocks(graph.num_vertices(), kRowBlock, control, [&](std::size_t begin, std::size_t end) {
    Summary part;
    double last = 0;  // equal weights in a row are taken together: most graphs have but one
    std::uint64_t times = 0;
    for (std::size_t v = begin; v != end; ++v) {
      part.plain &= graph.begin[v] != graph.begin[v + 1];
      for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
        const double weight = graph.weight[e];
        const bool loop = graph.neighbour[e] == v;
        part.plain &= !loop && weight != 0;
        if (weight == 0) continue;
        if (weight != last) {
          part.add(last, times);
          last = weight;
          times = 0;
        }
        times += loop ? 2 : 1;
      }
    }
    part.add(last, times);
    parts[begin / kRowBlock] = part;
  });
  Summary all;
  for (const Summary& part : parts) all.add(part);
  return all;
}

// The sum of the node sizes.
std::int64_t total_size(const Graph& graph) {
  if (graph.node_size.empty()) return graph.num_vertices();
  require(graph.node_size.size() == graph.num_vertices(), "node_size", "empty or one a vertex", graph.node_size.size());
  std::int64_t total = 0;
  for (const std::uint32_t size : graph.node_size) {
    require(size >= 1, "node_size", ">= 1", size);
    total += size;
  }
  require(total <= kLimit, "node_size", "at most 2^52 in all", total);
  return total;
}

}  // namespace

Scale choose_scale(const Graph& graph, Objective objective, const Control& control) {
  const std::int64_t sizes = total_size(graph);
  const Summary all = summarise(graph, control);
  Scale scale;
  if (all.total == 0) return scale;
  // Rounding, and raising to 1, adds at most 1 an entry (2 a self-loop); the first power of two above total / room
  // fits.
  const auto rounding = 2 * static_cast<std::int64_t>(graph.neighbour.size()) + 2;
  int cap;
  std::frexp(all.total / static_cast<long double>(kLimit - rounding), &cap);
  const int magnitude = std::ilogb(all.heaviest), narrow = 29 - magnitude;
  scale.exponent = std::min(all.exponent, -cap);
  if (scale.exponent > narrow && magnitude - std::ilogb(all.lightest) < kNarrowSpread) scale.exponent = narrow;
  scale.narrow_weight = scale.exponent <= narrow;
  const long double bound = std::ldexp(all.total, scale.exponent) + static_cast<long double>(rounding);
  scale.narrow_mass = scale.narrow_weight && bound < kNarrow && (objective == Objective::modularity || sizes < kNarrow);
  scale.unit = all.lightest == all.heaviest && scale.exponent == all.exponent && scale.exponent == -magnitude;
  scale.in_place = scale.unit && all.plain;
  return scale;
}

namespace {

// One vertex a vertex: the rows are those of `graph`.
template <class Weight, class Mass>
Base<Weight, Mass> base_in_place(const Graph& graph, Objective objective, const Control& control) {
  const std::uint32_t n = graph.num_vertices();
  Base<Weight, Mass> base;
  base.level.begin = graph.begin;
  base.level.neighbour = Buffer<std::uint32_t>::of(graph.neighbour);
  base.level.mass.resize(n);
  base.vertex.resize(n);
  parallel_each(n, kBlock, control, [&](std::size_t v) {
    const std::uint64_t degree = graph.begin[v + 1] - graph.begin[v];
    base.level.mass[v] = static_cast<Mass>(objective == Objective::modularity ? degree
                                           : graph.node_size.empty()          ? 1
                                                                              : graph.node_size[v]);
    base.vertex[v] = static_cast<std::uint32_t>(v);
  });
  base.two_m = static_cast<std::int64_t>(graph.neighbour.size());
  base.total_mass = objective == Objective::modularity ? base.two_m : total_size(graph);
  return base;
}

}  // namespace

template <class Weight, class Mass>
Base<Weight, Mass> make_base(const Graph& graph, Objective objective, const Scale& scale, const Control& control) {
  if (scale.in_place) return base_in_place<Weight, Mass>(graph, objective, control);
  const std::uint32_t n = graph.num_vertices();
  const ToFixed to_fixed(scale.exponent);
  Base<Weight, Mass> base;
  std::vector<Mass> mass(n), strength(objective == Objective::cpm ? n : 0);
  std::vector<std::uint32_t> degree(n);
  parallel_each(n, kRowBlock, control, [&](std::size_t v) {
    std::int64_t sum = 0;
    for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
      if (graph.weight[e] == 0) continue;
      const std::int64_t weight = to_fixed(graph.weight[e]);
      const bool loop = graph.neighbour[e] == v;
      if (loop) std::atomic_ref(base.loops).fetch_add(2 * weight, std::memory_order_relaxed);
      sum += (loop ? 2 : 1) * weight;
      degree[v] += !loop;
    }
    const bool cpm = objective == Objective::cpm;
    if (cpm) strength[v] = static_cast<Mass>(sum);
    mass[v] = static_cast<Mass>(!cpm ? sum : graph.node_size.empty() ? 1 : graph.node_size[v]);
  });

  Level<Weight, Mass>& level = base.level;
  std::vector<std::uint32_t> position(n, kNone);
  for (std::uint32_t v = 0; v < n; ++v) {
    base.total_mass += mass[v];
    base.two_m += objective == Objective::cpm ? strength[v] : mass[v];
    if (degree[v] == 0) {
      base.lone_squares += Int128{mass[v]} * mass[v];
      continue;
    }
    position[v] = static_cast<std::uint32_t>(base.vertex.size());
    base.vertex.push_back(v);
    level.begin.push_back(degree[v]);
    level.mass.push_back(mass[v]);
  }
  level.begin.push_back(0);
  const std::uint64_t entries = running_total(level.begin);
  level.neighbour = Buffer<std::uint32_t>(entries);
  if (!scale.unit) level.weight = Buffer<Weight>(entries);
  parallel_each(base.vertex.size(), kRowBlock, control, [&](std::size_t i) {
    const std::uint32_t v = base.vertex[i];
    std::uint64_t to = level.begin[i];
    for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
      if (graph.weight[e] == 0 || graph.neighbour[e] == v) continue;
      level.neighbour[to] = position[graph.neighbour[e]];
      if (!scale.unit) level.weight[to] = static_cast<Weight>(to_fixed(graph.weight[e]));
      ++to;
    }
  });
  return base;
}

#define INSTANTIATE(Weight, Mass) \
  template Base<Weight, Mass> make_base(const Graph&, Objective, const Scale&, const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
