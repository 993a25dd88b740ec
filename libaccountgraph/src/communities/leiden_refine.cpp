// Per community S: every vertex starts as a unit of its own. A vertex that is still alone and well connected to S
// (weight to S >= coefficient * mass * mass of the rest of S) joins the neighbouring unit with the largest gain > 0
// among those that are well connected to S themselves. The units are then folded and merged in the same way until a
// pass merges little: one pass makes units of about three vertices, and the next level would hardly be smaller.
#include "leiden_refine.hpp"

#include <algorithm>
#include <numeric>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::size_t kCommunityBlock = 32;
constexpr std::uint32_t kCheckEvery = 1 << 12;

struct Task {
  double coefficient;
  const CounterRandom& random;
  std::uint64_t stream;
  std::uint32_t max_passes;
  const Control& control;
};

// Rows of the subgraph of one community, vertices numbered from 0.
template <class Weight>
struct LocalRows {
  const std::uint64_t* begin;
  const std::uint64_t* end;
  const std::uint32_t* neighbour;
  const Weight* weight;  // none: every edge weighs 1
  std::uint32_t offset;  // what neighbour[] is ahead of local numbers

  Weight weight_of(std::uint64_t entry) const { return weight ? weight[entry] : Weight{1}; }
  template <class Mass>
  Mass strength(std::uint32_t v) const {
    if (!weight) return static_cast<Mass>(end[v] - begin[v]);
    return std::accumulate(weight + begin[v], weight + end[v], Mass{0});
  }
};

template <class Mass>
class Refiner {
 public:
  /// unit[0 .. size) becomes the unit of each vertex of the community, numbered by first vertex. Returns their number.
  template <class Weight>
  std::uint32_t run(const Level<Weight, Mass>& level, const std::uint64_t* inner_end, std::uint32_t first,
                    std::uint32_t members, std::uint32_t* unit, const Task& task) {
    std::iota(unit, unit + members, 0U);
    if (members == 1) return 1;
    stream_ = task.stream;
    mass_.assign(level.mass.begin() + first, level.mass.begin() + first + members);
    total_mass_ = std::accumulate(mass_.begin(), mass_.end(), Mass{0});
    if (members > arc_.size()) arc_.resize(members, 0);

    const LocalRows<Weight> whole{level.begin.data() + first, inner_end + first, level.neighbour.data(),
                                  level.weight.data(), first};
    std::uint32_t size = merge(whole, members, task);
    if (size == members) return size;
    std::copy(target_.begin(), target_.begin() + members, unit);
    for (std::uint32_t before = members, pass = 1; pass < task.max_passes && size > 1; ++pass) {
      if (before - size < before / 64) break;
      if (pass == 1) {
        fold(whole, before, size, task.control);
      } else {
        fold(folded_rows(), before, size, task.control);
      }
      before = size;
      size = merge(folded_rows(), before, task);
      for (std::uint32_t v = 0; v < members; ++v) unit[v] = target_[unit[v]];
    }
    return size;
  }

 private:
  // One pass of merges. target_[v] becomes the unit of v, numbered by first vertex; returns how many.
  template <class Weight>
  std::uint32_t merge(const LocalRows<Weight>& rows, std::uint32_t size, const Task& task) {
    target_.resize(size);
    std::iota(target_.begin(), target_.end(), 0U);
    unit_mass_.assign(mass_.begin(), mass_.begin() + size);
    outward_.resize(size);
    joined_.assign(size, 0);
    for (std::uint32_t v = 0; v < size; ++v) {
      outward_[v] = rows.template strength<Mass>(v);
    }
    std::uint32_t left = size;
    shuffle(size, task.random);
    for (std::uint32_t i = 0; i < size; ++i) {
      if (i % kCheckEvery == 0) task.control.check();
      const std::uint32_t v = order_[i];
      const Mass strength = outward_[v];
      if (joined_[v] || !well_connected(v, task.coefficient)) continue;
      const std::uint32_t to = best_unit(rows, v, task.coefficient);
      if (to == v) continue;
      outward_[to] += strength - 2 * arc_weight_;
      unit_mass_[to] += mass_[v];
      joined_[to] = joined_[v] = 1;
      target_[v] = to;
      --left;
    }
    if (left == size) return left;
    number_.assign(size, kNone);
    std::uint32_t next = 0;
    for (std::uint32_t v = 0; v < size; ++v) {
      std::uint32_t& number = number_[target_[v]];
      if (number == kNone) number = next++;
      target_[v] = number;
    }
    return left;
  }

  // The order of visits. Another one each iteration: from there comes what a further iteration can still find.
  void shuffle(std::uint32_t size, const CounterRandom& random) {
    order_.resize(size);
    for (std::uint32_t i = 0; i < size; ++i) {
      const auto j = static_cast<std::uint32_t>(random.below(i + std::uint64_t{1}, stream_, i));
      order_[i] = order_[j];
      order_[j] = i;
    }
    ++stream_;
  }

  bool well_connected(std::uint32_t unit, double coefficient) const {
    const auto mass = static_cast<double>(unit_mass_[unit]);
    return static_cast<double>(outward_[unit]) >=
           coefficient * mass * static_cast<double>(total_mass_ - unit_mass_[unit]);
  }

