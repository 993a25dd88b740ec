// All pairs with E >= T by prefix filtering.
// 1. Keep the identifiers that carry evidence; order them rarest first (evidence_rows). A row's prefix is the shortest head whose
//    tail cannot reach T by itself, so two accounts with E >= T have their first common identifier in both prefixes.
// 2. Index the prefixes. Each account meets the accounts of its prefix lists that have shorter rows, each of them once.
// 3. Score a candidate exactly, by looking its (shorter) row up in a table of this account's row.
// 4. Keep the strongest links of each account, sort, and score the links that remain by kind.
#include <accountgraph/linkage/link_accounts.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/linkage/evidence_sum.hpp>

#include "evidence_rows.hpp"
#include "stars.hpp"

namespace accountgraph {
namespace {

struct ScoredPair {
  std::uint32_t a = 0, b = 0;  // a < b
  Bits bits = 0;
};

/// One thread's tables. `place[k]` = entry of identifier k in the row under the hand, or none.
class RowScorer {
 public:
  RowScorer(const Incidence& incidence, const EvidenceModel& model, const EvidenceRows& rows)
      : model_(&model),
        rows_(&rows),
        sums_(model, incidence.kinds),
        place_(incidence.num_identifiers(), kNone),
        seen_(incidence.num_accounts(), kNone) {}

  void open(std::uint32_t account) {
    account_ = account;
    for (std::uint64_t at = rows_->begin[account]; at < rows_->begin[account + 1]; ++at) {
      place_[rows_->identifier[at]] = static_cast<std::uint32_t>(at - rows_->begin[account]);
    }
  }
  void close() {
    for (std::uint64_t at = rows_->begin[account_]; at < rows_->begin[account_ + 1]; ++at)
      place_[rows_->identifier[at]] = kNone;
  }
  /// True the first time it is asked about `other` since this account was opened.
  bool first_sight(std::uint32_t other) { return std::exchange(seen_[other], account_) != account_; }

  /// E(open account, other), with e_t per kind where asked for.
  Bits score(std::uint32_t other, std::span<Bits> kind_bits = {}) {
    sums_.clear();
    const std::uint64_t base = rows_->begin[account_];
    for (std::uint64_t at = rows_->begin[other]; at < rows_->begin[other + 1]; ++at) {
      const std::uint32_t identifier = rows_->identifier[at];
      const std::uint32_t place = place_[identifier];
      if (place == kNone || !masks_meet(rows_->mask[base + place], rows_->mask[at])) continue;
      const Bits bits = rows_->upper[base + place] + rows_->upper[at] - model_->identifier_bits[identifier];
      if (bits > 0) sums_.add(rows_->kind[identifier], bits);
    }
    return sums_.evidence(kind_bits);
  }

 private:
  const EvidenceModel* model_;
  const EvidenceRows* rows_;
  EvidenceSum sums_;
  std::vector<std::uint32_t> place_, seen_;
  std::uint32_t account_ = 0;
};

/// The accounts that stand for themselves and can start a link, shortest row first (ties: id): the longer row of a pair is then
/// always the open one, so that scoring costs the shorter row.
std::vector<std::uint32_t> join_order(const EvidenceRows& rows, std::span<const std::uint32_t> centre) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (centre[a] == a && rows.prefix[a] > 0) order.push_back(a);
  }
  const auto length = [&](std::uint32_t a) { return rows.begin[a + std::size_t{1}] - rows.begin[a]; };
  parallel_sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return length(left) != length(right) ? length(left) < length(right) : left < right;
  });
  return order;
}

/// Per identifier the places in the join's order, ascending, of the accounts that have it in their prefix.
struct PrefixIndex {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> place;
};

PrefixIndex index_prefixes(const EvidenceRows& rows, std::span<const std::uint32_t> order, std::size_t identifiers) {
  PrefixIndex index;
  index.begin.assign(identifiers + 1, 0);
  const auto each = [&](auto visit) {
    for (std::uint32_t place = 0; place < order.size(); ++place) {
      const std::uint32_t a = order[place];
      for (std::uint64_t at = rows.begin[a]; at < rows.prefix_end(a); ++at) visit(rows.identifier[at], place);
    }
  };
  each([&](std::uint32_t identifier, std::uint32_t) { ++index.begin[identifier + std::size_t{1}]; });
  for (std::size_t k = 0; k < identifiers; ++k) index.begin[k + 1] += index.begin[k];
  index.place.resize(index.begin.back());
  std::vector<std::uint64_t> next(index.begin.begin(), index.begin.end() - 1);
  each([&](std::uint32_t identifier, std::uint32_t place) { index.place[next[identifier]++] = place; });
  return index;
}

