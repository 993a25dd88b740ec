// A sweep puts the active vertices into lists by hash. Per list: (1) every vertex finds its best community against
// frozen labels and totals; (2) all that want to move do, totals by integer addition; (3) a mover whose target has
// become too crowded to beat staying goes back, one after the other in list order. (1) and (2) are parallel and read
// nothing that they write, (3) is sequential and seldom needed; all three depend on sets, not on schedules.
// Small levels are moved one vertex at a time, in order of their hashes.
#include "leiden_move.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

#include "leiden_choice.hpp"

namespace accountgraph::leiden_internal {
namespace {

constexpr std::uint32_t kLists = 16;       // fewer crowd communities or swap for ever; more only cost barriers
constexpr std::uint32_t kOneByOne = 2048;  // levels up to this size move one vertex at a time
constexpr std::uint32_t kCheckEvery = 256;
constexpr std::size_t kVertexBlock = 256;
constexpr std::size_t kScanBlock = 1 << 14;

template <class T>
void store(T& to, T value) {
  std::atomic_ref(to).store(value, std::memory_order_relaxed);
}
template <class T>
void add(T& to, T value) {
  std::atomic_ref(to).fetch_add(value, std::memory_order_relaxed);
}

struct Move {
  std::uint32_t vertex, from, to;
  double weight_to, bar;
};

template <class Weight, class Mass>
class Mover {
 public:
  Mover(const Level<Weight, Mass>& level, double coefficient, const MoveOptions& options,
        std::vector<std::uint32_t>& label, std::vector<std::uint8_t>& active, const Control& control)
      : level_(level),
        options_(options),
        state_{level, coefficient, label, std::vector<Mass>(2 * std::size_t{level.num_vertices()}, 0)},
        active_(active),
        control_(control),
        random_(options.seed),
        n_(level.num_vertices()) {
    parallel_each(n_, kScanBlock, control, [&](std::size_t v) { add(state_.total[label[v]], level.mass[v]); });
  }

  std::uint64_t run() {
    std::uint64_t looked_at = 0;
    for (int sweep = 0; sweep < options_.max_sweeps; ++sweep) {
      const std::uint64_t stream = mix64(options_.stream * 64 + static_cast<std::uint64_t>(sweep));
      moved_ = 0;
      n_ <= kOneByOne ? one_by_one(stream) : in_lists(stream, !(options_.from_singletons && sweep == 0));
      looked_at += queue_.size();
      if (queue_.empty() || static_cast<double>(moved_) <= options_.settled_share * n_) break;
    }
    return looked_at;
  }

 private:
  void one_by_one(std::uint64_t stream) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t v = 0; v < n_; ++v) {
      if (active_[v]) order.emplace_back(random_.at(stream, v), v);
    }
    std::sort(order.begin(), order.end());
    queue_.clear();
    ChoiceScratch<Mass>& scratch = scratch_.local();
    for (const auto& [hash, v] : order) {
      if (queue_.size() % kCheckEvery == 0) control_.check();
      queue_.push_back(v);
      active_[v] = 0;
      choose(state_, &v, &v + 1, scratch, [&](std::uint32_t, const Choice& choice, const std::uint32_t* labels) {
        if (choice.to == state_.label[v]) return;
        state_.total[state_.label[v]] -= level_.mass[v];
        state_.total[choice.to] += level_.mass[v];
        state_.label[v] = choice.to;
        ++moved_;
        for (std::uint64_t e = level_.begin[v]; e != level_.begin[v + 1]; ++e) {
          if (*labels++ != choice.to) active_[level_.neighbour[e]] = 1;
        }
      });
    }
  }

  void in_lists(std::uint64_t stream, bool stamping) {
    list_of_.resize(n_, 0);
    stamp_.resize(n_, 0);
    make_lists(stream);
    for (std::uint32_t list = 0; list < kLists; ++list) {
      run_list(static_cast<std::uint8_t>(list + 1), queue_.data() + list_begin_[list],
               list_begin_[list + 1] - list_begin_[list], stamping);
    }
    // A vertex goes again when a neighbour that matters moved in or after its own turn.
    parallel_each(n_, kScanBlock, control_, [&](std::size_t v) {
      active_[v] = stamping ? stamp_[v] != 0 && stamp_[v] >= list_of_[v] : 1;
      stamp_[v] = 0;
      list_of_[v] = 0;
    });
  }

