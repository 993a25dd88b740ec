/// A slow twin of the builder: std::map, sets of bucket numbers, nothing shared with the library but the value types
/// and normalisation; plus random logs and a field-by-field comparison.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/records/normalise.hpp>

namespace twin {

using namespace accountgraph;

struct Event {
  std::string account;
  std::int64_t time = 0;
  std::vector<std::string> values;  // one a kind, "" = missing
};

struct Log {
  std::vector<Kind> kinds;
  bool timed = true;
  std::vector<Event> events;
};

inline EventBatch batch_of(const Log& log, std::size_t begin, std::size_t end) {
  EventBatch batch;
  batch.values.resize(log.kinds.size());
  for (std::size_t i = begin; i < end; ++i) {
    batch.account.push_back(log.events[i].account);
    if (log.timed) batch.time_micros.push_back(log.events[i].time);
    for (std::size_t t = 0; t < log.kinds.size(); ++t) batch.values[t].push_back(log.events[i].values[t]);
  }
  return batch;
}

/// The library's result, from batches that end at random places (`splitter` absent: one batch).
inline Incidence build(const Log& log, IncidenceOptions options = {}, std::mt19937_64* splitter = nullptr) {
  IncidenceBuilder builder(log.kinds, options);
  for (std::size_t begin = 0; begin < log.events.size();) {
    std::size_t end = log.events.size();
    if (splitter) end = begin + (*splitter)() % (log.events.size() - begin + 1);
    builder.add(batch_of(log, begin, end));
    begin = end;
  }
  return std::move(builder).finish();
}

inline std::int64_t bucket_number(std::int64_t micros, std::int64_t days) {
  const long double width = 86'400'000'000.0L * static_cast<long double>(days);  // 64 bits of mantissa: exact
  return static_cast<std::int64_t>(std::floor(static_cast<long double>(micros) / width));
}

inline void add_sessions(const std::set<std::int64_t>& times, Sessions& sessions) {
  if (sessions.begin.empty()) sessions.begin.push_back(0);
  const std::size_t before = sessions.session.size();
  for (const std::int64_t micros : times) {
    const long double seconds = std::floor(static_cast<long double>(micros) / 1'000'000.0L);
    const auto second = static_cast<std::uint32_t>(std::clamp(seconds, 0.0L, 4294967295.0L));
    const bool first = sessions.session.size() == before;
    if (first || std::uint64_t{second} > std::uint64_t{sessions.session.back().last} + 1800)
      sessions.session.push_back({second, second});
    sessions.session.back().last = second;
  }
  sessions.begin.push_back(sessions.session.size());
}

/// What a value stands for: one identifier, none, or those of a list.
inline std::set<std::string> values_of(ValueFormat format, const std::string& raw) {
  std::set<std::string> values;
  std::istringstream list(raw);
  const char separator = format == ValueFormat::ids ? '\x1f' : '\xfe';  // no value holds the latter
  for (std::string piece; std::getline(list, piece, separator);) values.insert(normalised(format, piece));
  values.erase("");
  return values;
}

/// What the library should return, by the definition.
inline Incidence expect(const Log& log, IncidenceOptions options = {}) {
  struct Activity {
    std::uint64_t count = 0;
    std::set<std::int64_t> times;
  };
  std::map<std::string, Activity> accounts;
  std::vector<std::map<std::string, std::map<std::string, Activity>>> kinds(log.kinds.size());  // value -> account
  Incidence out;
  out.kinds = log.kinds;
  std::map<RejectReason, RejectCount> rejects;
  std::optional<std::int64_t> since = options.since_micros, until = options.until_micros;
  const auto reject = [&](RejectReason reason, std::size_t row) {
    rejects[reason].reason = reason;
    if (rejects[reason].rows++ < 10) rejects[reason].examples.push_back({row, ""});
  };
  for (std::size_t row = 0; row < log.events.size(); ++row) {
    const Event& event = log.events[row];
    const std::string account = normalised(ValueFormat::text, event.account);
    if (account.empty()) {
      reject(RejectReason::no_account, row);
      continue;
    }
    if (log.timed && event.time == kUnreadableTime) {
      reject(RejectReason::unreadable_time, row);
      continue;
    }
    if (log.timed && ((options.since_micros && event.time < *options.since_micros) ||
                      (options.until_micros && event.time > *options.until_micros))) {
      reject(RejectReason::outside_window, row);
      continue;
    }
    ++out.num_events;
    if (log.timed && !options.since_micros) since = std::min(since.value_or(event.time), event.time);
    if (log.timed && !options.until_micros) until = std::max(until.value_or(event.time), event.time);
    ++accounts[account].count;
    accounts[account].times.insert(event.time);
    for (std::size_t t = 0; t < log.kinds.size(); ++t) {
      for (const std::string& value : values_of(log.kinds[t].format, event.values[t])) {
        ++kinds[t][value][account].count;
        kinds[t][value][account].times.insert(event.time);
      }
    }
  }
  for (const auto& [reason, count] : rejects) out.rejects.push_back(count);
  if (log.timed && since && until) {
    std::int64_t days = 1;
    while (bucket_number(*until, days) - bucket_number(*since, days) + 1 > 63) days *= 2;
    out.time = {true, *since, *until, static_cast<std::int32_t>(days),
                static_cast<std::int32_t>(bucket_number(*until, days) - bucket_number(*since, days) + 1)};
  }
  const auto mask = [&](const Activity& activity) {
    std::uint64_t bits = 0;
    for (const std::int64_t time : activity.times) {
      bits |=
          std::uint64_t{1} << (bucket_number(time, out.time.bucket_days) - bucket_number(*since, out.time.bucket_days));
    }
    return bits;
  };
  std::map<std::string, std::uint32_t> account_number;
  std::vector<std::vector<std::pair<std::uint32_t, const Activity*>>> rows(accounts.size());
  for (const auto& [account, activity] : accounts) {
    account_number[account] = out.num_accounts();
    out.accounts.push_back(account);
    out.account_events.push_back(activity.count);
    if (!log.timed) continue;
    out.account_first.push_back(*activity.times.begin());
    out.account_last.push_back(*activity.times.rbegin());
    out.account_mask.push_back(mask(activity));
    add_sessions(activity.times, out.sessions);
  }
  out.kind_begin.push_back(0);
  out.column_begin.push_back(0);
  for (std::size_t t = 0; t < log.kinds.size(); ++t) {
    for (const auto& [value, holders] : kinds[t]) {
      const std::uint32_t k = out.num_identifiers();
      out.identifiers.push_back(value);
      out.placeholder.push_back(is_placeholder(log.kinds[t], value) ? 1 : 0);
      for (const auto& [account, activity] : holders) {
        rows[account_number[account]].emplace_back(k, &activity);
        out.column_account.push_back(account_number[account]);
        if (log.timed) out.column_mask.push_back(mask(activity));
      }
      out.column_begin.push_back(out.column_account.size());
    }
    out.kind_begin.push_back(out.num_identifiers());
  }
  out.row_begin.push_back(0);
  for (const auto& row : rows) {
    for (const auto& [k, activity] : row) {
      out.entry_identifier.push_back(k);
      out.entry_count.push_back(static_cast<std::uint32_t>(activity->count));
      if (!log.timed) continue;
      out.entry_first.push_back(*activity->times.begin());
      out.entry_last.push_back(*activity->times.rbegin());
      out.entry_mask.push_back(mask(*activity));
    }
    out.row_begin.push_back(out.entry_identifier.size());
  }
  return out;
}

/// The name of the first field in which two results differ, "" when they are equal.
inline std::string difference(const Incidence& a, const Incidence& b, bool with_rejects = true) {
#define COMPARE(field) \
  if (!(a.field == b.field)) return #field
  COMPARE(kinds);
  COMPARE(accounts);
  COMPARE(identifiers);
  COMPARE(kind_begin);
  COMPARE(placeholder);
  COMPARE(time);
  COMPARE(num_events);
  COMPARE(account_events);
  COMPARE(account_first);
  COMPARE(account_last);
  COMPARE(account_mask);
  COMPARE(row_begin);
  COMPARE(entry_identifier);
  COMPARE(entry_count);
  COMPARE(entry_first);
  COMPARE(entry_last);
  COMPARE(entry_mask);
  COMPARE(column_begin);
  COMPARE(column_account);
  COMPARE(column_mask);
  COMPARE(sessions);
  if (!with_rejects) return "";
  COMPARE(rejects.size());
  for (std::size_t i = 0; i < a.rejects.size(); ++i) {
    COMPARE(rejects[i].reason);
    COMPARE(rejects[i].rows);
    COMPARE(rejects[i].examples.size());
    for (std::size_t j = 0; j < a.rejects[i].examples.size(); ++j) COMPARE(rejects[i].examples[j].row);
  }
#undef COMPARE
  return "";
}

/// A log of up to 60 events with values and times that meet the awkward cases often: few distinct values, NUL bytes,
/// missing fields, blanks, mapped addresses, placeholders, times from one day to all of 64 bits.
inline Log random_log(std::mt19937_64& random) {
  static const std::string texts[] = {"",
                                      "a",
                                      " a ",
                                      "b\xff",
                                      std::string("b\0c", 3),
                                      std::string(1, '\0'),
                                      "unknown",
                                      "card-1",
                                      "zz",
                                      "\xc3\xa9",
                                      "10.0.0.1",
                                      "::ffff:10.0.0.1",
                                      "2001:DB8::1",
                                      "2001:db8::2",
                                      "0.0.0.0",
                                      "N/A",
                                      "10.0.0.01",
                                      "A@B.c",
                                      "a@b.C",
                                      "zz\x1f"
                                      "a",
                                      "a\x1f b\xff\x1f\x1f a",
                                      "\x1f",
                                      "aaaaaaaab",
                                      "aaaaaaaa"};
  const auto pick = [&](std::uint64_t bound) { return random() % bound; };
  static const char* names[] = {"payment", "ip", "email", "template", "other_kind"};
  Log log;
  const std::size_t kinds = pick(5);
  for (std::size_t t = 0; t < kinds; ++t) {
    log.kinds.push_back(default_kind(names[t]));
    if (pick(3) == 0) log.kinds.back().format = ValueFormat::ids;
  }
  log.timed = pick(5) != 0;
  const std::int64_t day = 86'400'000'000;
  const std::int64_t spans[] = {1, day, 62 * day, 63 * day, 64 * day, 200 * day, 10'000 * day};
  const std::int64_t span = spans[pick(std::size(spans))];
  const std::int64_t begin = pick(3) == 0
                                 ? -static_cast<std::int64_t>(pick(100 * 86'400)) * 1'000'000
                                 : static_cast<std::int64_t>(pick(20'000)) * day - static_cast<std::int64_t>(pick(3));
  const bool wild = pick(8) == 0;
  const std::size_t events = pick(61);
  for (std::size_t i = 0; i < events; ++i) {
    Event event;
    event.account = pick(3) == 0 ? texts[pick(std::size(texts))] : "acct" + std::to_string(pick(6));
    event.time = begin + static_cast<std::int64_t>(pick(static_cast<std::uint64_t>(span) + 1));
    if (pick(30) == 0) event.time = kUnreadableTime;
    if (wild && pick(6) == 0) event.time = static_cast<std::int64_t>(random());
    if (wild && pick(10) == 0) event.time = pick(2) ? std::numeric_limits<std::int64_t>::max() : kUnreadableTime + 1;
    for (std::size_t t = 0; t < kinds; ++t) event.values.push_back(texts[pick(std::size(texts))]);
    log.events.push_back(std::move(event));
  }
  return log;
}

/// A window around or across the events of a log, or none, or half of one.
inline IncidenceOptions random_window(const Log& log, std::mt19937_64& random) {
  IncidenceOptions options;
  options.hash_key = {random(), random()};
  if (!log.timed || log.events.empty()) return options;
  std::int64_t a = log.events[random() % log.events.size()].time, b = log.events[random() % log.events.size()].time;
  if (a > b) std::swap(a, b);
  if (a == kUnreadableTime) return options;
  if (random() % 3 == 0) options.since_micros = a;
  if (random() % 3 == 0) options.until_micros = b;
  return options;
}

}  // namespace twin
