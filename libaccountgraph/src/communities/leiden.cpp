#include <accountgraph/communities/leiden.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

#include "leiden_fixed_point.hpp"
#include "leiden_fold.hpp"
#include "leiden_level.hpp"
#include "leiden_move.hpp"
#include "leiden_order.hpp"
#include "leiden_refine.hpp"
#include "leiden_split.hpp"

namespace accountgraph {
namespace {

using namespace leiden_internal;
using Labels = std::vector<std::uint32_t>;

constexpr std::size_t kBlock = 1 << 14;
constexpr int kMaxLevels = 32;
constexpr int kPatience = 3;  // iterations in a row that find nothing better: then it has converged

// The first iteration merges units as far as it can: fast and rough. The later ones merge once, on what is then a
// smaller problem: units that can still move are where the gains of further iterations come from.
int refine_passes(int iteration) { return iteration == 0 ? 8 : 1; }

double settled_share(int iteration) {  // later iterations look closer; the first is only a start for them
  return iteration == 0 ? 0.02 : iteration == 1 ? 0.005 : 0.0;
}

bool all_alone(const Labels& label) {
  std::vector<bool> taken(2 * label.size());
  for (const std::uint32_t l : label) {
    if (taken[l]) return false;
    taken[l] = true;
  }
  return true;
}

// One call of leiden(): the level-0 graph, renumbered by each iteration, and the best partition so far.
template <class Weight>
class Run {
 public:
  Run(const Graph& graph, const LeidenOptions& options, const FixedPoint& fixed, const Control& control)
      : graph_(graph),
        options_(options),
        fixed_(fixed),
        control_(control),
        vertex_(fixed.vertex),
        base_(make_level<Weight>(graph, options.objective, fixed, control)) {
    const bool cpm = options.objective == Objective::cpm;
    coefficient_ =
        cpm ? std::ldexp(options.resolution, fixed.exponent) : options.resolution / static_cast<double>(fixed.two_m);
  }

  LeidenResult run(const Partition* initial) {
    Labels label(vertex_.size());
    for (std::uint32_t i = 0; i < label.size(); ++i) label[i] = initial ? (*initial)[vertex_[i]] : i;
    result_.quality = quality(split_disconnected(base_, label, control_));
    keep(label, {});
    int in_vain = 0;
    while (result_.iterations < options_.max_iterations && !result_.converged) {
      control_.report("communities", static_cast<std::uint64_t>(result_.iterations),
                      static_cast<std::uint64_t>(options_.max_iterations));
      std::vector<Labels> parents;
      const double reached = iterate(label, parents);
      ++result_.iterations;
      if (reached > result_.quality) {
        result_.quality = reached;
        keep(label, parents);
        in_vain = 0;
      } else {
        result_.converged = ++in_vain == kPatience;
        for (std::size_t i = 0; i < label.size(); ++i) label[i] = result_.partition[vertex_[i]];
        split_disconnected(base_, label, control_);
      }
    }
    return std::move(result_);
  }

 private:
  // From `label` (of base_, by its numbering before) to a better partition (of base_, by its numbering after).
  // parents[d][v] = the vertex of level d + 1 that v of level d went into.
  double iterate(Labels& label, std::vector<Labels>& parents) {
    std::vector<std::uint8_t> active(label.size(), 1);
    Level<Weight> coarse;
    const Level<Weight>* level = &base_;
    MoveOptions move{.seed = options_.seed, .settled_share = settled_share(result_.iterations)};
    move.from_singletons = all_alone(label);
    for (int depth = 0; depth < kMaxLevels; ++depth) {
      move.stream = static_cast<std::uint64_t>(result_.iterations) * kMaxLevels + static_cast<std::uint64_t>(depth);
      move_vertices(*level, coefficient_, move, label, active, control_);
      move.from_singletons = false;
      if (all_alone(label)) break;

      Ordered<Weight> ordered = order_by_community(*level, label, control_);
      const Units units = refine(ordered, coefficient_, mix64(options_.seed) ^ move.stream,
                                 refine_passes(result_.iterations), control_);
      const std::uint32_t before = level->num_vertices(), after = units.num_units();
      const bool shrinks = after < before && before - after >= before / 256;
      Level<Weight> folded = shrinks ? fold(ordered, units, control_) : Level<Weight>{};
      if (depth == 0) renumber_base(ordered, label, active);
      if (!shrinks) break;

      Labels parent = units.unit;
      if (depth > 0) {
        for (std::uint32_t v = 0; v < before; ++v) parent[v] = units.unit[ordered.new_vertex[v]];
      }
      std::vector<std::uint32_t> members(after, 0);
      std::vector<std::uint8_t> waiting(after, 0);
      for (std::uint32_t v = 0; v < before; ++v) waiting[parent[v]] |= active[v] | (++members[parent[v]] > 1);
      active = std::move(waiting);
      label.resize(after);
      for (std::uint32_t c = 0; c < ordered.num_communities(); ++c) {
        for (std::uint32_t u = units.first_of[c]; u != units.first_of[c + 1]; ++u) label[u] = c;
      }
      parents.push_back(std::move(parent));
      coarse = std::move(folded);
      level = &coarse;
    }
    const double reached = quality(split_disconnected(*level, label, control_));
    label = carry_down(parents, parents.size(), &label);
    return reached;
  }

