#include "evidence_rows.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>
#include <accountgraph/core/release.hpp>

namespace accountgraph {
namespace {

constexpr std::uint64_t kMovingCost = 4;  ///< of a value that moves, beside one that does not
constexpr std::uint64_t kCheapCost =
    800;  ///< up to here scanning a list costs less than verifying what it would have excluded

/// Cuts the heads off a sorted row; false when the account can have no link.
bool cut(std::span<const EvidenceEntry> row, const IdentifierOrder& order, const EvidenceLanes& lanes,
         RowSummary& summary) {
  const auto ranks = static_cast<std::uint32_t>(order.identifier.size());
  const std::uint32_t limit = lanes.left_limit();
  const auto rank_behind = [&](std::size_t head) { return head == row.size() ? ranks : row[head].rank(); };
  EvidenceLanes::Sums tail = 0;
  bool updating = false;
  std::size_t head = row.size();
  for (; head > 0; --head) {
    const EvidenceEntry entry = row[head - 1];
    const EvidenceLanes::Sums longer = lanes.add(tail, lanes.lane(entry.kind()), entry.bits());
    const bool creating = lanes.reaches(longer);
    if (!updating && (creating || entry.rank() < order.cheap_ranks || lanes.plain(longer) >= limit)) {
      updating = true;
      summary.left = tail;
      summary.update_rank = rank_behind(head);
    }
    if (creating) break;
    tail = longer;
  }
  summary.create_rank = rank_behind(head);
  for (std::size_t at = 0; at < summary.key.size() && at < head; ++at) summary.key[at] = row[head - 1 - at].rank();
  return head > 0;
}

}  // namespace

IdentifierOrder identifier_order(const Incidence& incidence, const EvidenceModel& model, const Control& control) {
  require(incidence.num_kinds() < 256, "kinds", "fewer than 256", incidence.num_kinds());
  struct Cost {
    std::uint64_t cost;
    std::uint32_t identifier;
    auto operator<=>(const Cost&) const = default;
  };
  std::vector<Cost> costs;
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const std::uint64_t factor = incidence.kinds[kind].moves ? kMovingCost : 1;
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      if (model.identifier_bits[k] > 0)
        costs.push_back({factor * (incidence.column_begin[k + std::size_t{1}] - incidence.column_begin[k]), k});
    }
  }
  parallel_sort(costs.begin(), costs.end(), control);
  IdentifierOrder order;
  order.identifier.reserve(costs.size());
  std::vector<std::uint32_t> rank_of(incidence.num_identifiers(), kNone);
  for (const Cost& cost : costs) {
    order.cheap_ranks += cost.cost <= kCheapCost;
    rank_of[cost.identifier] = static_cast<std::uint32_t>(order.identifier.size());
    order.identifier.push_back(cost.identifier);
  }
  release(costs);
  order.entry.resize(incidence.num_identifiers());
  for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const bool masked = incidence.kinds[kind].moves && !incidence.entry_mask.empty();
    const std::uint32_t first = incidence.kind_begin[kind];
    parallel_each(incidence.kind_begin[kind + 1] - first, 4096, control, [&](std::size_t at) {
      const std::size_t k = first + at;
      if (rank_of[k] != kNone) order.entry[k] = EvidenceEntry(rank_of[k], masked, kind, model.identifier_bits[k]);
    });
  }
  return order;
}

