/// Rows that cannot be used are data, not errors: counted by reason, with a few examples, and the run goes on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace accountgraph {

enum class RejectReason {
  no_account,       ///< the account is null or empty
  unreadable_time,  ///< the time is null or cannot be read
  outside_window    ///< the time lies outside the window of the run
};

/// "no_account", "unreadable_time", "outside_window".
const char* to_string(RejectReason reason);

struct RejectExample {
  std::uint64_t row = 0;  ///< position in the input, from 0
  std::string value;      ///< the offending value, cut to 80 bytes; attacker-written text
};

struct RejectCount {
  RejectReason reason{};
  std::uint64_t rows = 0;
  std::vector<RejectExample> examples;  ///< the first ten by row number
};

}  // namespace accountgraph