  void renumber_base(Ordered<Weight>& ordered, Labels& label, std::vector<std::uint8_t>& active) {
    Labels vertex(vertex_.size());
    std::vector<std::uint8_t> still_active(vertex_.size());
    for (std::size_t v = 0; v < vertex.size(); ++v) {
      vertex[v] = vertex_[ordered.old_vertex[v]];
      still_active[v] = active[ordered.old_vertex[v]];
    }
    vertex_ = std::move(vertex);
    active = std::move(still_active);
    label = ordered.community;
    base_ = std::move(ordered.level);
  }

  // What each vertex of base_ has become after `depth` folds, and its label there (none: that vertex itself).
  Labels carry_down(const std::vector<Labels>& parents, std::size_t depth, const Labels* top) const {
    Labels result(vertex_.size());
    parallel_each(result.size(), kBlock, control_, [&](std::size_t v) {
      auto at = static_cast<std::uint32_t>(v);
      for (std::size_t d = 0; d < depth; ++d) at = parents[d][at];
      result[v] = top ? (*top)[at] : at;
    });
    return result;
  }

  double quality(const Tally& tally) const {
    if (fixed_.two_m == 0 && options_.objective == Objective::modularity) return 0;
    const auto inside = static_cast<double>(fixed_.two_m - tally.between);
    const Int128 squares = tally.squares + fixed_.lone_squares;
    if (options_.objective == Objective::modularity) {
      return (inside - coefficient_ * static_cast<double>(squares)) / static_cast<double>(fixed_.two_m);
    }
    return std::ldexp(inside - coefficient_ * static_cast<double>(squares - fixed_.total_mass), -fixed_.exponent) / 2;
  }

  // As a partition of the caller's graph: vertices without an edge are alone.
  Partition to_partition(const Labels& label) const {
    const std::uint32_t n = graph_.num_vertices();
    Labels all(n);
    for (std::uint32_t v = 0; v < n; ++v) all[v] = n + v;
    for (std::size_t i = 0; i < label.size(); ++i) all[vertex_[i]] = label[i];
    return Partition(all);
  }

  void keep(const Labels& label, const std::vector<Labels>& parents) {
    result_.partition = to_partition(label);
    if (!options_.keep_levels) return;
    result_.levels.clear();
    for (std::size_t depth = 1; depth <= parents.size(); ++depth) {
      result_.levels.push_back(to_partition(carry_down(parents, depth, nullptr)));
    }
    if (result_.levels.empty() || result_.levels.back() != result_.partition) {
      result_.levels.push_back(result_.partition);
    }
  }

  const Graph& graph_;
  const LeidenOptions& options_;
  const FixedPoint& fixed_;
  const Control& control_;
  Labels vertex_;  // [vertex of base_] = vertex of graph_
  Level<Weight> base_;
  double coefficient_ = 0;
  LeidenResult result_;
};

}  // namespace

void validate(const LeidenOptions& options) {
  require(options.resolution > 0 && std::isfinite(options.resolution), "resolution", "> 0 and finite",
          options.resolution);
  require(options.max_iterations >= 1, "max_iterations", ">= 1", options.max_iterations);
}

LeidenResult leiden(const Graph& graph, const LeidenOptions& options, const Partition* initial,
                    const Control& control) {
  validate(options);
  require(!initial || initial->num_vertices() == graph.num_vertices(), "initial", "one label a vertex of `graph`",
          initial ? initial->num_vertices() : 0);
  const FixedPoint fixed = choose_fixed_point(graph, options.objective, control);
  LeidenOptions settings = options;
  if (fixed.vertex.empty()) settings.max_iterations = 0;
  constexpr std::int64_t kNarrow = std::numeric_limits<std::int32_t>::max();
  LeidenResult result = fixed.two_m < kNarrow && fixed.total_mass < kNarrow
                            ? Run<std::int32_t>(graph, settings, fixed, control).run(initial)
                            : Run<std::int64_t>(graph, settings, fixed, control).run(initial);
  result.converged = result.converged || fixed.vertex.empty();
  return result;
}

}  // namespace accountgraph
