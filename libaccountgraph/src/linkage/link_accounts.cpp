// All pairs with E >= T by prefix filtering: every row of the prepared join (join.hpp), then each account's strongest links in order
// (found_links.hpp).
#include <accountgraph/linkage/link_accounts.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

#include <accountgraph/core/parallel.hpp>

#include "budget.hpp"
#include "found_links.hpp"
#include "join.hpp"

namespace accountgraph {
namespace {

struct Found {
  std::vector<LinkBlock> blocks;
  std::uint64_t left_out = 0;
};

/// The links of all rows. Where they would be too many, those that cannot stay go while others are still looked for: rows wait until
/// the links found so far are pruned. Which rows wait depends on the threads, and the result does not.
Found run(const Incidence& incidence, const EvidenceModel& model, const Join& join, std::uint32_t most,
          const Control& control) {
  constexpr std::size_t kRows = 256;
  struct Worker {
    RowJoin rows;
    FoundLinks found;
  };
  PerThread<Worker> workers([&] { return Worker{RowJoin(incidence, model, join), {}}; });
  const std::span<const std::uint32_t> account = join.rows.account;
  std::vector<std::uint32_t> done((account.size() + kRows - 1) / kRows);  // rows of each block
  std::atomic<std::uint64_t> held = 0, all_done = 0;
  Found all;
  for (std::uint64_t limit = links_before_pruning(0);; limit = links_before_pruning(held)) {
    parallel_blocks(account.size(), kRows, control, [&](std::size_t first, std::size_t last) {
      Worker& worker = workers.local();
      std::uint32_t& rows = done[first / kRows];
      const std::uint32_t before = rows;
      for (; first + rows < last && (most == 0 || held < limit); ++rows) {
        const auto position = static_cast<std::uint32_t>(first + rows);
        std::uint64_t links = 0;
        worker.rows.run(position, position, control,
                        [&](std::uint32_t other, Bits bits, std::span<const Bits> kind_bits) {
                          worker.found.add(account[position], account[other], bits, kind_bits);
                          ++links;
                        });
        if (links > 0) held += links;
      }
      if (rows > before) control.report("linkage", all_done += rows - before, account.size());
    });
    for (Worker& worker : workers) worker.found.move_to(all.blocks);
    if (all_done == account.size()) return all;
    const std::uint64_t left_out = prune(all.blocks, join.star_centre, most, control);
    all.left_out += left_out;
    held -= left_out;
  }
}

/// The links of stars' members to their centres.
void add_star_links(const Incidence& incidence, const EvidenceModel& model, std::span<const std::uint32_t> centre,
                    std::vector<LinkBlock>& blocks, const Control& control) {
  FoundLinks links;
  std::vector<Bits> kind_bits(incidence.num_kinds());
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (a % 4096 == 0) control.check();
    if (centre[a] == a) continue;
    const Bits bits = identifier_evidence(model, incidence, centre[a], a, kind_bits);
    links.add(centre[a], a, bits, kind_bits);
  }
  links.move_to(blocks);
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

  Found found;
  {
    Join join = prepare_join(incidence, model, options, control);
    if (options.max_memory_bytes > 0) require_memory(incidence, model, join, options, control);
    found = run(incidence, model, join, options.max_links_per_account, control);
    graph.star_centre = std::move(join.star_centre);
  }
  add_star_links(incidence, model, graph.star_centre, found.blocks, control);
  graph.links_dropped = found.left_out;
  if (options.max_links_per_account > 0)
    graph.links_dropped += prune(found.blocks, graph.star_centre, options.max_links_per_account, control);
  gather_links(std::move(found.blocks), graph, control);
  return graph;
}

}  // namespace accountgraph