  // queue_ = the active vertices, list after list, ascending within a list.
  void make_lists(std::uint64_t stream) {
    const std::size_t blocks = (n_ + kScanBlock - 1) / kScanBlock;
    std::vector<std::size_t> at(blocks * kLists, 0);  // [list * blocks + block]
    parallel_blocks(n_, kScanBlock, control_, [&](std::size_t begin, std::size_t end) {
      std::size_t count[kLists] = {};
      for (std::size_t v = begin; v != end; ++v) {
        if (!active_[v]) continue;
        const auto list = static_cast<std::uint8_t>(random_.at(stream, v) % kLists);
        list_of_[v] = static_cast<std::uint8_t>(list + 1);
        ++count[list];
      }
      for (std::size_t list = 0; list < kLists; ++list) at[list * blocks + begin / kScanBlock] = count[list];
    });
    queue_.resize(running_total(at));
    for (std::size_t list = 0; list < kLists; ++list) list_begin_[list] = at[list * blocks];
    list_begin_[kLists] = queue_.size();
    parallel_blocks(n_, kScanBlock, control_, [&](std::size_t begin, std::size_t end) {
      std::size_t next[kLists];
      for (std::size_t list = 0; list < kLists; ++list) next[list] = at[list * blocks + begin / kScanBlock];
      for (std::size_t v = begin; v != end; ++v) {
        if (list_of_[v]) queue_[next[list_of_[v] - 1U]++] = static_cast<std::uint32_t>(v);
      }
    });
  }

  void run_list(std::uint8_t list, const std::uint32_t* queue, std::size_t size, bool stamping) {
    const std::size_t blocks = (size + kVertexBlock - 1) / kVertexBlock;
    if (moves_.size() < blocks) moves_.resize(blocks);
    parallel_blocks(size, kVertexBlock, control_, [&](std::size_t first, std::size_t last) {
      std::vector<Move>& moves = moves_[first / kVertexBlock];
      moves.clear();
      choose(state_, queue + first, queue + last, scratch_.local(),
             [&](std::uint32_t v, const Choice& choice, const std::uint32_t* labels) {
               const std::uint32_t own = state_.label[v];
               if (choice.to == own || swaps(v, own, choice.to, list)) return;
               moves.push_back({v, own, choice.to, choice.weight_to, choice.bar});
               if (stamping) stamp_neighbours(v, labels, choice.to, list);
             });
    });
    parallel_each(blocks, 8, control_, [&](std::size_t block) {
      for (const Move& move : moves_[block]) {
        state_.label[move.vertex] = move.to;
        add(state_.total[move.to], level_.mass[move.vertex]);
        add(state_.total[move.from], static_cast<Mass>(-level_.mass[move.vertex]));
      }
      add(moved_, static_cast<std::uint64_t>(moves_[block].size()));
    });
    send_back(list, blocks);
  }

  void stamp_neighbours(std::uint32_t v, const std::uint32_t* labels, std::uint32_t to, std::uint8_t list) {
    for (std::uint64_t e = level_.begin[v]; e != level_.begin[v + 1]; ++e) {
      const std::uint32_t u = level_.neighbour[e];
      if (*labels++ != to || list_of_[u] == list) store(stamp_[u], list);
    }
  }

  // Two single vertices of one list would change places for ever: only the one with the larger label moves.
  bool swaps(std::uint32_t v, std::uint32_t own, std::uint32_t to, std::uint8_t list) const {
    return to < n_ && to > own && list_of_[to] == list && state_.label[to] == to &&
           state_.total[to] == level_.mass[to] && state_.total[own] == level_.mass[v];
  }