  // The unit that v gains most by joining, or v; arc_weight_ = the weight of v's edges into it.
  template <class Weight>
  std::uint32_t best_unit(const LocalRows<Weight>& rows, std::uint32_t v, double coefficient) {
    touched_.clear();
    for (std::uint64_t e = rows.begin[v]; e != rows.end[v]; ++e) {
      const std::uint32_t to = target_[rows.neighbour[e] - rows.offset];
      if (arc_[to] == 0) touched_.push_back(to);
      arc_[to] += static_cast<Mass>(rows.weight_of(e));
    }
    const double penalty = coefficient * static_cast<double>(mass_[v]);
    std::uint32_t best = v;
    double best_gain = 0;
    for (const std::uint32_t to : touched_) {
      const double gain = static_cast<double>(arc_[to]) - penalty * static_cast<double>(unit_mass_[to]);
      const bool better = gain > best_gain || (gain == best_gain && best != v && to < best);
      if (better && well_connected(to, coefficient)) {
        best_gain = gain;
        best = to;
        arc_weight_ = arc_[to];
      }
      arc_[to] = 0;
    }
    return best;
  }

  // Replaces the rows and masses by those of the `units` units that target_ names; edges inside a unit disappear.
  LocalRows<Mass> folded_rows() const {
    return {row_begin_.data(), row_begin_.data() + 1, neighbour_.data(), weight_.data(), 0};
  }

  template <class Weight>
  void fold(const LocalRows<Weight>& rows, std::uint32_t size, std::uint32_t units, const Control& control) {
    start_.assign(units + 1, 0);
    for (std::uint32_t v = 0; v < size; ++v) ++start_[target_[v]];
    running_total(start_);
    member_.resize(size);
    next_mass_.assign(units, 0);
    for (std::uint32_t v = 0; v < size; ++v) {
      member_[start_[target_[v]]++] = v;
      next_mass_[target_[v]] += mass_[v];
    }
    next_begin_.resize(units + 1);
    next_neighbour_.clear();
    next_weight_.clear();
    std::uint32_t next = 0;
    for (std::uint32_t unit = 0; unit < units; ++unit) {  // start_[unit] is now the end of the unit's members
      next_begin_[unit] = next_neighbour_.size();
      if (unit % kCheckEvery == 0) control.check();
      touched_.clear();
      for (; next != start_[unit]; ++next) {
        const std::uint32_t v = member_[next];
        for (std::uint64_t e = rows.begin[v]; e != rows.end[v]; ++e) {
          const std::uint32_t to = target_[rows.neighbour[e] - rows.offset];
          if (to == unit) continue;
          if (arc_[to] == 0) touched_.push_back(to);
          arc_[to] += static_cast<Mass>(rows.weight_of(e));
        }
      }
      for (const std::uint32_t to : touched_) {
        next_neighbour_.push_back(to);
        next_weight_.push_back(arc_[to]);
        arc_[to] = 0;
      }
    }
    next_begin_[units] = next_neighbour_.size();
    mass_.swap(next_mass_);
    row_begin_.swap(next_begin_);
    neighbour_.swap(next_neighbour_);
    weight_.swap(next_weight_);
  }

  std::uint64_t stream_ = 0;
  Mass total_mass_ = 0, arc_weight_ = 0;
  std::vector<Mass> mass_, unit_mass_, outward_, arc_, weight_, next_mass_, next_weight_;
  std::vector<std::uint8_t> joined_;
  std::vector<std::uint32_t> target_, order_, number_, touched_, start_, member_, neighbour_, next_neighbour_;
  std::vector<std::uint64_t> row_begin_, next_begin_;
};

}  // namespace

template <class Weight, class Mass>
Units refine(const Ordered<Weight, Mass>& ordered, const Order& order, double coefficient, std::uint64_t seed,
             std::uint32_t max_passes, const Control& control) {
  const CounterRandom random(seed);
  Units units;
  units.unit.resize(ordered.level.num_vertices());
  units.first_of.assign(std::size_t{order.num_communities()} + 1, 0);
  PerThread<Refiner<Mass>> refiners;
  parallel_blocks(order.num_communities(), kCommunityBlock, control, [&](std::size_t begin, std::size_t end) {
    Refiner<Mass>& refiner = refiners.local();
    for (std::size_t c = begin; c != end; ++c) {
      const std::uint32_t first = order.begin[c], members = order.begin[c + 1] - first;
      const Task task{coefficient, random, std::uint64_t{c} << 8, max_passes, control};
      units.first_of[c] =
          refiner.run(ordered.level, ordered.inner_end.data(), first, members, units.unit.data() + first, task);
    }
  });
  running_total(units.first_of);
  parallel_each(units.unit.size(), 1 << 14, control,
                [&](std::size_t v) { units.unit[v] += units.first_of[order.community[v]]; });
  return units;
}

#define INSTANTIATE(Weight, Mass)                                                                         \
  template Units refine(const Ordered<Weight, Mass>&, const Order&, double, std::uint64_t, std::uint32_t, \
                        const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
