/// From hash tables to the ordered matrix. Numbers are ranks in byte order, so the order in which strings and entries
/// came leaves no trace. Method: sort the strings; scatter (identifier, position) pairs to their accounts' rows; sort
/// each row; gather the rest of the entries row by row.
#include <algorithm>
#include <utility>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/release.hpp>

#include "builder_state.hpp"
#include "byte_order.hpp"
#include "columns.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kLongRow = 1 << 16;  // longer rows are sorted in parallel

std::size_t total_bytes(const Interner& interner) {
  std::size_t bytes = 0;
  for (std::uint32_t i = 0; i < interner.size(); ++i) bytes += interner[i].size();
  return bytes;
}

}  // namespace

Incidence IncidenceBuilder::State::finish(const Control& control) {
  control.report("incidence", rows_seen, rows_seen);
  const bool timed = has_time.value_or(window.bounded());
  Incidence out;
  out.kinds = std::move(kinds);
  out.num_events = events;
  if (timed) out.time = window.axis();
  std::copy_if(rejects.begin(), rejects.end(), std::back_inserter(out.rejects),
               [](const RejectCount& r) { return r.rows > 0; });

  // Strings: ranks in byte order.
  const std::size_t num_kinds = out.kinds.size();
  accounts.freeze();
  std::vector<std::vector<std::uint32_t>> orders(num_kinds + 1);
  parallel_each(num_kinds + 1, 1, control, [&](std::size_t t) {
    if (t < num_kinds) kind_states[t].identifiers.freeze(), kind_states[t].entries.freeze();
    orders[t] = detail::in_byte_order(t < num_kinds ? kind_states[t].identifiers : accounts, control);
  });
  const std::vector<std::uint32_t> account_order = std::move(orders[num_kinds]);
  const std::vector<std::uint32_t> account_rank = detail::ranks_of(account_order);
  out.accounts.reserve(accounts.size(), total_bytes(accounts));
  detail::append(out.accounts, accounts, account_order, control);

  std::uint64_t num_identifiers = 0, bytes = 0, num_entries = 0;
  out.kind_begin.push_back(0);
  for (const KindState& kind : kind_states) {
    num_identifiers += kind.identifiers.size();
    num_entries += kind.entries.size();
    bytes += total_bytes(kind.identifiers);
    if (num_identifiers > kMaxIds) throw InputError("the log has more than 2^31 - 1 distinct identifiers");
    out.kind_begin.push_back(static_cast<std::uint32_t>(num_identifiers));
  }
  out.identifiers.reserve(num_identifiers, bytes);
  std::vector<std::vector<std::uint32_t>> identifier_rank(num_kinds);
  for (std::size_t t = 0; t < num_kinds; ++t) {
    detail::append(out.identifiers, kind_states[t].identifiers, orders[t], control);
    identifier_rank[t] = detail::ranks_of(orders[t], out.kind_begin[t]);
    kind_states[t].identifiers = Interner({});
    release(orders[t]);
  }
  detail::fill_placeholders(out, control);

  // Accounts.
  const std::uint32_t num_accounts = accounts.size();
  out.account_events.resize(num_accounts);
  if (timed) {
    out.account_first.resize(num_accounts), out.account_last.resize(num_accounts),
        out.account_mask.resize(num_accounts);
  }
  for (std::uint32_t a = 0; a < num_accounts; ++a) {
    const Account& account = account_states[account_order[a]];
    out.account_events[a] = account.events;
    if (!timed) continue;
    out.account_first[a] = account.first;
    out.account_last[a] = account.last;
    out.account_mask[a] = detail::GrowingWindow::relative(account.mask, out.time);
  }

  if (timed) out.sessions = sessions.finish(account_order, control);

  // Rows: offset[t][a] = where the kind's next entry goes in the row of a. The rows of kinds follow one another.
  std::vector<std::vector<std::uint32_t>> offset(num_kinds, std::vector<std::uint32_t>(num_accounts, 0));
  parallel_each(num_kinds, 1, control, [&](std::size_t t) {
    const detail::EntryTable& entries = kind_states[t].entries;
    for (std::uint32_t i = 0; i < entries.size(); ++i) ++offset[t][account_rank[entries[i].account]];
  });
  out.row_begin.assign(std::size_t{num_accounts} + 1, 0);
  for (std::uint32_t a = 0; a < num_accounts; ++a) {
    std::uint32_t length = 0;
    for (auto& kind_offset : offset) length += std::exchange(kind_offset[a], length);
    out.row_begin[a + 1] = out.row_begin[a] + length;
  }
  std::vector<std::uint64_t> pairs(num_entries);  // rank of the identifier, number of the entry in its kind's table
  parallel_each(num_kinds, 1, control, [&](std::size_t t) {
    const detail::EntryTable& entries = kind_states[t].entries;
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      const std::uint32_t a = account_rank[entries[i].account];
      pairs[out.row_begin[a] + offset[t][a]++] = (std::uint64_t{identifier_rank[t][entries[i].identifier]} << 32) | i;
    }
  });
  release(offset);

  out.entry_identifier.resize(num_entries);
  out.entry_count.resize(num_entries);
  if (timed)
    out.entry_first.resize(num_entries), out.entry_last.resize(num_entries), out.entry_mask.resize(num_entries);
  const bool stoppable = control.stop.stop_possible();
  parallel_each(num_accounts, 256, control, [&](std::size_t a) {
    const auto first = pairs.begin() + static_cast<std::ptrdiff_t>(out.row_begin[a]);
    const auto last = pairs.begin() + static_cast<std::ptrdiff_t>(out.row_begin[a + 1]);
    if (static_cast<std::size_t>(last - first) < kLongRow) {
      std::sort(first, last);
    } else {
      parallel_sort(first, last, [&](std::uint64_t x, std::uint64_t y) {
        if (stoppable) control.check();
        return x < y;
      });
    }
    std::size_t kind = 0;
    for (std::uint64_t e = out.row_begin[a]; e < out.row_begin[a + 1]; ++e) {
      const auto identifier = static_cast<std::uint32_t>(pairs[e] >> 32);
      while (identifier >= out.kind_begin[kind + 1]) ++kind;
      const detail::Entry& entry = kind_states[kind].entries[static_cast<std::uint32_t>(pairs[e])];
      out.entry_identifier[e] = identifier;
      out.entry_count[e] = entry.count;
      if (!timed) continue;
      out.entry_first[e] = entry.first;
      out.entry_last[e] = entry.last;
      out.entry_mask[e] = detail::GrowingWindow::relative(entry.mask, out.time);
    }
  });
  release(pairs);
  kind_states.clear();
  detail::fill_columns(out, control);
  return out;
}

}  // namespace accountgraph