  bool crowded(const Move& move) const {
    const Mass others = state_.total[move.to] - level_.mass[move.vertex];
    return move.weight_to - state_.penalty(move.vertex) * static_cast<double>(others) <= move.bar;
  }

  void send_back(std::uint8_t list, std::size_t blocks) {
    std::uint8_t any = 0;
    parallel_each(blocks, 8, control_, [&](std::size_t block) {
      for (const Move& move : moves_[block]) {
        if (crowded(move)) return store(any, std::uint8_t{1});
      }
    });
    if (!any) return;
    for (std::size_t block = 0; block != blocks; ++block) {
      for (const Move& move : moves_[block]) {
        if (!crowded(move)) continue;
        state_.label[move.vertex] = move.from;
        state_.total[move.to] -= level_.mass[move.vertex];
        state_.total[move.from] += level_.mass[move.vertex];
        stamp_[move.vertex] = list;
        --moved_;
      }
    }
  }

  const Level<Weight, Mass>& level_;
  const MoveOptions& options_;
  MoveState<Weight, Mass> state_;
  std::vector<std::uint8_t>& active_;
  const Control& control_;
  const CounterRandom random_;
  const std::uint32_t n_;
  std::vector<std::uint8_t> list_of_;  // 1.. ; 0 = not active in this sweep
  std::vector<std::uint8_t> stamp_;    // the last list in which a neighbour moved away or past; 0 = none
  std::vector<std::uint32_t> queue_;
  std::size_t list_begin_[kLists + 1] = {};
  std::vector<std::vector<Move>> moves_;  // of the list, by block
  PerThread<ChoiceScratch<Mass>> scratch_;
  std::uint64_t moved_ = 0;
};

}  // namespace

template <class Weight, class Mass>
std::uint64_t move_vertices(const Level<Weight, Mass>& level, double coefficient, const MoveOptions& options,
                            std::vector<std::uint32_t>& label, std::vector<std::uint8_t>& active,
                            const Control& control) {
  return Mover<Weight, Mass>(level, coefficient, options, label, active, control).run();
}

template <class Weight, class Mass>
double gain_in_sight(const Level<Weight, Mass>& level, double coefficient, std::uint64_t seed,
                     std::vector<std::uint32_t>& label, const Control& control) {
  const CounterRandom random(seed);
  const std::uint32_t n = level.num_vertices();
  MoveState<Weight, Mass> state{level, coefficient, label, std::vector<Mass>(2 * std::size_t{n}, 0)};
  parallel_each(n, kScanBlock, control, [&](std::size_t v) { add(state.total[label[v]], level.mass[v]); });
  std::vector<double> gains((n + kScanBlock - 1) / kScanBlock, 0.0);  // added in order: no schedule can be seen
  PerThread<ChoiceScratch<Mass>> scratch;
  parallel_blocks(n, kScanBlock, control, [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> sample;
    for (std::size_t v = begin; v != end; ++v) {
      if (random.at(0, v) % kLists == 0) sample.push_back(static_cast<std::uint32_t>(v));
    }
    choose(state, sample.data(), sample.data() + sample.size(), scratch.local(),
           [&](std::uint32_t v, const Choice& choice, const std::uint32_t*) {
             if (choice.to == label[v]) return;
             const double penalty = state.penalty(v) * static_cast<double>(state.total[choice.to]);
             gains[begin / kScanBlock] += choice.weight_to - penalty - choice.bar;
           });
  });
  return kLists * std::accumulate(gains.begin(), gains.end(), 0.0);
}

#define INSTANTIATE(Weight, Mass)                                                                               \
  template double gain_in_sight(const Level<Weight, Mass>&, double, std::uint64_t, std::vector<std::uint32_t>&, \
                                const Control&);                                                                \
  template std::uint64_t move_vertices(const Level<Weight, Mass>&, double, const MoveOptions&,                  \
                                       std::vector<std::uint32_t>&, std::vector<std::uint8_t>&, const Control&);
ACCOUNTGRAPH_FOR_LEIDEN_TYPES(INSTANTIATE)
#undef INSTANTIATE

}  // namespace accountgraph::leiden_internal
