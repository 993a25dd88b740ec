/// Events one by one, for services and tests:
///
///   EventRows rows({"payment", "ip"});
///   rows.add("acct_17", time_micros, {{"ip", "203.0.113.7"}, {"payment", "card-9"}});
///   builder.add(rows.batch());
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <accountgraph/core/string_pool.hpp>
#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/records/kind.hpp>

namespace accountgraph {

class EventRows {
 public:
  using Value = std::pair<std::string_view, std::string_view>;  ///< kind, raw value

  /// The kinds' names, in the order of the columns of batch(). Throws std::invalid_argument when a name occurs twice.
  explicit EventRows(std::vector<std::string> kinds);
  template <std::same_as<Kind> AnyKind>  // a template, so that EventRows({"payment", "ip"}) is not ambiguous
  explicit EventRows(const std::vector<AnyKind>& kinds) : EventRows(names_of(kinds)) {}

  /// Adds an event; the texts are copied. Empty values are missing ones. Throws std::invalid_argument, and adds
  /// nothing, for an unknown kind, a kind given twice, and when some events have a time and others have none. O(bytes +
  /// values * kinds).
  void add(std::string_view account, std::int64_t time_micros, std::span<const Value> values);
  void add(std::string_view account, std::int64_t time_micros, std::initializer_list<Value> values);
  /// An event of a log without times.
  void add(std::string_view account, std::span<const Value> values);
  void add(std::string_view account, std::initializer_list<Value> values);

  std::size_t num_events() const { return accounts_.size(); }

  /// All events as views, valid until the next add() or clear(). O(events * kinds).
  EventBatch batch() const;
  /// Forgets the events; kinds stay.
  void clear();

 private:
  static std::vector<std::string> names_of(const std::vector<Kind>& kinds);
  void add_row(std::string_view account, std::optional<std::int64_t> time_micros, std::span<const Value> values);

  std::vector<std::string> kinds_;
  StringPool accounts_;
  StringPool values_;  ///< event by event, a value a kind, empty = missing
  std::vector<std::int64_t> times_;
};

}  // namespace accountgraph
