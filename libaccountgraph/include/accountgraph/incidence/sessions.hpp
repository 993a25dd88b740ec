/// When accounts worked: their events as sessions, which is what can be compared between accounts that share nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace accountgraph {

/// A longer pause ends a session (half an hour, as web analytics has it).
inline constexpr std::uint32_t kSessionGapSeconds = 1800;

/// First and last event, in whole seconds since 1970 UTC, rounded down; times before 1970 count as 1970, times after
/// February 2106 as that moment.
struct Session {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  friend bool operator==(const Session&, const Session&) = default;
};

/// Sessions of account a: session[begin[a] .. begin[a + 1]), ascending, more than kSessionGapSeconds between one's last
/// and the next one's first. Both empty without times.
struct Sessions {
  std::vector<std::uint64_t> begin;
  std::vector<Session> session;

  std::span<const Session> of(std::size_t account) const {
    return begin.empty() ? std::span<const Session>{}
                         : std::span(session).subspan(begin[account], begin[account + 1] - begin[account]);
  }
  friend bool operator==(const Sessions&, const Sessions&) = default;
};

}  // namespace accountgraph
