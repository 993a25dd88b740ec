#include <accountgraph/communities/leiden.hpp>

#include <cmath>
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
constexpr int kPatience = 3;              // iterations in a row that find nothing better: then it has converged
constexpr int kMostByItself = 10;         // iterations where the caller names no number,
constexpr double kWorthAnother = 0.0005;  // and the share of the quality one must gain to be followed by another

// The first two iterations merge units as far as they can: fast and rough. The later ones merge once: units that can
// still move are where the gains of further iterations come from.
std::uint32_t refine_passes(int iteration) { return iteration <= 1 ? 8 : 1; }

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
template <class Weight, class Mass>
class Run {
 public:
  Run(const Graph& graph, const LeidenOptions& options, const Scale& scale, const Control& control)
      : graph_(graph),
        options_(options),
        scale_(scale),
        control_(control),
        base_(make_base<Weight, Mass>(graph, options.objective, scale, control)) {
    const bool cpm = options.objective == Objective::cpm;
    coefficient_ =
        cpm ? std::ldexp(options.resolution, scale.exponent) : options.resolution / static_cast<double>(base_.two_m);
  }

  LeidenResult run(const Partition* initial) {
    Labels label(base_.vertex.size());
    for (std::uint32_t i = 0; i < label.size(); ++i) label[i] = initial ? (*initial)[base_.vertex[i]] : i;
    const auto communities =
        initial ? split_disconnected(base_.level, label, control_) : static_cast<std::uint32_t>(label.size());
    result_.quality = quality(tally(base_.level, label, communities, control_));
    result_.converged = label.empty();
    keep(label, {});
    const bool by_itself = options_.max_iterations == 0;
    const int most = by_itself ? kMostByItself : options_.max_iterations;
    int in_vain = 0;
    while (result_.iterations < most && !result_.converged) {
      control_.report("communities", static_cast<std::uint64_t>(result_.iterations), static_cast<std::uint64_t>(most));
      std::vector<Labels> parents;
      const double before = result_.quality, reached = iterate(label, parents);
      ++result_.iterations;
      if (reached > before) {
        in_vain = 0;
        result_.quality = reached;
        keep(label, parents);
      } else {
        result_.converged = ++in_vain == kPatience;
        for (std::size_t i = 0; i < label.size(); ++i) label[i] = result_.partition[base_.vertex[i]];
        split_disconnected(base_.level, label, control_);
      }
      if (by_itself && reached - before < kWorthAnother * std::abs(before)) result_.converged = true;
    }
    return std::move(result_);
  }

 private:
  // From `label` (of the base, by its numbering before) to a better partition (by its numbering after).
  // parents[d][v] = the vertex of level d + 1 that v of level d went into.
  double iterate(Labels& label, std::vector<Labels>& parents) {
    std::vector<std::uint8_t> active(label.size(), 1);
    Level<Mass, Mass> coarse;
    bool more = step(base_.level, coarse, label, active, parents);
    while (more) {
      Level<Mass, Mass> next;
      more = step(coarse, next, label, active, parents);
      if (more) coarse = std::move(next);
    }
    const double reached = parents.empty() ? finish(base_.level, label) : finish(coarse, label);
    label = carry_down(parents, parents.size(), &label);
    return reached;
  }

  template <class Top>
  double finish(const Top& top, Labels& label) {
    const std::uint32_t communities = split_disconnected(top, label, control_);
    return quality(tally(top, label, communities, control_));
  }

