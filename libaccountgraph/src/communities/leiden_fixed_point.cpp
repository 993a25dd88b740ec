#include "leiden_fixed_point.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kRowBlock = 1 << 12;
constexpr std::int64_t kLimit = std::int64_t{1} << 52;

// The smallest e for which w * 2^e is an integer, w > 0.
int exact_exponent(double weight) {
  int exponent;
  const double fraction = std::frexp(weight, &exponent);  // weight = fraction * 2^exponent, fraction in [.5, 1)
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
  return 53 - exponent - std::countr_zero(mantissa);
}

std::int64_t to_fixed(double weight, int exponent) {
  if (weight == 0) return 0;
  return std::max<std::int64_t>(1, std::llround(std::ldexp(weight, exponent)));
}

struct Summary {
  long double total = 0;  // both directions, self-loops twice
  int exponent = std::numeric_limits<int>::min();
  std::int64_t two_m = 0;
};

// Blocks are cut by rows, and their sums are added in order, so that the total does not depend on threads.
template <class Body>
std::vector<Summary> summaries(const Graph& graph, const Control& control, Body body) {
  std::vector<Summary> result((graph.num_vertices() + kRowBlock - 1) / kRowBlock);
  parallel_blocks(graph.num_vertices(), kRowBlock, control, [&](std::size_t begin, std::size_t end) {
    Summary summary;
    for (std::size_t v = begin; v != end; ++v) {
      for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
        body(summary, graph.weight[e], graph.neighbour[e] == v ? 2 : 1);
      }
    }
    result[begin / kRowBlock] = summary;
  });
  return result;
}

void check_node_size(const Graph& graph) {
  if (graph.node_size.empty()) return;
  require(graph.node_size.size() == graph.num_vertices(), "node_size", "empty or one a vertex", graph.node_size.size());
  std::int64_t total = 0;
  for (const std::uint32_t size : graph.node_size) {
    require(size >= 1, "node_size", ">= 1", size);
    total += size;
  }
  require(total <= kLimit, "node_size", "at most 2^52 in all", total);
}

std::int64_t size_of(const Graph& graph, std::uint32_t v) { return graph.node_size.empty() ? 1 : graph.node_size[v]; }

// The degree in fixed point, self-loops twice, or the node size.
std::int64_t mass_of(const Graph& graph, std::uint32_t v, Objective objective, int exponent) {
  if (objective == Objective::cpm) return size_of(graph, v);
  std::int64_t mass = 0;
  for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
    mass += (graph.neighbour[e] == v ? 2 : 1) * to_fixed(graph.weight[e], exponent);
  }
  return mass;
}

bool has_edge(const Graph& graph, std::uint32_t v) {
  for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
    if (graph.weight[e] > 0 && graph.neighbour[e] != v) return true;
  }
  return false;
}

}  // namespace

FixedPoint choose_fixed_point(const Graph& graph, Objective objective, const Control& control) {
  check_node_size(graph);
  FixedPoint fixed;
  Summary all;
  for (const Summary& part : summaries(graph, control, [](Summary& sum, double weight, int times) {
         if (weight == 0) return;
         sum.total += static_cast<long double>(weight) * times;
         sum.exponent = std::max(sum.exponent, exact_exponent(weight));
       })) {
    all.total += part.total;
    all.exponent = std::max(all.exponent, part.exponent);
  }
  if (all.total > 0) {
    // Rounding, and raising to 1, adds at most 1 an entry (2 a self-loop); the first power of two above total / room
    // fits.
    const auto room = static_cast<long double>(kLimit - 2 * static_cast<std::int64_t>(graph.neighbour.size()) - 2);
    int cap;
    std::frexp(all.total / room, &cap);
    fixed.exponent = std::min(all.exponent, -cap);
    for (const Summary& part : summaries(graph, control, [&](Summary& sum, double weight, int times) {
           sum.two_m += times * to_fixed(weight, fixed.exponent);
         })) {
      fixed.two_m += part.two_m;
    }
  }

  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    if (has_edge(graph, v)) {
      fixed.vertex.push_back(v);
    } else {
      const Int128 mass = mass_of(graph, v, objective, fixed.exponent);
      fixed.lone_squares += mass * mass;
    }
  }
  fixed.total_mass = fixed.two_m;
  if (objective == Objective::cpm) {
    fixed.total_mass = 0;
    for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) fixed.total_mass += size_of(graph, v);
  }
  return fixed;
}

template <class Weight>
Level<Weight> make_level(const Graph& graph, Objective objective, const FixedPoint& fixed, const Control& control) {
  const std::size_t n = fixed.vertex.size();
  std::vector<std::uint32_t> position(graph.num_vertices(), kNone);
  for (std::size_t i = 0; i < n; ++i) position[fixed.vertex[i]] = static_cast<std::uint32_t>(i);

  Level<Weight> level;
  level.begin.assign(n + 1, 0);
  level.mass.assign(n, 0);
  const auto for_each_entry = [&](std::size_t i, auto&& body) {
    const std::uint32_t v = fixed.vertex[i];
    for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
      if (graph.weight[e] > 0) body(graph.neighbour[e], static_cast<Weight>(to_fixed(graph.weight[e], fixed.exponent)));
    }
  };
  parallel_each(n, kRowBlock, control, [&](std::size_t i) {
    const std::uint32_t v = fixed.vertex[i];
    for_each_entry(i, [&](std::uint32_t u, Weight) { level.begin[i] += u != v; });
    level.mass[i] = static_cast<Weight>(mass_of(graph, v, objective, fixed.exponent));
  });
  const std::uint64_t entries = running_total(level.begin);
  level.neighbour = Buffer<std::uint32_t>(entries);
  level.weight = Buffer<Weight>(entries);
  parallel_each(n, kRowBlock, control, [&](std::size_t i) {
    std::uint64_t to = level.begin[i];
    for_each_entry(i, [&](std::uint32_t u, Weight weight) {
      if (u == fixed.vertex[i]) return;
      level.neighbour[to] = position[u];
      level.weight[to++] = weight;
    });
  });
  return level;
}

template Level<std::int32_t> make_level(const Graph&, Objective, const FixedPoint&, const Control&);
template Level<std::int64_t> make_level(const Graph&, Objective, const FixedPoint&, const Control&);

}  // namespace accountgraph::leiden_internal
