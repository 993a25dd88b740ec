/// The sparse accounts x identifiers matrix, the value everything after the log is computed from.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/string_pool.hpp>
#include <accountgraph/incidence/sessions.hpp>
#include <accountgraph/records/kind.hpp>
#include <accountgraph/records/reject.hpp>

namespace accountgraph {

/// The window of a run and its activity buckets. A bucket is `bucket_days` = 2^s days, the smallest s for which the
/// window has at most 63 buckets; bit b of a mask stands for the b-th bucket of the window.
struct TimeAxis {
  bool present = false;           ///< false: the log has no time column, nothing time-based is computed
  std::int64_t since_micros = 0;  ///< earliest time the window admits (its bucket's begin counts as bit 0)
  std::int64_t until_micros = 0;  ///< latest time the window admits, inclusive
  std::int32_t bucket_days = 1;
  std::int32_t num_buckets = 0;  ///< 1..63; 0 without time

  friend bool operator==(const TimeAxis&, const TimeAxis&) = default;
};

/// True where two activity masks share a bucket or use neighbouring ones (no wrap-around). Masks are all ones without
/// time.
constexpr bool masks_meet(std::uint64_t a, std::uint64_t b) { return (a & (b | (b << 1) | (b >> 1))) != 0; }

/// Accounts and identifiers are numbered by the byte order of their values (identifiers within their kind), so the
/// value depends on the set of events alone: not on row order, batches, hash keys or threads. Memory: about 40 bytes an
/// entry and 8 a session.
struct Incidence {
  std::vector<Kind> kinds;
  StringPool accounts;                    ///< accounts[a] = account id as text, ascending
  StringPool identifiers;                 ///< identifiers[k] = normalised value; ascending within each kind
  std::vector<std::uint32_t> kind_begin;  ///< identifiers of kind t: [kind_begin[t], kind_begin[t + 1]); size kinds + 1
  std::vector<std::uint8_t> placeholder;  ///< per identifier: 1 = a placeholder such as "unknown" (carries no evidence)

  std::vector<std::uint64_t> account_events;  ///< per account: events accepted, >= 1
  std::vector<std::int64_t> account_first;    ///< per account: first event, microseconds UTC; empty without time
  std::vector<std::int64_t> account_last;
  std::vector<std::uint64_t> account_mask;  ///< per account: buckets with an event; empty without time

  // Entries by account, ascending identifier within an account. Parallel arrays of length num_entries().
  std::vector<std::uint64_t> row_begin;  ///< entries of account a: [row_begin[a], row_begin[a + 1])
  std::vector<std::uint32_t> entry_identifier;
  std::vector<std::uint32_t> entry_count;  ///< events of the account with the identifier, saturating, >= 1
  std::vector<std::int64_t> entry_first;   ///< microseconds UTC; empty without time
  std::vector<std::int64_t> entry_last;
  std::vector<std::uint64_t> entry_mask;  ///< buckets of activity; empty without time

  // The transpose: accounts by identifier, ascending.
  std::vector<std::uint64_t> column_begin;  ///< accounts of identifier k: [column_begin[k], column_begin[k + 1])
  std::vector<std::uint32_t> column_account;
  std::vector<std::uint64_t> column_mask;  ///< the entry's mask, beside its account; empty without time

  Sessions sessions;  ///< by account; empty without time

  TimeAxis time;
  std::uint64_t num_events = 0;      ///< events accepted
  std::vector<RejectCount> rejects;  ///< by reason, only reasons that occurred

  std::uint32_t num_accounts() const { return static_cast<std::uint32_t>(accounts.size()); }
  std::uint32_t num_identifiers() const { return static_cast<std::uint32_t>(identifiers.size()); }
  std::uint32_t num_kinds() const { return static_cast<std::uint32_t>(kinds.size()); }
  std::uint64_t num_entries() const { return entry_identifier.size(); }

  /// The identifiers of account `a`, ascending.
  std::span<const std::uint32_t> identifiers_of(std::uint32_t a) const {
    return std::span(entry_identifier).subspan(row_begin[a], row_begin[a + 1] - row_begin[a]);
  }
  /// The accounts that hold identifier `k`, ascending.
  std::span<const std::uint32_t> accounts_of(std::uint32_t k) const {
    return std::span(column_account).subspan(column_begin[k], column_begin[k + 1] - column_begin[k]);
  }
  /// Activity mask of an entry (all ones without time).
  std::uint64_t mask_of(std::uint64_t entry) const {
    return entry_mask.empty() ? ~std::uint64_t{0} : entry_mask[entry];
  }
  /// The kind of identifier `k`. Cost: O(log kinds).
  std::uint32_t kind_of(std::uint32_t k) const;
};

/// SHA-256 (hex) over the accepted events' incidence: equal for equal sets of events in whatever order. Cost:
/// O(entries).
std::string fingerprint(const Incidence& incidence);

}  // namespace accountgraph
