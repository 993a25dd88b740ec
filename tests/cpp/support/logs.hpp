// Small logs for tests: rows written out, or drawn at random.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <accountgraph/core/random.hpp>
#include <accountgraph/incidence/builder.hpp>

namespace accountgraph::testing {

inline constexpr std::int64_t kDay = 86'400'000'000;  // microseconds

/// One event: account, day (since 1970; < 0 = the log has no time), values by kind name, second of the day.
struct Row {
  std::string account;
  int day;
  std::vector<std::pair<std::string, std::string>> values;
  int second = 0;
};

inline std::vector<Kind> kinds_named(std::initializer_list<std::string_view> names) {
  std::vector<Kind> kinds;
  for (const std::string_view name : names) kinds.push_back(default_kind(name));
  return kinds;
}

inline Incidence incidence_of(const std::vector<Row>& rows, const std::vector<Kind>& kinds,
                              IncidenceOptions options = {}) {
  EventBatch batch;
  batch.values.resize(kinds.size());
  for (const Row& row : rows) {
    batch.account.push_back(row.account);
    if (row.day >= 0) batch.time_micros.push_back(row.day * kDay + row.second * 1'000'000LL);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      std::string_view value = kMissing;
      for (const auto& [name, text] : row.values) {
        if (name == kinds[kind].name) value = text;
      }
      batch.values[kind].push_back(value);
    }
  }
  IncidenceBuilder builder(kinds, options);
  builder.add(batch);
  return std::move(builder).finish();
}

/// Accounts nobody else has anything in common with, so that N is large enough for evidence.
inline void add_strangers(std::vector<Row>& rows, int count, const std::vector<Kind>& kinds) {
  const bool timed = !rows.empty() && rows.front().day >= 0;
  for (int i = 0; i < count; ++i) {
    Row row{"stranger" + std::to_string(i), timed ? 10 : -1, {}};
    for (const Kind& kind : kinds) row.values.emplace_back(kind.name, kind.name + "-of-stranger-" + std::to_string(i));
    rows.push_back(std::move(row));
  }
}

/// A log with plenty of sharing: few identifiers of each kind with skewed use, some accounts alike. Of the logs with times a half
/// tell days only; in the others accounts begin work together now and then.
struct RandomLog {
  std::vector<Row> rows;
  std::vector<Kind> kinds;
};
inline RandomLog random_log(std::uint64_t seed) {
  const CounterRandom random(seed);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t bound) { return random.below(bound, 1, draw++); };
  RandomLog log;
  const std::size_t kinds = 1 + below(seed % 7 == 0 ? 20 : 5);
  const std::uint64_t families = 1 + below(3);
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    Kind made;
    made.name = "kind" + std::to_string(kind);
    made.family = "family" + std::to_string(below(families));
    made.reliability = static_cast<double>(1 + below(10)) / 10.0;
    made.soft = below(2) == 0;
    made.moves = below(3) == 0;
    log.kinds.push_back(made);
  }
  const bool timed = below(3) > 0, by_second = below(2) == 0;
  const std::uint64_t accounts = 2 + below(60);
  const std::uint64_t values = 1 + below(40);
  for (std::uint64_t event = 0, events = accounts * (1 + below(8)); event < events; ++event) {
    const std::uint64_t account = below(accounts);
    Row row{"a" + std::to_string(account), timed ? static_cast<int>(below(90)) : -1, {}};
    if (timed && by_second) row.second = static_cast<int>(below(86'400));
    if (timed && by_second && below(2) == 0) {
      const auto job = static_cast<int>(below(12));
      row.day = 7 * job;
      row.second = 5'000 * job + static_cast<int>(below(90));
    }
    for (const Kind& kind : log.kinds) {
      if (below(4) == 0) continue;
      // Half of the accounts draw from a handful of values, so that links reach the threshold.
      const std::uint64_t range = account % 2 == 0 ? 1 + values / 8 : 1 + values;
      const std::uint64_t value = below(range) * (account % 6);
      row.values.emplace_back(kind.name, value == 0 && below(3) == 0 ? "unknown" : "v" + std::to_string(value));
    }
    log.rows.push_back(std::move(row));
  }
  if (timed) {
    for (const char* twin : {"twin1", "twin2", "twin3", "twin4"}) {
      Row row{twin, 3, {}};
      for (const Kind& kind : log.kinds) row.values.emplace_back(kind.name, "twins'");
      log.rows.push_back(std::move(row));
    }
  }
  return log;
}

}  // namespace accountgraph::testing
