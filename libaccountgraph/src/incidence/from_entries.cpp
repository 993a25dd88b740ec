/// Method: number the texts through hash tables, rank them in byte order, scatter the entries to their accounts' rows
/// by counting, sort each row by identifier.
#include <accountgraph/incidence/from_entries.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/interner.hpp>
#include <accountgraph/core/parallel.hpp>

#include "columns.hpp"
#include "session_store.hpp"

namespace accountgraph {
namespace {

template <class Values>
const Values& values_of(const Table& table, const char* name) {
  const Column* column = table.find(name);
  if (column == nullptr) throw InputError(std::string("the table has no column ") + name);
  const auto* values = std::get_if<Values>(&column->values);
  if (values == nullptr) throw InputError(std::string("the column ") + name + " is of another type than a run's");
  if (std::find(column->valid.begin(), column->valid.end(), false) != column->valid.end()) {
    throw InputError(std::string("the column ") + name + " has nulls");
  }
  return *values;
}

/// Numbers of texts -> their ranks in byte order, beginning at `first`; appends the texts to `pool` in that order.
std::vector<std::uint32_t> rank(const Interner& texts, std::uint32_t first, StringPool& pool) {
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  parallel_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
  std::vector<std::uint32_t> ranks(order.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    ranks[order[at]] = first + at;
    pool.push_back(texts[order[at]]);
  }
  return ranks;
}

/// The index of each row's account. Rows of one account mostly follow one another.
std::vector<std::uint32_t> find_accounts(const StringPool& accounts, const StringPool& names) {
  std::vector<std::uint32_t> found(names.size());
  std::vector<std::uint32_t> all(accounts.size());
  std::iota(all.begin(), all.end(), 0U);
  for (std::size_t row = 0; row < names.size(); ++row) {
    if (row > 0 && names[row] == names[row - 1]) {
      found[row] = found[row - 1];
      continue;
    }
    const auto at = std::lower_bound(all.begin(), all.end(), names[row],
                                     [&](std::uint32_t a, std::string_view name) { return accounts[a] < name; });
    if (at == all.end() || accounts[*at] != names[row]) throw InputError("a row's account is not among the accounts");
    found[row] = *at;
  }
  return found;
}

/// Kinds and identifiers of the rows, numbered as in the incidence; fills kind_begin and identifiers.
std::vector<std::uint32_t> number_identifiers(const Table& entries, Incidence& out) {
  const auto& kind_names = values_of<StringPool>(entries, "kind");
  const auto& texts = values_of<StringPool>(entries, "identifier");
  std::vector<Interner> seen;
  for (std::size_t t = 0; t < out.kinds.size(); ++t) seen.emplace_back(HashKey{});
  std::vector<std::uint32_t> kind_of(texts.size()), number(texts.size());
  for (std::size_t row = 0; row < texts.size(); ++row) {
    const auto kind =
        std::find_if(out.kinds.begin(), out.kinds.end(), [&](const Kind& k) { return k.name == kind_names[row]; });
    if (kind == out.kinds.end()) throw InputError("an entry's kind is not among the kinds of the run");
    kind_of[row] = static_cast<std::uint32_t>(kind - out.kinds.begin());
    number[row] = seen[kind_of[row]].add(texts[row]);
  }
  std::vector<std::vector<std::uint32_t>> ranks;
  out.kind_begin.push_back(0);
  for (const Interner& kind : seen) {
    ranks.push_back(rank(kind, out.kind_begin.back(), out.identifiers));
    out.kind_begin.push_back(static_cast<std::uint32_t>(out.identifiers.size()));
  }
  for (std::size_t row = 0; row < number.size(); ++row) number[row] = ranks[kind_of[row]][number[row]];
  return number;
}

void require_equal_lengths(const Table& table) {
  for (const Column& column : table.columns) {
    if (column.num_rows() != table.num_rows()) throw InputError("the columns of a table differ in length");
  }
}

void read_accounts(const Table& accounts, Incidence& out) {
  out.accounts = values_of<StringPool>(accounts, "account_id");
  for (std::size_t a = 1; a < out.accounts.size(); ++a) {
    if (out.accounts[a - 1] >= out.accounts[a]) throw InputError("the accounts are not in order");
  }
  out.account_events = values_of<std::vector<std::uint64_t>>(accounts, "events");
  if (out.accounts.size() > kMaxIds) throw InputError("more than 2^31 - 1 accounts");
  out.num_events = std::accumulate(out.account_events.begin(), out.account_events.end(), std::uint64_t{0});
  if (!out.time.present) return;
  out.account_first = values_of<Timestamps>(accounts, "first_seen").micros;
  out.account_last = values_of<Timestamps>(accounts, "last_seen").micros;
  out.account_mask = values_of<std::vector<std::uint64_t>>(accounts, "mask");
}

void read_sessions(const Table& sessions, Incidence& out) {
  const auto account = find_accounts(out.accounts, values_of<StringPool>(sessions, "account_id"));
  const auto& first = values_of<Timestamps>(sessions, "first_seen").micros;
  const auto& last = values_of<Timestamps>(sessions, "last_seen").micros;
  out.sessions.begin.assign(std::size_t{out.num_accounts()} + 1, 0);
  for (std::size_t row = 0; row < account.size(); ++row) {
    const Session session{detail::session_second(first[row]), detail::session_second(last[row])};
    const bool alone = row == 0 || account[row - 1] != account[row];
    const Session before = alone ? Session{} : out.sessions.session.back();
    if (session.last < session.first || (!alone && session.first <= before.last) ||
        (!alone && session.first - before.last <= kSessionGapSeconds) || (row > 0 && account[row] < account[row - 1])) {
      throw InputError("the sessions are not in order");
    }
    out.sessions.session.push_back(session);
    ++out.sessions.begin[account[row] + std::size_t{1}];
  }
  std::partial_sum(out.sessions.begin.begin(), out.sessions.begin.end(), out.sessions.begin.begin());
}

/// Rows of `entries` in the order of the incidence's entries; fills row_begin.
std::vector<std::uint64_t> order_rows(const std::vector<std::uint32_t>& account,
                                      const std::vector<std::uint32_t>& identifier, Incidence& out,
                                      const Control& control) {
  out.row_begin.assign(std::size_t{out.num_accounts()} + 1, 0);
  for (const std::uint32_t a : account) ++out.row_begin[a + 1];
  std::partial_sum(out.row_begin.begin(), out.row_begin.end(), out.row_begin.begin());
  std::vector<std::uint64_t> next(out.row_begin.begin(), out.row_begin.end() - 1), order(account.size());
  for (std::uint64_t row = 0; row < account.size(); ++row) order[next[account[row]]++] = row;
  parallel_each(out.num_accounts(), 256, control, [&](std::size_t a) {
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(out.row_begin[a]),
              order.begin() + static_cast<std::ptrdiff_t>(out.row_begin[a + 1]),
              [&](std::uint64_t x, std::uint64_t y) { return identifier[x] < identifier[y]; });
  });
  return order;
}

/// Events of an (account, identifier) pair as the incidence keeps them: 1 .. 2^32 - 1.
std::vector<std::uint32_t> checked_counts(const std::vector<std::int64_t>& counts) {
  std::vector<std::uint32_t> checked;
  checked.reserve(counts.size());
  for (const std::int64_t count : counts) {
    if (count < 1 || count > std::int64_t{0xFFFFFFFF}) throw InputError("an entry's count is not in 1 .. 2^32 - 1");
    checked.push_back(static_cast<std::uint32_t>(count));
  }
  return checked;
}

template <class To, class From>
void gather(std::vector<To>& to, const std::vector<From>& from, const std::vector<std::uint64_t>& order) {
  to.reserve(order.size());
  for (const std::uint64_t row : order) to.push_back(static_cast<To>(from[row]));
}

}  // namespace