AccountRows account_rows(const Incidence& incidence, const EvidenceModel& model, const IdentifierOrder& order,
                         const EvidenceLanes& lanes, const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  AccountRows rows;
  rows.summary.resize(incidence.num_accounts());
  rows.block.resize((rows.summary.size() + AccountRows::kBlock - 1) / AccountRows::kBlock);
  struct Held {
    EvidenceEntry entry;
    std::uint64_t at = 0;
    bool operator<(const Held& other) const { return entry < other.entry; }
  };
  struct Scratch {
    std::vector<Held> held;
    RowBlock block;
  };
  PerThread<Scratch> scratch;
  parallel_blocks(rows.summary.size(), AccountRows::kBlock, control, [&](std::size_t first, std::size_t last) {
    auto& [held, block] = scratch.local();
    block.entry.clear();
    block.mask.clear();
    for (std::size_t a = first; a < last; ++a) {
      const Bits* const activity = model.activity_bits.data() + a * kinds;
      held.clear();
      for (std::uint64_t at = incidence.row_begin[a]; at < incidence.row_begin[a + 1]; ++at) {
        const EvidenceEntry entry = order.entry[incidence.entry_identifier[at]];
        if (entry.carries() && entry.bits() > activity[entry.kind()])
          held.push_back({entry.less(activity[entry.kind()]), at});
      }
      std::sort(held.begin(), held.end());
      RowSummary& summary = rows.summary[a];
      summary.begin = static_cast<std::uint32_t>(block.entry.size());
      summary.mask_begin = static_cast<std::uint32_t>(block.mask.size());
      for (const Held& one : held) block.entry.push_back(one.entry);
      if (!cut(std::span(block.entry).subspan(summary.begin), order, lanes, summary)) {
        block.entry.resize(summary.begin);
        continue;
      }
      summary.length = static_cast<std::uint32_t>(held.size());
      for (const Held& one : held) {
        const std::uint64_t mask = one.entry.moves() ? incidence.entry_mask[one.at] : 0;
        if (one.entry.moves()) block.mask.push_back(mask);
        summary.hash = mix64(summary.hash ^ mix64(one.entry.rank()) ^ mask);
      }
      summary.moving = static_cast<std::uint32_t>(block.mask.size()) - summary.mask_begin;
      for (std::size_t kind = 0; kind < kinds; ++kind)
        summary.hash = mix64(summary.hash ^ static_cast<std::uint64_t>(activity[kind]));
    }
    rows.block[first / AccountRows::kBlock] = block;
  });
  return rows;
}

EvidenceRows evidence_rows(const AccountRows& from, std::span<const std::uint32_t> centre, const Control& control) {
  struct Place {
    std::uint64_t
        key;  ///< the first half of the whole key: nearly always enough, and it sorts without reading summaries
    std::uint32_t account;
  };
  std::vector<Place> places;
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    const auto& key = from.summary[a].key;
    if (from.summary[a].length > 0 && centre[a] == a) places.push_back({std::uint64_t{key[0]} << 32 | key[1], a});
  }
  parallel_sort(places.begin(), places.end(), [&](const Place& left, const Place& right) {
    if (left.key != right.key) return left.key < right.key;
    return std::tie(from.summary[left.account].key, left.account) <
           std::tie(from.summary[right.account].key, right.account);
  });
  control.check();
  EvidenceRows rows;
  rows.position.assign(centre.size(), kNone);
  rows.account.resize(places.size());
  rows.star.assign(places.size(), 0);
  rows.cuts.resize(places.size());
  rows.begin.assign(places.size() + 1, 0);
  rows.mask_begin.assign(places.size() + 1, 0);
  parallel_each(places.size(), 4096, control, [&](std::size_t p) {
    const RowSummary& summary = from.summary[places[p].account];
    rows.account[p] = places[p].account;
    rows.position[places[p].account] = static_cast<std::uint32_t>(p);
    rows.cuts[p] = {summary.create_rank, summary.update_rank, summary.left};
    rows.begin[p + 1] = summary.length;
    rows.mask_begin[p + 1] = summary.moving;
  });
  std::inclusive_scan(rows.begin.begin(), rows.begin.end(), rows.begin.begin());
  std::inclusive_scan(rows.mask_begin.begin(), rows.mask_begin.end(), rows.mask_begin.begin());
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (centre[a] != a) rows.star[rows.position[centre[a]]] = 1;
  }
  release(places);
  rows.entry.resize(rows.begin.back());
  rows.mask.resize(rows.mask_begin.back());
  parallel_each(rows.size(), 1024, control, [&](std::size_t p) {
    const RowSummary& summary = from.summary[rows.account[p]];
    const RowBlock& block = from.block[rows.account[p] / AccountRows::kBlock];
    std::copy_n(block.entry.data() + summary.begin, summary.length, rows.entry.data() + rows.begin[p]);
    std::copy_n(block.mask.data() + summary.mask_begin, summary.moving, rows.mask.data() + rows.mask_begin[p]);
  });
  return rows;
}

}  // namespace accountgraph
