/// Builds an Incidence from batches of events in memory O(distinct accounts, identifiers and entries), never O(events).
///
///   IncidenceBuilder builder(kinds, {.since_micros = ..., .until_micros = ...});
///   while (auto batch = reader.next()) builder.add(*batch);
///   Incidence incidence = std::move(builder).finish();
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/hashing.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/records/event_batch.hpp>

namespace accountgraph {

struct IncidenceOptions {
  std::optional<std::int64_t> since_micros = {};  ///< events before are rejects; none: the window grows with the data
  std::optional<std::int64_t> until_micros = {};  ///< events after are rejects; must not be before `since_micros`
  HashKey hash_key = {};                          ///< of the hash tables; results never depend on it
};

class IncidenceBuilder {
 public:
  /// `kinds` in the order of EventBatch::values. Throws std::invalid_argument for invalid kinds or an empty window.
  explicit IncidenceBuilder(std::vector<Kind> kinds, IncidenceOptions options = {});
  ~IncidenceBuilder();
  IncidenceBuilder(IncidenceBuilder&&) noexcept;
  IncidenceBuilder& operator=(IncidenceBuilder&&) noexcept;

  /// Adds events. Rows without account or with an unusable time become rejects; missing values are no entries. Either
  /// all batches have times or none has (else InputError). Work O(values), parallel over kinds.
  /// Accounts are trimmed, values normalised (records/normalise.hpp). Rejects show at most 80 bytes of the offending
  /// value. Throws InputError above 2^31 - 1 accounts or identifiers and when a window is given without times;
  /// std::invalid_argument for columns of wrong length. After any other exception than these arguments' the builder is
  /// used up.
  void add(const EventBatch& batch, const Control& control = {});

  /// Numbers accounts and identifiers by byte order and sorts the entries. Uses the builder up.
  Incidence finish(const Control& control = {}) &&;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A robust window from the number of events a day (`days[i]` since 1970 UTC, ascending, with `events[i]` each): the
/// .001 and .999 quantiles (from 100 events on at least one event is left out on each side), widened on both sides by
/// half their distance and at least seven days, then cut to the days that occur. One row from 1970 must not stretch the
/// buckets. Returns {since, until} in microseconds, inclusive.
struct TimeWindow {
  std::int64_t since_micros = 0;
  std::int64_t until_micros = 0;
};
TimeWindow robust_window(std::span<const std::int64_t> days, std::span<const std::uint64_t> events);

}  // namespace accountgraph
