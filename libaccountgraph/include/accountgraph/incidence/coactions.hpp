/// Pairs of accounts that used the same object within a window of time, counted exactly.
///
///   CoactionCounter counter(default_kind("url"), {.window_micros = 60'000'000});
///   while (const EventBatch* batch = reader.next()) counter.add(*batch);
///   Coactions coactions = std::move(counter).finish();
///
/// Accounts a != b coact on object o when a has an event with o and b has one, at most a window apart (a distance of
/// exactly the window counts). An object is a normalised value of the kind. A pair counts each object once.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/hashing.hpp>
#include <accountgraph/core/string_pool.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/records/kind.hpp>
#include <accountgraph/records/reject.hpp>

namespace accountgraph {

struct CoactionOptions {
  std::int64_t window_micros = 0;         ///< >= 0; largest distance of two events that coincide
  std::uint64_t min_participation = 1;    ///< >= 1; accounts with fewer events with an object are left out first, once
  bool keep_placeholders = false;         ///< true: values such as "unknown" or "0" are objects like any other
  std::uint64_t max_pairs = 100'000'000;  ///< >= 1; coinciding events (see finish) above which nothing is counted
  HashKey hash_key = {};                  ///< of the hash tables; results never depend on it
};

/// Pairs by account: a[i] < b[i] for every pair i, ascending by (a, b). Parallel arrays.
struct Coactions {
  StringPool accounts;                 ///< every account of an accepted event, ascending bytes: numbered as in the
                                       ///< Incidence of the same events
  std::vector<std::uint32_t> a, b;     ///< indices into `accounts`
  std::vector<std::uint32_t> objects;  ///< distinct objects that the pair coacts on, >= 1

  std::uint64_t num_events = 0;      ///< events accepted
  std::uint64_t missing = 0;         ///< of them without a value
  std::uint64_t placeholders = 0;    ///< of them with a value that means "no value" (0 when they are kept)
  std::vector<RejectCount> rejects;  ///< by reason, only reasons that occurred

  std::uint64_t num_pairs() const { return a.size(); }
};

class CoactionCounter {
 public:
  /// Throws std::invalid_argument for an invalid kind or an option out of range.
  explicit CoactionCounter(Kind kind, CoactionOptions options = {});
  ~CoactionCounter();
  CoactionCounter(CoactionCounter&&) noexcept;
  CoactionCounter& operator=(CoactionCounter&&) noexcept;

  /// Adds events; `batch.values` has one column, that of the kind. Rows without account or with an unreadable time
  /// become rejects, rows without a value are no events of the kind. Work O(values), memory 16 bytes an event with a
  /// value. Throws InputError for events without times and above 2^31 - 1 accounts or objects or 2^32 - 1 events;
  /// std::invalid_argument for columns of wrong length. After any other exception than the latter the counter is used up.
  void add(const EventBatch& batch, const Control& control = {});

  /// The pairs. Uses the counter up. Before any is counted, the coinciding events are: pairs of events on one object
  /// within the window, where an event whose account has the object before and after it within one window is left out.
  /// More than `max_pairs` are an InputError that names the object with most of them. Work O(events log events +
  /// coinciding events), memory O(events + pairs). Parallel over objects, then over accounts. Depends on the set of events alone.
  Coactions finish(const Control& control = {}) &&;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Columns account_a, account_b (text), objects (int32); rows as in `coactions`. O(pairs).
Table coactions_table(const Coactions& coactions);

}  // namespace accountgraph
