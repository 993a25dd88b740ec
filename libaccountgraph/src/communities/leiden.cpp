#include <accountgraph/communities/leiden.hpp>

#include <algorithm>
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
constexpr int kPatience = 3;  // iterations in a row that find nothing better: then it has converged

// Where the caller names no number of iterations: a graph that takes little work is climbed several times to the end,
// and the best summit counts; a large one as long as the last iteration gained and the next promises enough. Single
// moves are what promises; in a sparse graph gains come from moving units, and single moves say nothing.
constexpr std::uint64_t kLittle = 1 << 21;  // ends of edges looked at, in all
constexpr int kClimbs = 4, kIterations = 10;
constexpr double kWorthAnother = 0.0005;  // of the quality
constexpr std::uint64_t kSparse = 8;      // fewer edges a vertex

// The first two iterations of a climb merge units as far as they can: fast and rough. The later ones merge once: units
// that can still move are where the gains of further iterations come from.
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
    Climb best = climb(initial);
    for (int climbs = 1; climbs < kClimbs && takes_little() && !base_.vertex.empty(); ++climbs) {
      Climb other = climb(initial);
      if (other.quality > best.quality) best = std::move(other);
    }
    result_.partition = std::move(best.partition);
    result_.quality = best.quality;
    result_.converged = best.converged;
    return std::move(result_);
  }

  // The units of merging once a level inside the communities, as long as that is not better than the communities.
  std::vector<Partition> levels(const Partition& partition) {
    Labels label = labels_of(&partition);
    const double most = quality(tally(base_.level, label, partition.num_communities(), control_));
    split_disconnected(base_.level, label, control_);
    std::vector<std::uint8_t> active(label.size(), 1);
    std::vector<Labels> parents;
    std::vector<Partition> found;
    Level<Mass, Mass> coarse;
    bool more = merge(base_.level, coarse, label, active, parents, 1);
    while (more) {
      Labels alone(coarse.num_vertices());
      std::iota(alone.begin(), alone.end(), 0U);
      if (quality(tally(coarse, alone, coarse.num_vertices(), control_)) > most) break;
      found.push_back(to_partition(carry_down(parents, nullptr)));
      Level<Mass, Mass> next;
      more = merge(coarse, next, label, active, parents, 1);
      if (more) coarse = std::move(next);
    }
    if (found.empty() || found.back() != partition) found.push_back(partition);
    return found;
  }

 private:
  struct Climb {
    Partition partition;
    double quality = 0;
    bool converged = false;
  };

  bool by_itself() const { return options_.max_iterations == 0; }
  bool takes_little() const { return by_itself() && looked_at_ <= kLittle; }

  // Iterates from `initial`, or from single vertices.
  Climb climb(const Partition* initial) {
    Labels label = labels_of(initial);
    const double start = quality(initial ? tally_parts(base_.level, label) : tally_of_singletons());
    Climb best{to_partition(label), start, label.empty()};
    const int most = by_itself() ? kIterations : options_.max_iterations;
    int in_vain = 0;
    for (iteration_ = 0; iteration_ < most && !best.converged; ++result_.iterations) {
      control_.report("communities", static_cast<std::uint64_t>(iteration_), static_cast<std::uint64_t>(most));
      const double reached = iterate(label), gain = reached - best.quality;
      ++iteration_;
      if (gain > 0) {
        in_vain = 0;
        best.quality = reached;
        best.partition = to_partition(label);
      } else {
        best.converged = ++in_vain == kPatience;
        label = labels_of(&best.partition);
        split_disconnected(base_.level, label, control_);
      }
      if (by_itself() && !takes_little() && !worth_another(gain, best.quality, label)) best.converged = true;
    }
    return best;
  }

  bool worth_another(double gain, double reached, Labels& label) const {
    const double worth = kWorthAnother * std::abs(reached);
    const bool sparse = base_.level.num_entries() < 2 * kSparse * label.size();
    return gain > worth && (sparse || quality_in_sight(label) > worth);
  }

  // By the base's numbering; none: every vertex by itself.
  Labels labels_of(const Partition* partition) const {
    Labels label(base_.vertex.size());
    for (std::uint32_t i = 0; i < label.size(); ++i) label[i] = partition ? (*partition)[base_.vertex[i]] : i;
    return label;
  }

  // What the next iteration can hope for.
  double quality_in_sight(Labels& label) const {
    const double gain = gain_in_sight(base_.level, coefficient_, options_.seed, label, control_);
    return options_.objective == Objective::cpm ? std::ldexp(gain, -scale_.exponent)
                                                : 2 * gain / static_cast<double>(base_.two_m);
  }

  // From `label` (of the base, by its numbering before) to a better partition (by its numbering after).
  double iterate(Labels& label) {
    std::vector<std::uint8_t> active(label.size(), 1);
    std::vector<Labels> parents;
    Level<Mass, Mass> coarse;
    bool more = step(base_.level, coarse, label, active, parents);
    while (more) {
      Level<Mass, Mass> next;
      more = step(coarse, next, label, active, parents);
      if (more) coarse = std::move(next);
    }
    const double reached = quality(parents.empty() ? tally_parts(base_.level, label) : tally_parts(coarse, label));
    label = carry_down(parents, &label);
    return reached;
  }

  // Of the connected parts of the communities, which become the labels.
  template <class Top>
  Tally tally_parts(const Top& top, Labels& label) const {
    const std::uint32_t communities = split_disconnected(top, label, control_);
    return tally(top, label, communities, control_);
  }

  Tally tally_of_singletons() const {
    Tally result{.between = base_.two_m - base_.loops};
    for (const Mass mass : base_.level.mass) result.squares += Int128{mass} * mass;
    return result;
  }

  // Moves the vertices of `level`, then merges them. parents[d][v] = the vertex of level d + 1 that v of level d went
  // into. Returns whether there is a coarser level.
  template <class From>
  bool step(Level<From, Mass>& level, Level<Mass, Mass>& coarse, Labels& label, std::vector<std::uint8_t>& active,
            std::vector<Labels>& parents) {
    const auto depth = static_cast<int>(parents.size());
    const MoveOptions move{.stream = stream(depth),
                           .seed = options_.seed,
                           .settled_share = settled_share(iteration_),
                           .from_singletons = depth == 0 && all_alone(label)};
    const std::uint64_t looked_at = move_vertices(level, coefficient_, move, label, active, control_);
    looked_at_ += looked_at * level.num_entries() / std::max(level.num_vertices(), 1U);
    result_.work.push_back({result_.iterations, depth, level.num_vertices(), level.num_entries() / 2, looked_at});
    return merge(level, coarse, label, active, parents, refine_passes(iteration_));
  }

  std::uint64_t stream(int depth) const {
    return static_cast<std::uint64_t>(result_.iterations) * kMaxLevels + static_cast<std::uint64_t>(depth);
  }

  // Refines the communities and folds their units into `coarse`, with labels and active marks for it. Returns whether
  // it did fold; if not, labels and marks are those of `level`. The base is left renumbered.
  template <class From>
  bool merge(Level<From, Mass>& level, Level<Mass, Mass>& coarse, Labels& label, std::vector<std::uint8_t>& active,
             std::vector<Labels>& parents, std::uint32_t passes) {
    const std::uint32_t before = level.num_vertices();
    const auto depth = static_cast<int>(parents.size());
    if (depth + 1 == kMaxLevels || all_alone(label)) return false;
    const Order order = order_by_community(label, control_);
    Ordered<From, Mass> ordered = renumbered(level, order, control_);
    if (depth == 0) level = {};
    const Units units = refine(ordered, order, coefficient_, mix64(options_.seed) ^ stream(depth), passes, control_);
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

  // What each vertex of base_ has become after the folds, and its label there (none: that vertex itself).
  Labels carry_down(const std::vector<Labels>& parents, const Labels* top) const {
    Labels result(base_.vertex.size());
    parallel_each(result.size(), kBlock, control_, [&](std::size_t v) {
      auto at = static_cast<std::uint32_t>(v);
      for (const Labels& parent : parents) at = parent[at];
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

  const Graph& graph_;
  const LeidenOptions& options_;
  const Scale& scale_;
  const Control& control_;
  Base<Weight, Mass> base_;
  double coefficient_ = 0;
  int iteration_ = 0;            // of this climb
  std::uint64_t looked_at_ = 0;  // ends of edges, in all
  LeidenResult result_;
};

}  // namespace

void validate(const LeidenOptions& options) {
  require(options.resolution > 0 && std::isfinite(options.resolution), "resolution", "> 0 and finite",
          options.resolution);
  require(options.max_iterations >= 0, "max_iterations", ">= 0", options.max_iterations);
}

namespace {

// body(a Run of the types that the weights ask for).
template <class Body>
auto with_run(const Graph& graph, const LeidenOptions& options, const Control& control, Body body) {
  const Scale scale = choose_scale(graph, options.objective, control);
  if (scale.narrow_mass) return body(Run<std::int32_t, std::int32_t>(graph, options, scale, control));
  if (scale.narrow_weight) return body(Run<std::int32_t, std::int64_t>(graph, options, scale, control));
  return body(Run<std::int64_t, std::int64_t>(graph, options, scale, control));
}

void check(const Graph& graph, const char* name, const Partition& partition) {
  require(partition.num_vertices() == graph.num_vertices(), name, "one label a vertex of `graph`",
          partition.num_vertices());
}

}  // namespace

LeidenResult leiden(const Graph& graph, const LeidenOptions& options, const Partition* initial,
                    const Control& control) {
  validate(options);
  if (initial) check(graph, "initial", *initial);
  return with_run(graph, options, control, [&](auto run) { return run.run(initial); });
}

std::vector<Partition> leiden_levels(const Graph& graph, const Partition& partition, const LeidenOptions& options,
                                     const Control& control) {
  validate(options);
  check(graph, "partition", partition);
  return with_run(graph, options, control, [&](auto run) { return run.levels(partition); });
}

}  // namespace accountgraph
