#include "head_index.hpp"

#include <algorithm>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {

HeadIndex head_index(const Incidence& incidence, const EvidenceModel& model, const IdentifierOrder& order,
                     const EvidenceRows& rows, const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  struct Cuts {
    std::uint32_t position = kNone, create_rank = 0, update_rank = 0;
  };
  std::vector<Cuts> cuts(rows.position.size());  // per account: one place to read instead of two
  for (std::uint32_t p = 0; p < rows.size(); ++p)
    cuts[rows.account[p]] = {p, rows.cuts[p].create_rank, rows.cuts[p].update_rank};

  HeadIndex index;
  index.list.resize(order.identifier.size());
  parallel_each(index.list.size(), 1024, control, [&](std::size_t rank) {
    HeadIndex::List& list = index.list[rank];
    for (const std::uint32_t account : incidence.accounts_of(order.identifier[rank])) {
      list.creating += rank < cuts[account].create_rank;
      list.all += rank < cuts[account].update_rank;
    }
    // Who is alone with an identifier shares it with nobody; without a creating head among them it still updates.
    if (list.all < 2) list.creating = list.all = 0;
  });
  std::uint64_t postings = 0;
  for (HeadIndex::List& list : index.list) {
    list.begin = postings;
    postings += list.all;
  }
  index.posting.resize(postings);
  parallel_each(index.list.size(), 1024, control, [&](std::size_t rank) {
    HeadIndex::List& list = index.list[rank];
    if (list.all == 0) return;
    const EvidenceEntry entry = order.entry[order.identifier[rank]];
    HeadIndex::Posting* const begin = index.posting.data() + list.begin;
    std::uint32_t creating = 0, updating = list.creating;
    for (const std::uint32_t account : incidence.accounts_of(order.identifier[rank])) {
      if (rank >= cuts[account].update_rank) continue;
      const Bits activity = model.activity_bits[account * kinds + entry.kind()];
      const bool creates = rank < cuts[account].create_rank;
      begin[creates ? creating++ : updating++] = {cuts[account].position, activity};
    }
    const auto ascending = [](const auto& left, const auto& right) { return left.position < right.position; };
    std::sort(begin, begin + list.creating, ascending);
    std::sort(begin + list.creating, begin + list.all, ascending);
  });
  return index;
}

}  // namespace accountgraph