std::vector<ScoredPair> join(const Incidence& incidence, const EvidenceModel& model, const EvidenceRows& rows,
                             std::span<const std::uint32_t> centre, const Control& control) {
  const std::vector<std::uint32_t> order = join_order(rows, centre);
  const PrefixIndex index = index_prefixes(rows, order, incidence.num_identifiers());
  PerThread<RowScorer> scorers([&] { return RowScorer(incidence, model, rows); });
  PerThread<std::vector<ScoredPair>> found;
  std::atomic<std::uint64_t> done = 0;
  parallel_blocks(order.size(), 64, control, [&](std::size_t first, std::size_t last) {
    RowScorer& scorer = scorers.local();
    std::vector<ScoredPair>& out = found.local();
    for (std::size_t place = first; place < last; ++place) {
      const std::uint32_t a = order[place];
      scorer.open(a);
      for (std::uint64_t at = rows.begin[a]; at < rows.prefix_end(a); ++at) {
        control.check();
        const std::uint32_t k = rows.identifier[at];
        for (std::uint64_t post = index.begin[k]; post < index.begin[k + 1] && index.place[post] < place; ++post) {
          const std::uint32_t other = order[index.place[post]];
          if (!scorer.first_sight(other)) continue;
          const Bits bits = scorer.score(other);
          if (bits >= model.threshold_bits) out.push_back({std::min(a, other), std::max(a, other), bits});
        }
      }
      scorer.close();
    }
    control.report("linkage", done += last - first, order.size());
  });
  std::vector<ScoredPair> pairs;
  for (const std::vector<ScoredPair>& part : found) pairs.insert(pairs.end(), part.begin(), part.end());
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (a % 4096 == 0) control.check();
    if (centre[a] != a) pairs.push_back({centre[a], a, pair_evidence(model, incidence, centre[a], a)});
  }
  return pairs;
}

/// Leaves the links that are among the `most` strongest of one of their accounts (ties: smaller partner). Star links stay.
std::uint64_t keep_strongest(std::vector<ScoredPair>& pairs, std::span<const std::uint32_t> centre,
                             std::uint32_t most) {
  if (most == 0) return 0;
  std::vector<std::uint32_t> degree(centre.size());
  for (const ScoredPair& pair : pairs) ++degree[pair.a], ++degree[pair.b];
  struct Side {
    std::uint32_t account;
    Bits bits;
    std::uint32_t partner;
    std::size_t pair;
  };
  std::vector<Side> crowded;
  std::vector<std::uint8_t> keep(pairs.size());
  for (std::size_t at = 0; at < pairs.size(); ++at) {
    const ScoredPair& pair = pairs[at];
    if (degree[pair.a] > most && degree[pair.b] > most && centre[pair.b] == pair.b) {
      crowded.push_back({pair.a, pair.bits, pair.b, at});
      crowded.push_back({pair.b, pair.bits, pair.a, at});
    } else {
      keep[at] = 1;
    }
  }
  if (crowded.empty()) return 0;
  // A link whose other account is not crowded stays anyway; it still takes one of this account's places, which makes room for
  // fewer here. That is the definition: the `most` strongest of all its links.
  for (std::size_t at = 0; at < pairs.size(); ++at) {
    const ScoredPair& pair = pairs[at];
    if (!keep[at]) continue;
    if (degree[pair.a] > most) crowded.push_back({pair.a, pair.bits, pair.b, at});
    if (degree[pair.b] > most) crowded.push_back({pair.b, pair.bits, pair.a, at});
  }
  parallel_sort(crowded.begin(), crowded.end(), [](const Side& left, const Side& right) {
    if (left.account != right.account) return left.account < right.account;
    return left.bits != right.bits ? left.bits > right.bits : left.partner < right.partner;
  });
  std::uint32_t rank = 0;
  for (std::size_t at = 0; at < crowded.size(); ++at) {
    rank = at > 0 && crowded[at].account == crowded[at - 1].account ? rank + 1 : 0;
    if (rank < most) keep[crowded[at].pair] = 1;
  }
  std::size_t kept = 0;
  for (std::size_t at = 0; at < pairs.size(); ++at) {
    if (keep[at]) pairs[kept++] = pairs[at];
  }
  const std::uint64_t dropped = pairs.size() - kept;
  pairs.resize(kept);
  return dropped;
}

}  // namespace

LinkGraph link_accounts(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options,
                        const Control& control) {
  validate(options);
  control.report("linkage", 0, incidence.num_accounts());
  const EvidenceRows rows = evidence_rows(incidence, model, control);
  LinkGraph graph;
  graph.num_accounts = incidence.num_accounts();
  graph.num_kinds = incidence.num_kinds();
  graph.prior_bits = model.prior_bits;
  graph.threshold_bits = model.threshold_bits;
  graph.star_centre = find_stars(incidence, model, rows, options.star_size);

  std::vector<ScoredPair> pairs = join(incidence, model, rows, graph.star_centre, control);
  parallel_sort(pairs.begin(), pairs.end(), [](const ScoredPair& left, const ScoredPair& right) {
    return left.a != right.a ? left.a < right.a : left.b < right.b;
  });
  graph.links_dropped = keep_strongest(pairs, graph.star_centre, options.max_links_per_account);

  graph.source.resize(pairs.size());
  graph.target.resize(pairs.size());
  graph.bits.resize(pairs.size());
  graph.kind_bits.resize(pairs.size() * graph.num_kinds);
  PerThread<RowScorer> scorers([&] { return RowScorer(incidence, model, rows); });
  parallel_blocks(pairs.size(), 4096, control, [&](std::size_t first, std::size_t last) {
    RowScorer& scorer = scorers.local();
    for (std::size_t at = first; at < last; ++at) {
      const ScoredPair& pair = pairs[at];
      if (at == first || pairs[at - 1].a != pair.a) {
        if (at != first) scorer.close();
        scorer.open(pair.a);
      }
      graph.source[at] = pair.a;
      graph.target[at] = pair.b;
      graph.bits[at] = scorer.score(pair.b, std::span(graph.kind_bits).subspan(at * graph.num_kinds, graph.num_kinds));
    }
    scorer.close();
  });
  build_adjacency(graph);
  return graph;
}

}  // namespace accountgraph