  // Moves the vertices of `level`, refines, and folds into `coarse`, with labels and active marks for it. Returns whether
  // it did fold; if not, labels and marks are those of `level`. The base is left renumbered.
  template <class From>
  bool step(Level<From, Mass>& level, Level<Mass, Mass>& coarse, Labels& label, std::vector<std::uint8_t>& active,
            std::vector<Labels>& parents) {
    const bool alone = all_alone(label);
    const std::uint32_t before = level.num_vertices();
    const auto depth = static_cast<int>(parents.size());
    const auto stream = static_cast<std::uint64_t>(result_.iterations) * kMaxLevels + static_cast<std::uint64_t>(depth);
    const MoveOptions move{.stream = stream,
                           .seed = options_.seed,
                           .settled_share = settled_share(result_.iterations),
                           .from_singletons = depth == 0 && alone};
    const std::uint64_t looked_at = move_vertices(level, coefficient_, move, label, active, control_);
    result_.work.push_back({result_.iterations, depth, before, level.num_entries() / 2, looked_at});
    if (depth + 1 == kMaxLevels || all_alone(label)) return false;

    const Order order = order_by_community(label, control_);
    Ordered<From, Mass> ordered = renumbered(level, order, control_);
    if (depth == 0) level = {};
    const Units units = refine(ordered, order, coefficient_, mix64(options_.seed) ^ stream,
                               refine_passes(result_.iterations), control_);
    const std::uint32_t after = units.num_units();
    const bool shrinks = after < before && before - after >= before / 256;
    if (shrinks) coarse = fold(ordered.level, order, units, control_);
    if (depth == 0) {
      renumber(base_.vertex, order);
      renumber(active, order);
      label = order.community;
      level = std::move(ordered.level);
    }
    if (!shrinks) return false;

    Labels parent = units.unit;
    if (depth > 0) {
      parallel_each(before, kBlock, control_, [&](std::size_t v) { parent[v] = units.unit[order.new_vertex[v]]; });
    }
    active = waiting_units(parent, active, after);
    label.resize(after);
    parallel_each(order.num_communities(), kBlock, control_, [&](std::size_t c) {
      for (std::uint32_t u = units.first_of[c]; u != units.first_of[c + 1]; ++u) {
        label[u] = static_cast<std::uint32_t>(c);
      }
    });
    parents.push_back(std::move(parent));
    return true;
  }

  // Units of more than one vertex, and those whose vertex was still waiting.
  static std::vector<std::uint8_t> waiting_units(const Labels& parent, const std::vector<std::uint8_t>& active,
                                                 std::uint32_t units) {
    std::vector<std::uint8_t> seen(units, 0), waiting(units, 0);
    for (std::size_t v = 0; v < parent.size(); ++v) {
      waiting[parent[v]] |= active[v] | seen[parent[v]];
      seen[parent[v]] = 1;
    }
    return waiting;
  }

  template <class T>
  void renumber(std::vector<T>& values, const Order& order) const {
    std::vector<T> result(values.size());
    parallel_each(values.size(), kBlock, control_, [&](std::size_t v) { result[v] = values[order.old_vertex[v]]; });
    values = std::move(result);
  }

  // What each vertex of base_ has become after `depth` folds, and its label there (none: that vertex itself).
  Labels carry_down(const std::vector<Labels>& parents, std::size_t depth, const Labels* top) const {
    Labels result(base_.vertex.size());
    parallel_each(result.size(), kBlock, control_, [&](std::size_t v) {
      auto at = static_cast<std::uint32_t>(v);
      for (std::size_t d = 0; d < depth; ++d) at = parents[d][at];
      result[v] = top ? (*top)[at] : at;
    });
    return result;
  }

  double quality(const Tally& tally) const {
    if (base_.two_m == 0 && options_.objective == Objective::modularity) return 0;
    const auto inside = static_cast<double>(base_.two_m - tally.between);
    const Int128 squares = tally.squares + base_.lone_squares;
    if (options_.objective == Objective::modularity) {
      return (inside - coefficient_ * static_cast<double>(squares)) / static_cast<double>(base_.two_m);
    }
    return std::ldexp(inside - coefficient_ * static_cast<double>(squares - base_.total_mass), -scale_.exponent) / 2;
  }

  // As a partition of the caller's graph: vertices without an edge are alone.
  Partition to_partition(const Labels& label) const {
    const std::uint32_t n = graph_.num_vertices();
    Labels all(n);
    for (std::uint32_t v = 0; v < n; ++v) all[v] = n + v;
    for (std::size_t i = 0; i < label.size(); ++i) all[base_.vertex[i]] = label[i];
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
  const Scale& scale_;
  const Control& control_;
  Base<Weight, Mass> base_;
  double coefficient_ = 0;
  LeidenResult result_;
};

}  // namespace

void validate(const LeidenOptions& options) {
  require(options.resolution > 0 && std::isfinite(options.resolution), "resolution", "> 0 and finite",
          options.resolution);
  require(options.max_iterations >= 0, "max_iterations", ">= 0", options.max_iterations);
}

LeidenResult leiden(const Graph& graph, const LeidenOptions& options, const Partition* initial,
                    const Control& control) {
  validate(options);
  require(!initial || initial->num_vertices() == graph.num_vertices(), "initial", "one label a vertex of `graph`",
          initial ? initial->num_vertices() : 0);
  const Scale scale = choose_scale(graph, options.objective, control);
  if (scale.narrow_mass) return Run<std::int32_t, std::int32_t>(graph, options, scale, control).run(initial);
  if (scale.narrow_weight) return Run<std::int32_t, std::int64_t>(graph, options, scale, control).run(initial);
  return Run<std::int64_t, std::int64_t>(graph, options, scale, control).run(initial);
}

}  // namespace accountgraph
