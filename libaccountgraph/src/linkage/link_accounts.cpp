// All pairs with E >= T by prefix filtering.
// 1. Order the identifiers that carry evidence by what it costs to pair their holders, and cut two heads off every row (evidence_rows).
//    Accounts with exactly the same evidence become stars.
// 2. Index the heads (head_index). Each account meets the accounts before it that have one of its identifiers in both creating heads;
//    a word of lanes adds up what they share in their updating heads, and filters from cheap to dear leave few (candidates).
// 3. Look the others' rows up in this account's own, exactly (open_row).
// 4. Keep each account's strongest links, ordered (found_links).
#include <accountgraph/linkage/link_accounts.hpp>

#include <atomic>

#include <accountgraph/core/parallel.hpp>

#include "candidates.hpp"
#include "evidence_lanes.hpp"
#include "evidence_rows.hpp"
#include "found_links.hpp"
#include "head_index.hpp"
#include "open_row.hpp"
#include "stars.hpp"

namespace accountgraph {
namespace {

std::vector<FoundLinks> join(const Incidence& incidence, const EvidenceModel& model, const IdentifierOrder& order,
                             const EvidenceLanes& lanes, const EvidenceRows& rows, const Control& control) {
  const HeadIndex index = head_index(incidence, model, order, rows, control);
  struct Worker {
    OpenRow open;
    Candidates candidates;
    FoundLinks found;
    std::vector<Bits> kind_bits;
  };
  PerThread<Worker> workers([&] {
    return Worker{OpenRow(incidence, model, lanes, rows),
                  Candidates(lanes, rows, index),
                  {},
                  std::vector<Bits>(incidence.num_kinds())};
  });
  std::atomic<std::uint64_t> done = 0;
  parallel_blocks(rows.size(), 256, control, [&](std::size_t first, std::size_t last) {
    Worker& worker = workers.local();
    for (std::size_t position = first; position < last; ++position) {
      worker.open.open(static_cast<std::uint32_t>(position));
      worker.candidates.of(worker.open, control, [&](std::span<const Candidates::Candidate> candidates) {
        for (std::size_t at = 0; at < candidates.size(); ++at) {
          if (at + 4 < candidates.size()) worker.open.prefetch(candidates[at + 4].position);
          const Candidates::Candidate& candidate = candidates[at];
          Bits bits = 0;
          if (worker.open.links(candidate.position, candidate.sums, bits, worker.kind_bits))
            worker.found.add(rows.account[position], rows.account[candidate.position], bits, worker.kind_bits);
        }
      });
    }
    control.report("linkage", done += last - first, rows.size());
  });
  std::vector<FoundLinks> parts;
  for (Worker& worker : workers) parts.push_back(std::move(worker.found));
  return parts;
}

/// The links of stars' members to their centres.
FoundLinks star_links(const Incidence& incidence, const EvidenceModel& model, std::span<const std::uint32_t> centre,
                      const Control& control) {
  FoundLinks links;
  std::vector<Bits> kind_bits(incidence.num_kinds());
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (a % 4096 == 0) control.check();
    if (centre[a] == a) continue;
    const Bits bits = pair_evidence(model, incidence, centre[a], a, kind_bits);
    links.add(centre[a], a, bits, kind_bits);
  }
  return links;
}

}  // namespace

LinkGraph link_accounts(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options,
                        const Control& control) {
  validate(options);
  control.report("linkage", 0, incidence.num_accounts());
  LinkGraph graph;
  graph.num_accounts = incidence.num_accounts();
  graph.num_kinds = incidence.num_kinds();
  graph.prior_bits = model.prior_bits;
  graph.threshold_bits = model.threshold_bits;

  std::vector<FoundLinks> parts;
  {
    const EvidenceLanes lanes(model);
    const IdentifierOrder order = identifier_order(incidence, model, control);
    AccountRows by_account = account_rows(incidence, model, order, lanes, control);
    graph.star_centre = find_stars(incidence, model, by_account.summary, options.star_size, control);
    const EvidenceRows rows = evidence_rows(by_account, graph.star_centre, control);
    by_account = {};
    parts = join(incidence, model, order, lanes, rows, control);
  }
  parts.push_back(star_links(incidence, model, graph.star_centre, control));
  gather_links(std::move(parts), options.max_links_per_account, graph, control);
  return graph;
}

}  // namespace accountgraph
