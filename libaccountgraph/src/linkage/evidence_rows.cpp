#include "evidence_rows.hpp"

#include <algorithm>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/linkage/evidence_sum.hpp>

namespace accountgraph {
namespace {

/// The order in which identifiers generate candidates: rare ones first, so that hubs stay in the tails. Values that move
/// between customers count four times their degree (measured: fewest candidates at a million accounts).
std::vector<std::uint64_t> generation_cost(const Incidence& incidence) {
  std::vector<std::uint64_t> cost(incidence.num_identifiers());
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const std::uint64_t factor = incidence.kinds[kind].moves ? 4 : 1;
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      cost[k] = factor * (incidence.column_begin[k + 1] - incidence.column_begin[k]);
    }
  }
  return cost;
}

}  // namespace

EvidenceRows evidence_rows(const Incidence& incidence, const EvidenceModel& model, const Control& control) {
  require(incidence.num_kinds() < 256, "kinds", "fewer than 256", incidence.num_kinds());
  const std::size_t kinds = incidence.num_kinds();
  EvidenceRows rows;
  rows.kind.resize(incidence.num_identifiers());
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    std::fill(rows.kind.begin() + incidence.kind_begin[kind], rows.kind.begin() + incidence.kind_begin[kind + 1],
              static_cast<std::uint8_t>(kind));
  }
  const auto upper_of = [&](std::uint32_t account, std::uint32_t identifier) {
    return model.identifier_bits[identifier] - model.activity_bits[account * kinds + rows.kind[identifier]];
  };

  const std::uint32_t accounts = incidence.num_accounts();
  rows.begin.assign(accounts + std::size_t{1}, 0);
  parallel_each(accounts, 4096, control, [&](std::size_t a) {
    const auto account = static_cast<std::uint32_t>(a);
    for (const std::uint32_t k : incidence.identifiers_of(account)) rows.begin[a + 1] += upper_of(account, k) > 0;
  });
  for (std::size_t a = 0; a < accounts; ++a) rows.begin[a + 1] += rows.begin[a];
  rows.identifier.resize(rows.begin.back());
  rows.upper.resize(rows.begin.back());
  rows.mask.resize(rows.begin.back());
  rows.prefix.resize(accounts);

  const std::vector<std::uint64_t> cost = generation_cost(incidence);
  const auto earlier = [&](std::uint32_t left, std::uint32_t right) {
    return cost[left] != cost[right] ? cost[left] < cost[right] : left < right;
  };
  parallel_blocks(accounts, 1024, control, [&](std::size_t first, std::size_t last) {
    EvidenceSum tail(model, incidence.kinds);
    std::vector<std::pair<std::uint32_t, std::uint64_t>> row;  // identifier, mask
    for (std::size_t a = first; a < last; ++a) {
      const auto account = static_cast<std::uint32_t>(a);
      row.clear();
      for (std::uint64_t at = incidence.row_begin[a]; at < incidence.row_begin[a + 1]; ++at) {
        const std::uint32_t k = incidence.entry_identifier[at];
        if (upper_of(account, k) > 0) {
          row.emplace_back(k, incidence.kinds[rows.kind[k]].moves ? incidence.mask_of(at) : ~std::uint64_t{0});
        }
      }
      std::sort(row.begin(), row.end(),
                [&](const auto& left, const auto& right) { return earlier(left.first, right.first); });
      for (std::size_t at = 0; at < row.size(); ++at) {
        rows.identifier[rows.begin[a] + at] = row[at].first;
        rows.mask[rows.begin[a] + at] = row[at].second;
        rows.upper[rows.begin[a] + at] = upper_of(account, row[at].first);
      }
      // The prefix is the shortest head whose tail stays below the threshold, whatever the other account holds.
      tail.clear();
      for (std::uint64_t at = rows.begin[a + 1]; at > rows.begin[a]; --at) {
        tail.add(rows.kind[rows.identifier[at - 1]], rows.upper[at - 1]);
        if (tail.upper_bound() >= model.threshold_bits) {
          rows.prefix[a] = static_cast<std::uint32_t>(at - rows.begin[a]);
          break;
        }
      }
    }
  });
  return rows;
}

}  // namespace accountgraph
