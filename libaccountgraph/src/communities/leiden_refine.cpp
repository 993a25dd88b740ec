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

// Rows of the subgraph of one community, vertices numbered from 0.
template <class Weight>
struct LocalRows {
  const std::uint64_t* begin;
  const std::uint64_t* end;
  const std::uint32_t* neighbour;
  const Weight* weight;
  std::uint32_t offset;  // what neighbour[] is ahead of local numbers
};

template <class Weight>
class Refiner {
 public:
  /// unit[0 .. size) becomes the unit of each vertex of the community, numbered by first vertex. Returns their number.
  std::uint32_t run(const Ordered<Weight>& ordered, std::uint32_t community, double coefficient, std::uint32_t* unit,
                    const CounterRandom& random, int max_passes, const Control& control) {
    max_passes_ = max_passes;
    random_ = random;
    stream_ = std::uint64_t{community} << 8;
    const std::uint32_t first = ordered.begin[community];
    std::uint32_t size = ordered.begin[community + 1] - first;
    std::iota(unit, unit + size, 0U);
    if (size == 1) return 1;
    const std::uint32_t members = size;
    mass_.assign(ordered.level.mass.begin() + first, ordered.level.mass.begin() + first + size);
    total_mass_ = std::accumulate(mass_.begin(), mass_.end(), Weight{0});
    if (size > arc_.size()) arc_.resize(size, 0);

    LocalRows<Weight> rows{ordered.level.begin.data() + first, ordered.inner_end.data() + first,
                           ordered.level.neighbour.data(), ordered.level.weight.data(), first};
    for (int pass = 0; pass < max_passes_; ++pass) {
      const std::uint32_t left = merge(rows, size, coefficient, control);
      if (left == size) break;
      for (std::uint32_t v = 0; v < members; ++v) unit[v] = target_[unit[v]];
      const bool little = size - left < size / 64;
      if (left == 1 || little) {
        size = left;
        break;
      }
      fold(rows, size, left, control);
      rows = {row_begin_.data(), row_begin_.data() + 1, neighbour_.data(), weight_.data(), 0};
      size = left;
    }
    return size;
  }

 private:
  // One pass of merges. target_[v] becomes the unit of v, numbered by first vertex; returns how many.
  std::uint32_t merge(const LocalRows<Weight>& rows, std::uint32_t size, double coefficient, const Control& control) {
    target_.resize(size);
    std::iota(target_.begin(), target_.end(), 0U);
    unit_mass_.assign(mass_.begin(), mass_.begin() + size);
    outward_.resize(size);
    joined_.assign(size, 0);
    for (std::uint32_t v = 0; v < size; ++v) {
      outward_[v] = std::accumulate(rows.weight + rows.begin[v], rows.weight + rows.end[v], Weight{0});
    }
    std::uint32_t left = size;
    shuffle(size);
    for (std::uint32_t i = 0; i < size; ++i) {
      if (i % kCheckEvery == 0) control.check();
      const std::uint32_t v = order_[i];
      const Weight strength = outward_[v];
      if (joined_[v] || !well_connected(v, coefficient)) continue;
      const std::uint32_t to = best_unit(rows, v, coefficient);
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
  void shuffle(std::uint32_t size) {
    order_.resize(size);
    for (std::uint32_t i = 0; i < size; ++i) {
      const auto j = static_cast<std::uint32_t>(random_.below(i + std::uint64_t{1}, stream_, i));
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
  std::uint32_t best_unit(const LocalRows<Weight>& rows, std::uint32_t v, double coefficient) {
    touched_.clear();
    for (std::uint64_t e = rows.begin[v]; e != rows.end[v]; ++e) {
      const std::uint32_t to = target_[rows.neighbour[e] - rows.offset];
      if (arc_[to] == 0) touched_.push_back(to);
      arc_[to] += rows.weight[e];
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
  void fold(const LocalRows<Weight>& rows, std::uint32_t size, std::uint32_t units, const Control& control) {
    start_.assign(units + 1, 0);
    for (std::uint32_t v = 0; v < size; ++v) ++start_[target_[v]];
    running_total(start_);
    member_.resize(size);
    std::vector<Weight> folded_mass(units, 0);
    for (std::uint32_t v = 0; v < size; ++v) {
      member_[start_[target_[v]]++] = v;
      folded_mass[target_[v]] += mass_[v];
    }
    std::vector<std::uint64_t> begin(units + 1);
    std::vector<std::uint32_t> neighbour;
    std::vector<Weight> weight;
    std::uint32_t next = 0;
    for (std::uint32_t unit = 0; unit < units; ++unit) {  // start_[unit] is now the end of the unit's members
      begin[unit] = neighbour.size();
      if (unit % kCheckEvery == 0) control.check();
      touched_.clear();
      for (; next != start_[unit]; ++next) {
        const std::uint32_t v = member_[next];
        for (std::uint64_t e = rows.begin[v]; e != rows.end[v]; ++e) {
          const std::uint32_t to = target_[rows.neighbour[e] - rows.offset];
          if (to == unit) continue;
          if (arc_[to] == 0) touched_.push_back(to);
          arc_[to] += rows.weight[e];
        }
      }
      for (const std::uint32_t to : touched_) {
        neighbour.push_back(to);
        weight.push_back(arc_[to]);
        arc_[to] = 0;
      }
    }
    begin[units] = neighbour.size();
    mass_ = std::move(folded_mass);
    row_begin_ = std::move(begin);
    neighbour_ = std::move(neighbour);
    weight_ = std::move(weight);
  }

  CounterRandom random_{0};
  std::uint64_t stream_ = 0;
  int max_passes_ = 1;
  Weight total_mass_ = 0, arc_weight_ = 0;
  std::vector<Weight> mass_, unit_mass_, outward_, arc_, weight_;
  std::vector<std::uint8_t> joined_;
  std::vector<std::uint32_t> target_, order_, number_, touched_, start_, member_, neighbour_;
  std::vector<std::uint64_t> row_begin_;
};

}  // namespace

template <class Weight>
Units refine(const Ordered<Weight>& ordered, double coefficient, std::uint64_t seed, int max_passes,
             const Control& control) {
  const CounterRandom random(seed);
  Units units;
  units.unit.resize(ordered.level.num_vertices());
  units.first_of.assign(std::size_t{ordered.num_communities()} + 1, 0);
  PerThread<Refiner<Weight>> refiners;
  parallel_blocks(ordered.num_communities(), kCommunityBlock, control, [&](std::size_t begin, std::size_t end) {
    Refiner<Weight>& refiner = refiners.local();
    for (std::size_t c = begin; c != end; ++c) {
      units.first_of[c] = refiner.run(ordered, static_cast<std::uint32_t>(c), coefficient,
                                      units.unit.data() + ordered.begin[c], random, max_passes, control);
    }
  });
  running_total(units.first_of);
  parallel_each(units.unit.size(), 1 << 14, control,
                [&](std::size_t v) { units.unit[v] += units.first_of[ordered.community[v]]; });
  return units;
}

template Units refine(const Ordered<std::int32_t>&, double, std::uint64_t, int, const Control&);
template Units refine(const Ordered<std::int64_t>&, double, std::uint64_t, int, const Control&);

}  // namespace accountgraph::leiden_internal
