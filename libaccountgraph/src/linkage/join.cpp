// 1. Order the identifiers that carry evidence by what it costs to pair their holders, and cut two heads off every row (evidence_rows).
//    Accounts with exactly the same evidence become stars.
// 2. Index the heads (head_index). Each account meets others that have one of its identifiers in both creating heads; a word of lanes
//    adds up what they share in their updating heads, and filters from cheap to dear leave few (candidates).
// 3. Look the others' rows up in this account's own, exactly (open_row).
#include "join.hpp"

#include <algorithm>
#include <utility>

#include "stars.hpp"

namespace accountgraph {
namespace {

template <class... Vectors>
std::uint64_t bytes_of(const Vectors&... vectors) {
  return ((std::uint64_t{vectors.capacity()} * sizeof(vectors[0])) + ... + 0);
}

std::uint64_t bytes_of(const EvidenceRows& rows) {
  return bytes_of(rows.account, rows.position, rows.cuts, rows.begin, rows.entry, rows.mask_begin, rows.mask,
                  rows.star);
}

std::uint64_t bytes_of(const AccountRows& rows) {
  std::uint64_t bytes = bytes_of(rows.summary, rows.block);
  for (const RowBlock& block : rows.block) bytes += bytes_of(block.entry, block.mask);
  return bytes;
}

}  // namespace

std::uint64_t Join::bytes() const {
  return bytes_of(star_centre, identifier, index.list, index.posting) + bytes_of(rows);
}

Join prepare_join(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options,
                  const Control& control) {
  Join join{EvidenceLanes(model), {}, {}, {}, {}, 0};
  IdentifierOrder order = identifier_order(incidence, model, control);
  const std::uint64_t order_bytes = bytes_of(order.entry, order.identifier);
  {
    const AccountRows by_account = account_rows(incidence, model, order, join.lanes, control);
    join.star_centre = find_stars(incidence, model, by_account.summary, options.star_size, control);
    join.rows = evidence_rows(by_account, join.star_centre, control);
    join.preparing_bytes = order_bytes + join.bytes() + bytes_of(by_account);
  }
  join.index = head_index(incidence, model, order, join.rows, control);
  join.preparing_bytes = std::max(join.preparing_bytes, order_bytes + join.bytes());
  join.identifier = std::move(order.identifier);
  return join;
}

}  // namespace accountgraph
