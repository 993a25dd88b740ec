/// Method: both sides are sorted, so accounts and identifiers merge like sorted lists, which gives each side's old
/// numbers their new ones in ascending order; then every row is the merge of at most two sorted rows.
#include <accountgraph/incidence/merge.hpp>

#include <algorithm>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/incidence/time_axis.hpp>

#include "columns.hpp"
#include "session_store.hpp"

namespace accountgraph {
namespace {

/// One side of the merge. Row `from[n]` of this side becomes (part of) row n of the result; kNone: not on this side.
struct Side {
  const Incidence& in;
  std::vector<std::uint32_t> account_from;     // per new account
  std::vector<std::uint32_t> identifier_to{};  // per old identifier

  std::uint64_t begin(std::size_t a) const { return account_from[a] == kNone ? 0 : in.row_begin[account_from[a]]; }
  std::uint64_t end(std::size_t a) const { return account_from[a] == kNone ? 0 : in.row_begin[account_from[a] + 1]; }
  std::uint32_t identifier(std::uint64_t entry) const { return identifier_to[in.entry_identifier[entry]]; }
};

/// Walks two sorted ranges of strings together and calls visit(text, i, j) per distinct one; kNone where a side lacks
/// it.
template <class Visit>
void merge_strings(const StringPool& a, std::uint32_t i, std::uint32_t i_end, const StringPool& b, std::uint32_t j,
                   std::uint32_t j_end, Visit&& visit) {
  while (i < i_end || j < j_end) {
    const int order = i == i_end ? 1 : j == j_end ? -1 : a[i].compare(b[j]);
    visit(order <= 0 ? a[i] : b[j], order <= 0 ? i : kNone, order >= 0 ? j : kNone);
    i += order <= 0;
    j += order >= 0;
  }
}

TimeAxis union_axis(const TimeAxis& a, const TimeAxis& b) {
  if (!a.present) return b;
  if (!b.present) return a;
  return time_axis(std::min(a.since_micros, b.since_micros), std::max(a.until_micros, b.until_micros));
}

std::uint64_t rows_of(const Incidence& incidence) {
  std::uint64_t rows = incidence.num_events;
  for (const RejectCount& reject : incidence.rejects) rows += reject.rows;
  return rows;
}

std::vector<RejectCount> merged_rejects(const Incidence& a, const Incidence& b) {
  std::vector<RejectCount> all = a.rejects;
  const std::uint64_t rows_before = rows_of(a);
  for (const RejectCount& more : b.rejects) {
    auto same = std::find_if(all.begin(), all.end(), [&](const RejectCount& r) { return r.reason == more.reason; });
    if (same == all.end()) same = all.insert(all.end(), RejectCount{more.reason, 0, {}});
    same->rows += more.rows;
    for (const RejectExample& example : more.examples) {
      if (same->examples.size() < 10) same->examples.push_back({rows_before + example.row, example.value});
    }
  }
  std::sort(all.begin(), all.end(), [](const RejectCount& x, const RejectCount& y) { return x.reason < y.reason; });
  return all;
}

/// Adds one activity of a side to a slot of the result that starts as {0, none}.
struct Target {
  std::vector<std::int64_t>& first;
  std::vector<std::int64_t>& last;
  std::vector<std::uint64_t>& mask;
  void add(std::size_t at, bool is_new, std::int64_t more_first, std::int64_t more_last,
           std::uint64_t more_mask) const {
    first[at] = is_new ? more_first : std::min(first[at], more_first);
    last[at] = is_new ? more_last : std::max(last[at], more_last);
    mask[at] = (is_new ? 0 : mask[at]) | more_mask;
  }
};

void merge_names(Incidence& out, Side& a, Side& b) {
  merge_strings(a.in.accounts, 0, a.in.num_accounts(), b.in.accounts, 0, b.in.num_accounts(),
                [&](std::string_view text, std::uint32_t i, std::uint32_t j) {
                  out.accounts.push_back(text);
                  a.account_from.push_back(i);
                  b.account_from.push_back(j);
                });
  if (out.accounts.size() > kMaxIds) throw InputError("the parts have more than 2^31 - 1 distinct accounts together");
  a.identifier_to.resize(a.in.num_identifiers());
  b.identifier_to.resize(b.in.num_identifiers());
  out.kind_begin.push_back(0);
  for (std::size_t t = 0; t < out.kinds.size(); ++t) {
    merge_strings(a.in.identifiers, a.in.kind_begin[t], a.in.kind_begin[t + 1], b.in.identifiers, b.in.kind_begin[t],
                  b.in.kind_begin[t + 1], [&](std::string_view text, std::uint32_t i, std::uint32_t j) {
                    if (i != kNone) a.identifier_to[i] = out.num_identifiers();
                    if (j != kNone) b.identifier_to[j] = out.num_identifiers();
                    out.identifiers.push_back(text);
                  });
    if (out.identifiers.size() > kMaxIds)
      throw InputError("the parts have more than 2^31 - 1 distinct identifiers together");
    out.kind_begin.push_back(out.num_identifiers());
  }
}

/// The accounts' sessions, each of the events of both sides.
Sessions merged_sessions(const Side& a, const Side& b) {
  Sessions out;
  out.begin.push_back(0);
  out.session.reserve(a.in.sessions.session.size() + b.in.sessions.session.size());
  const auto of = [](const Side& side, std::size_t n) {
    return side.account_from[n] == kNone ? std::span<const Session>{} : side.in.sessions.of(side.account_from[n]);
  };
  for (std::size_t n = 0; n < a.account_from.size(); ++n) {
    detail::merge_sessions(of(a, n), of(b, n), out.session);
    out.begin.push_back(out.session.size());
  }
  return out;
}

std::uint64_t merged_length(const Side& a, const Side& b, std::size_t account) {
  std::uint64_t i = a.begin(account), j = b.begin(account), length = 0;
  while (i < a.end(account) && j < b.end(account)) {
    const std::uint32_t x = a.identifier(i), y = b.identifier(j);
    i += x <= y;
    j += y <= x;
    ++length;
  }
  return length + (a.end(account) - i) + (b.end(account) - j);
}

}  // namespace

Incidence merge(const Incidence& a_in, const Incidence& b_in, const Control& control) {
  require(a_in.kinds == b_in.kinds, "b.kinds", "the same as those of `a`", "other kinds");
  const bool timed = !a_in.account_mask.empty() || !b_in.account_mask.empty();
  const auto untimed_events = [](const Incidence& part) { return !part.time.present && part.num_events > 0; };
  if ((untimed_events(a_in) && b_in.time.present) || (untimed_events(b_in) && a_in.time.present)) {
    throw InputError("one of the two parts has times and the other has none");
  }
  Incidence out;
  out.kinds = a_in.kinds;
  out.time = union_axis(a_in.time, b_in.time);
  out.num_events = a_in.num_events + b_in.num_events;
  out.rejects = merged_rejects(a_in, b_in);
  Side a{a_in, {}}, b{b_in, {}};
  merge_names(out, a, b);
  control.check();
  detail::fill_placeholders(out, control);

  const std::uint32_t accounts = out.num_accounts();
  std::vector<std::uint64_t> lengths(accounts);
  parallel_each(accounts, 1024, control, [&](std::size_t n) { lengths[n] = merged_length(a, b, n); });
  out.row_begin.assign(std::size_t{accounts} + 1, 0);
  for (std::uint32_t n = 0; n < accounts; ++n) out.row_begin[n + 1] = out.row_begin[n] + lengths[n];

  const std::uint64_t entries = out.row_begin.back();
  out.account_events.assign(accounts, 0);
  out.entry_identifier.resize(entries);
  out.entry_count.assign(entries, 0);
  if (timed) {
    out.account_first.resize(accounts), out.account_last.resize(accounts), out.account_mask.resize(accounts);
    out.entry_first.resize(entries), out.entry_last.resize(entries), out.entry_mask.resize(entries);
  }
  const Target account_target{out.account_first, out.account_last, out.account_mask};
  const Target entry_target{out.entry_first, out.entry_last, out.entry_mask};
  const auto add_account = [&](std::size_t n, const Side& side) {
    const std::uint32_t from = side.account_from[n];
    if (from == kNone) return;
    if (timed) {
      account_target.add(n, out.account_events[n] == 0, side.in.account_first[from], side.in.account_last[from],
                         mask_on(side.in.account_mask[from], side.in.time, out.time));
    }
    out.account_events[n] += side.in.account_events[from];
  };
  const auto add_entry = [&](std::uint64_t to, const Side& side, std::uint64_t from) {
    if (timed) {
      entry_target.add(to, out.entry_count[to] == 0, side.in.entry_first[from], side.in.entry_last[from],
                       mask_on(side.in.entry_mask[from], side.in.time, out.time));
    }
    const std::uint64_t count = std::uint64_t{out.entry_count[to]} + side.in.entry_count[from];
    out.entry_count[to] = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, 0xFFFFFFFFU));
    out.entry_identifier[to] = side.identifier(from);
  };
  parallel_each(accounts, 1024, control, [&](std::size_t n) {
    add_account(n, a);
    add_account(n, b);
    std::uint64_t i = a.begin(n), j = b.begin(n);
    for (std::uint64_t to = out.row_begin[n]; to < out.row_begin[n + 1]; ++to) {
      const bool from_a = i < a.end(n) && (j >= b.end(n) || a.identifier(i) <= b.identifier(j));
      const bool from_b = j < b.end(n) && (i >= a.end(n) || b.identifier(j) <= a.identifier(i));
      if (from_a) add_entry(to, a, i++);
      if (from_b) add_entry(to, b, j++);
    }
  });
  if (timed) out.sessions = merged_sessions(a, b);
  detail::fill_columns(out, control);
  return out;
}

}  // namespace accountgraph
