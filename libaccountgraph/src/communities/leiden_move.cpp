// A sweep puts the active vertices into lists by hash. Per list: (1) every vertex finds its best community against
// frozen labels and totals; (2) all that want to move do, totals by integer addition; (3) a mover whose target has
// become too crowded to beat staying goes back, one after the other in list order. (1) and (2) are parallel and read
// nothing that they write, (3) is sequential and seldom needed; all three depend on sets, not on schedules.
#include "leiden_move.hpp"

#include <algorithm>
#include <atomic>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

namespace accountgraph::leiden_internal {
namespace {

constexpr std::uint32_t kLists = 16;       // fewer crowd communities or swap for ever; more only cost barriers
constexpr std::uint32_t kOneByOne = 2048;  // levels up to this size move one vertex at a time: a list each
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

struct Proposal {
  std::uint32_t from, to;  // communities; equal = stays
  double weight_to;        // of the edges into the target
  double bar;              // the gain of staying, which the move must beat
};

template <class Weight>
class Mover {
 public:
  Mover(const Level<Weight>& level, double coefficient, const MoveOptions& options, std::vector<std::uint32_t>& label,
        std::vector<std::uint8_t>& active, const Control& control)
      : level_(level),
        coefficient_(coefficient),
        options_(options),
        label_(label),
        active_(active),
        control_(control),
        random_(options.seed),
        n_(level.num_vertices()),
        total_(2 * std::size_t{n_}, 0),
        list_of_(n_, 0),
        stamp_(n_, 0) {
    for (std::uint32_t v = 0; v < n_; ++v) total_[label_[v]] += level_.mass[v];
  }

  void run() {
    for (int sweep = 0; sweep < options_.max_sweeps; ++sweep) {
      make_lists(sweep);
      if (queue_.empty()) return;
      stamping_ = !(options_.from_singletons && sweep == 0);
      moved_ = 0;
      for (std::size_t list = 0; list + 1 < list_begin_.size(); ++list) {
        run_list(static_cast<std::uint16_t>(list + 1), list_begin_[list], list_begin_[list + 1]);
      }
      collect_active();
      if (static_cast<double>(moved_) <= options_.settled_share * n_) return;
    }
  }

 private:
  // queue_ = the active vertices, list after list, ascending within a list (one by one: in order of their hashes).
  void make_lists(int sweep) {
    const std::uint64_t stream = mix64(options_.stream * 64 + static_cast<std::uint64_t>(sweep));
    if (n_ <= kOneByOne) {
      std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
      for (std::uint32_t v = 0; v < n_; ++v) {
        if (active_[v]) order.emplace_back(random_.at(stream, v), v);
      }
      std::sort(order.begin(), order.end());
      queue_.resize(order.size());
      list_begin_.resize(order.size() + 1);
      for (std::uint32_t i = 0; i < order.size(); ++i) {
        queue_[i] = order[i].second;
        list_of_[queue_[i]] = static_cast<std::uint16_t>(i + 1);
        list_begin_[i + 1] = i + 1;
      }
      list_begin_[0] = 0;
      return;
    }
    const std::size_t blocks = (n_ + kScanBlock - 1) / kScanBlock;
    std::vector<std::size_t> at(blocks * kLists, 0);  // [list * blocks + block]
    parallel_blocks(n_, kScanBlock, control_, [&](std::size_t begin, std::size_t end) {
      for (std::size_t v = begin; v != end; ++v) {
        if (!active_[v]) continue;
        const auto list = static_cast<std::uint16_t>(random_.at(stream, v) % kLists);
        list_of_[v] = static_cast<std::uint16_t>(list + 1);
        ++at[list * blocks + begin / kScanBlock];
      }
    });
    queue_.resize(running_total(at));
    list_begin_.assign(kLists + 1, queue_.size());
    for (std::size_t list = 0; list < kLists; ++list) list_begin_[list] = at[list * blocks];
    parallel_blocks(n_, kScanBlock, control_, [&](std::size_t begin, std::size_t end) {
      for (std::size_t v = begin; v != end; ++v) {
        if (list_of_[v]) queue_[at[(list_of_[v] - 1U) * blocks + begin / kScanBlock]++] = static_cast<std::uint32_t>(v);
      }
    });
  }

  // A vertex goes again when a neighbour that matters moved in or after its own turn.
  void collect_active() {
    parallel_each(n_, kScanBlock, control_, [&](std::size_t v) {
      active_[v] = stamping_ ? stamp_[v] != 0 && stamp_[v] >= list_of_[v] : 1;
      stamp_[v] = 0;
      list_of_[v] = 0;
    });
  }

  void run_list(std::uint16_t list, std::size_t begin, std::size_t end) {
    if (proposals_.size() < end - begin) proposals_.resize(end - begin);
    const std::uint32_t* queue = queue_.data() + begin;
    parallel_blocks(end - begin, kVertexBlock, control_, [&](std::size_t first, std::size_t last) {
      WeightTable<Weight>& table = tables_.local();
      for (std::size_t i = first; i != last; ++i) proposals_[i] = propose(queue[i], list, table);
    });
    parallel_blocks(end - begin, 8 * kVertexBlock, control_, [&](std::size_t first, std::size_t last) {
      std::uint64_t moves = 0;
      for (std::size_t i = first; i != last; ++i) {
        const Proposal& proposal = proposals_[i];
        if (proposal.from == proposal.to) continue;
        label_[queue[i]] = proposal.to;
        add(total_[proposal.to], level_.mass[queue[i]]);
        add(total_[proposal.from], static_cast<Weight>(-level_.mass[queue[i]]));
        ++moves;
      }
      if (moves) add(moved_, moves);
    });
    if (end - begin > 1) send_back(list, queue, end - begin);
  }