Incidence incidence_from_entries(const Table& accounts, const Table& entries, const Table& sessions,
                                 std::vector<Kind> kinds, const TimeAxis& time, const Control& control) {
  validate_kinds(kinds);
  require_equal_lengths(accounts);
  require_equal_lengths(entries);
  require_equal_lengths(sessions);
  Incidence out;
  out.kinds = std::move(kinds);
  out.time = time;
  read_accounts(accounts, out);
  const auto account = find_accounts(out.accounts, values_of<StringPool>(entries, "account_id"));
  control.check();
  const auto identifier = number_identifiers(entries, out);
  control.check();
  const auto order = order_rows(account, identifier, out, control);
  gather(out.entry_identifier, identifier, order);
  gather(out.entry_count, checked_counts(values_of<std::vector<std::int64_t>>(entries, "count")), order);
  for (std::size_t at = 1; at < order.size(); ++at) {
    if (account[order[at - 1]] == account[order[at]] && out.entry_identifier[at - 1] == out.entry_identifier[at]) {
      throw InputError("an identifier occurs twice with one account");
    }
  }
  if (time.present) {
    gather(out.entry_first, values_of<Timestamps>(entries, "first_seen").micros, order);
    gather(out.entry_last, values_of<Timestamps>(entries, "last_seen").micros, order);
    gather(out.entry_mask, values_of<std::vector<std::uint64_t>>(entries, "mask"), order);
    read_sessions(sessions, out);
  }
  detail::fill_placeholders(out, control);
  detail::fill_columns(out, control);
  return out;
}

}  // namespace accountgraph
