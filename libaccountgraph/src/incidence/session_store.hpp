/// Gathers sessions from events in any order: a session grows while events come near it, and what was cut apart by their
/// order is put together now and then. So the sessions depend on the set of events alone, and memory on their number.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/sessions.hpp>

namespace accountgraph::detail {

/// Microseconds since 1970 as a session tells them.
std::uint32_t session_second(std::int64_t micros);

class SessionStore {
 public:
  /// Adds an event. Accounts are numbered from 0 in the order in which they come first. O(1), at times O(sessions log sessions).
  void add(std::uint32_t account, std::int64_t micros);

  /// The sessions, those of account `order[n]` at n. Uses the store up.
  Sessions finish(std::span<const std::uint32_t> order, const Control& control);

 private:
  struct Run {
    std::uint32_t account = 0;
    Session session;
  };
  void put_together();

  std::vector<Session> open_;  ///< per account, the run that its last event went to
  std::vector<Run> closed_;
  std::size_t limit_ = std::size_t{1} << 20;  ///< of closed runs before they are put together
};

/// Sorted sessions of one account from two sources, as if their events had come together; appends them to `to`.
void merge_sessions(std::span<const Session> a, std::span<const Session> b, std::vector<Session>& to);

}  // namespace accountgraph::detail