  // The best community for v, among those of its neighbours, its own, and being alone. Staying wins ties.
  Proposal propose(std::uint32_t v, std::uint16_t list, WeightTable<Weight>& table) {
    const std::uint64_t begin = level_.begin[v], end = level_.begin[v + 1];
    const std::uint32_t own = label_[v];
    table.start(end - begin);
    for (std::uint64_t e = begin; e != end; ++e) table.add(label_[level_.neighbour[e]], level_.weight[e]);

    const double penalty = coefficient_ * static_cast<double>(level_.mass[v]);
    const double stay =
        static_cast<double>(table.weight_of(own)) - penalty * static_cast<double>(total_[own] - level_.mass[v]);
    Proposal best{own, own, 0.0, stay};
    double best_gain = stay;
    for (std::size_t i = 0; i != table.size(); ++i) {
      const auto& candidate = table[i];
      const auto weight = static_cast<double>(candidate.weight);
      if (candidate.key == own || weight <= best_gain) continue;  // a penalty is > 0: it cannot win
      const double gain = weight - penalty * static_cast<double>(total_[candidate.key]);
      if (gain > best_gain || (gain == best_gain && best.to != own && candidate.key < best.to)) {
        best_gain = gain;
        best.to = candidate.key;
        best.weight_to = weight;
      }
    }
    if (best_gain < 0) {  // better alone; the labels v and n + v are v's own to start a community with
      best.to = total_[v] == 0 ? v : total_[n_ + v] == 0 ? n_ + v : own;
      best.weight_to = 0;
    }
    if (best.to == own || swaps(v, own, best.to, list)) return {own, own, 0.0, stay};
    if (stamping_) {
      for (std::uint64_t e = begin; e != end; ++e) {
        const std::uint32_t u = level_.neighbour[e];
        if (label_[u] != best.to || list_of_[u] == list) store(stamp_[u], list);
      }
    }
    return best;
  }

  // Two single vertices of one list would change places for ever: only the one with the larger label moves.
  bool swaps(std::uint32_t v, std::uint32_t own, std::uint32_t to, std::uint16_t list) const {
    return to < n_ && to > own && label_[to] == to && list_of_[to] == list && total_[to] == level_.mass[to] &&
           total_[own] == level_.mass[v];
  }

  bool crowded(std::uint32_t v, const Proposal& proposal) const {
    if (proposal.from == proposal.to) return false;
    const double penalty = coefficient_ * static_cast<double>(level_.mass[v]);
    return proposal.weight_to - penalty * static_cast<double>(total_[proposal.to] - level_.mass[v]) <= proposal.bar;
  }

  void send_back(std::uint16_t list, const std::uint32_t* queue, std::size_t count) {
    std::uint8_t any = 0;
    parallel_blocks(count, 8 * kVertexBlock, control_, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i != last; ++i) {
        if (crowded(queue[i], proposals_[i])) {
          store(any, std::uint8_t{1});
          return;
        }
      }
    });
    if (!any) return;
    for (std::size_t i = 0; i != count; ++i) {
      const std::uint32_t v = queue[i];
      if (!crowded(v, proposals_[i])) continue;
      label_[v] = proposals_[i].from;
      total_[proposals_[i].to] -= level_.mass[v];
      total_[proposals_[i].from] += level_.mass[v];
      stamp_[v] = list;
      --moved_;
    }
  }

  const Level<Weight>& level_;
  const double coefficient_;
  const MoveOptions& options_;
  std::vector<std::uint32_t>& label_;
  std::vector<std::uint8_t>& active_;
  const Control& control_;
  const CounterRandom random_;
  const std::uint32_t n_;
  std::vector<Weight> total_;           // mass of each community; labels n + v are reserves to be alone in
  std::vector<std::uint16_t> list_of_;  // 1.. ; 0 = not active in this sweep
  std::vector<std::uint16_t> stamp_;    // the last list in which a neighbour moved away or past; 0 = none
  std::vector<std::uint32_t> queue_;
  std::vector<std::size_t> list_begin_;
  std::vector<Proposal> proposals_;
  PerThread<WeightTable<Weight>> tables_;
  std::uint64_t moved_ = 0;
  bool stamping_ = true;
};

}  // namespace

template <class Weight>
void move_vertices(const Level<Weight>& level, double coefficient, const MoveOptions& options,
                   std::vector<std::uint32_t>& label, std::vector<std::uint8_t>& active, const Control& control) {
  Mover<Weight>(level, coefficient, options, label, active, control).run();
}

template void move_vertices(const Level<std::int32_t>&, double, const MoveOptions&, std::vector<std::uint32_t>&,
                            std::vector<std::uint8_t>&, const Control&);
template void move_vertices(const Level<std::int64_t>&, double, const MoveOptions&, std::vector<std::uint32_t>&,
                            std::vector<std::uint8_t>&, const Control&);

}  // namespace accountgraph::leiden_internal
