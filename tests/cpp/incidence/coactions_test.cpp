#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/incidence/coactions.hpp>
#include <accountgraph/records/normalise.hpp>

#include "support/threads.hpp"

using namespace accountgraph;

namespace {

constexpr std::int64_t kEarliest = kUnreadableTime + 1;
constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();

struct Event {
  std::string account;
  std::int64_t time = 0;
  std::string object;
};
using Log = std::vector<Event>;
/// (account_a, account_b) -> objects
using Pairs = std::map<std::pair<std::string, std::string>, std::uint32_t>;

EventBatch batch_of(const Log& log, std::size_t begin, std::size_t end) {
  EventBatch batch;
  batch.values.resize(1);
  for (std::size_t i = begin; i < end; ++i) {
    batch.account.push_back(log[i].account);
    batch.time_micros.push_back(log[i].time);
    batch.values[0].push_back(log[i].object);
  }
  return batch;
}

Coactions count(const Log& log, CoactionOptions options, std::size_t rows_a_batch = 1'000'000) {
  CoactionCounter counter(default_kind("ip"), options);
  for (std::size_t begin = 0; begin < log.size(); begin += rows_a_batch) {
    counter.add(batch_of(log, begin, std::min(log.size(), begin + rows_a_batch)));
  }
  return std::move(counter).finish();
}

Pairs pairs_of(const Coactions& coactions) {
  Pairs pairs;
  for (std::size_t i = 0; i < coactions.num_pairs(); ++i) {
    const auto name = [&](std::uint32_t account) { return std::string(coactions.accounts[account]); };
    pairs[{name(coactions.a[i]), name(coactions.b[i])}] = coactions.objects[i];
  }
  CHECK(pairs.size() == coactions.num_pairs());
  return pairs;
}

/// The definition: all pairs of events, in arithmetic that cannot overflow.
Pairs slow_pairs(const Log& log, const CoactionOptions& options) {
  const Kind kind = default_kind("ip");
  Log used;
  std::map<std::string, std::uint64_t> participation;
  for (const Event& event : log) {
    const std::string account = normalised(ValueFormat::text, event.account);
    const std::string object = normalised(kind.format, event.object);
    if (account.empty() || event.time == kUnreadableTime || object.empty()) continue;
    if (!options.keep_placeholders && is_placeholder(kind, object)) continue;
    used.push_back({account, event.time, object});
    ++participation[account];
  }
  std::map<std::pair<std::string, std::string>, std::set<std::string>> common;
  for (const Event& x : used) {
    for (const Event& y : used) {
      if (x.account >= y.account || x.object != y.object) continue;
      if (participation[x.account] < options.min_participation) continue;
      if (participation[y.account] < options.min_participation) continue;
      const auto apart = static_cast<long double>(x.time) - static_cast<long double>(y.time);  // 64 bits of mantissa
      if ((apart < 0 ? -apart : apart) <= static_cast<long double>(options.window_micros)) {
        common[{x.account, y.account}].insert(x.object);
      }
    }
  }
  Pairs pairs;
  for (const auto& [pair, objects] : common) pairs[pair] = static_cast<std::uint32_t>(objects.size());
  return pairs;
}

/// Small, with ties, repeats, missing values, placeholders, stays of every length, and times at the ends of 64 bits.
Log random_log(std::mt19937_64& random) {
  const auto below = [&](std::uint64_t bound) { return random() % bound; };
  const std::uint64_t accounts = 1 + below(12), objects = 1 + below(8), span = 1 + below(below(2) == 0 ? 20 : 400);
  const std::int64_t origins[] = {0, -10, 1'700'000'000'000'000, kEarliest, kLatest - 400};
  const std::int64_t origin = origins[below(5)];
  const bool both_ends = below(10) == 0;
  Log log(below(120));
  for (Event& event : log) {
    event.account = "a" + std::to_string(below(accounts));
    event.object = "10.0.0." + std::to_string(1 + below(objects));
    event.time = origin + static_cast<std::int64_t>(below(span));
    if (both_ends) event.time = below(2) == 0 ? kEarliest + static_cast<std::int64_t>(below(3)) : kLatest;
    switch (below(30)) {
      case 0:
        event.object = "";
        break;
      case 1:
        event.object = "0.0.0.0";
        break;
      case 2:
        event.object = "::ffff:10.0.0.1";
        break;
      case 3:
        event.account = "  ";
        break;
      case 4:
        event.time = kUnreadableTime;
        break;
      default:
        break;
    }
  }
  return log;
}

CoactionOptions random_options(std::mt19937_64& random) {
  const std::int64_t windows[] = {0, 1, 2, 3, 5, 10, 50, 1000, kLatest};
  CoactionOptions options;
  options.window_micros = windows[random() % std::size(windows)];
  options.min_participation = 1 + random() % 4;
  options.keep_placeholders = random() % 3 == 0;
  return options;
}

/// One object that everybody uses all day, and many that few use.
Log busy_log(std::uint32_t accounts, std::uint32_t events) {
  std::mt19937_64 random(7);
  Log log(events);
  for (Event& event : log) {
    const bool hub = random() % 2 == 0;
    event.account = "a" + std::to_string(random() % accounts);
    event.object = hub ? "hub" : "o" + std::to_string(random() % (1 + random() % 2000));
    event.time = static_cast<std::int64_t>(random() % 100'000);
  }
  return log;
}

}  // namespace

TEST_CASE("pairs and counts equal those of all pairs of events") {
  std::mt19937_64 random(101);
  std::size_t some = 0, several = 0;
  for (int round = 0; round < 6000; ++round) {
    const Log log = random_log(random);
    const CoactionOptions options = random_options(random);
    const Pairs expected = slow_pairs(log, options);
    const Coactions found = count(log, options, 1 + random() % 50);
    REQUIRE(pairs_of(found) == expected);
    CHECK(found.num_events + (found.rejects.empty() ? 0 : found.rejects[0].rows) +
              (found.rejects.size() < 2 ? 0 : found.rejects[1].rows) ==
          log.size());
    some += !expected.empty();
    several += std::any_of(expected.begin(), expected.end(), [](const auto& pair) { return pair.second > 1; });
  }
  CHECK(some > 3000);
  CHECK(several > 1000);
}

TEST_CASE("the window includes its end, at every origin of time") {
  for (const std::int64_t origin : {std::int64_t{0}, std::int64_t{-5}, kEarliest, kLatest - 10}) {
    const Log log = {{"a", origin, "o"}, {"b", origin + 10, "o"}};
    CHECK(count(log, {.window_micros = 10}).num_pairs() == 1);
    CHECK(count(log, {.window_micros = 9}).num_pairs() == 0);
  }
  const Log ends = {{"a", kEarliest, "o"}, {"b", kLatest, "o"}};  // further apart than a window can be
  CHECK(count(ends, {.window_micros = kLatest}).num_pairs() == 0);
  const Log ties = {{"a", 3, "o"}, {"b", 3, "o"}, {"c", 4, "o"}, {"a", 3, "o"}};
  CHECK(pairs_of(count(ties, {.window_micros = 0})) == Pairs{{{"a", "b"}, 1}});
}

TEST_CASE("a pair counts an object once, however often it meets there, and never an account with itself") {
  Log log;
  for (int i = 0; i < 50; ++i) {
    log.push_back({"a", i * 100, "o"});
    log.push_back({"b", i * 100 + (i % 2 == 0 ? 1 : -1), "o"});
  }
  log.push_back({"a", 0, "p"});
  log.push_back({"b", 0, "p"});
  log.push_back({"a", 0, "alone"});
  log.push_back({"a", 1, "alone"});
  CHECK(pairs_of(count(log, {.window_micros = 5})) == Pairs{{{"a", "b"}, 2}});
}

TEST_CASE("participation counts rows with an object, repeats too, before any pair is looked for") {
  const Log log = {{"a", 0, "o"}, {"a", 0, "o"}, {"b", 0, "o"}, {"b", 999, "p"},
                   {"c", 0, "o"}, {"c", 0, ""},  {"d", 0, "o"}, {"d", 0, "unknown"}};
  CHECK(pairs_of(count(log, {.min_participation = 2})) == Pairs{{{"a", "b"}, 1}});
  CHECK(count(log, {.min_participation = 2, .keep_placeholders = true}).num_pairs() == 3);
  CHECK(count(log, {.min_participation = 3}).num_pairs() == 0);
  const Coactions counted = count(log, {});
  CHECK(counted.num_events == 8);
  CHECK(counted.missing == 1);
  CHECK(counted.placeholders == 1);
  CHECK(counted.num_pairs() == 6);
}

TEST_CASE("any number of threads, order of rows, cut into batches and hash key gives the same") {
  Log log = busy_log(300, 200'000);  // the hub is sorted in parallel
  const CoactionOptions options{.window_micros = 40};
  const Coactions expected = count(log, options);
  CHECK(expected.num_pairs() > 10'000);
  std::mt19937_64 random(102);
  for (const int threads : {1, 2, 7}) {
    std::shuffle(log.begin(), log.end(), random);
    support::Threads arena(threads);
    arena.run([&] {
      const Coactions found =
          count(log, {.window_micros = 40, .hash_key = {random(), random()}}, 20'000 + random() % 100'000);
      CHECK(found.accounts == expected.accounts);
      CHECK(found.a == expected.a);
      CHECK(found.b == expected.b);
      CHECK(found.objects == expected.objects);
    });
    if (threads > 1) CHECK(arena.took_part() > 1);
  }
  for (std::size_t i = 1; i < expected.num_pairs(); ++i) {
    REQUIRE(std::tuple(expected.a[i - 1], expected.b[i - 1]) < std::tuple(expected.a[i], expected.b[i]));
  }
}

TEST_CASE("accounts are numbered as in the incidence of the same events") {
  std::mt19937_64 random(103);
  const Log log = random_log(random);
  IncidenceBuilder builder({default_kind("ip")});
  builder.add(batch_of(log, 0, log.size()));
  CHECK(count(log, {}).accounts == std::move(builder).finish().accounts);
}

TEST_CASE("two accounts that never rest on one object cost what their time does, not the square of their events") {
  Log log;
  for (int i = 0; i < 1'000'000; ++i) log.push_back({i % 2 == 0 ? "a" : "b", i, "o"});
  // A million events within a window are two an account; the budget of 12 pairs would not hold 10^11.
  CHECK(pairs_of(count(log, {.window_micros = 1'000'000, .max_pairs = 12})) == Pairs{{{"a", "b"}, 1}});
}

TEST_CASE("more coinciding events than the budget end before any pair is counted, and the object is named") {
  Log log;
  for (int i = 0; i < 100; ++i) log.push_back({"a" + std::to_string(i), 0, "hub\x1b[31m\"\n\xff"});
  for (int i = 0; i < 10; ++i) log.push_back({"a" + std::to_string(i), 0, "small"});
  CHECK(count(log, {.max_pairs = 4995}).num_pairs() == 4950);
  CHECK_THROWS_WITH_AS(count(log, {.max_pairs = 4994}),
                       "the events coincide in 4995 pairs, more than `max_pairs` = 4994; most of them, 4950, on the "
                       "object \"hub\\x1b[31m\\x22\\x0a\\xff\": take a shorter window or leave it out",
                       InputError);
  for (Event& event : log) event.object = std::string(200, 'y');
  CHECK_THROWS_WITH_AS(count(log, {.max_pairs = 1}), doctest::Contains((std::string(80, 'y') + "...\"").c_str()),
                       InputError);
}

TEST_CASE("of two objects with equally many pairs the first in byte order is named") {
  for (const bool turned : {false, true}) {
    Log log = {{"a", 0, "p"}, {"b", 0, "p"}, {"a", 0, "o"}, {"b", 0, "o"}};
    if (turned) std::reverse(log.begin(), log.end());
    CHECK_THROWS_WITH_AS(count(log, {.max_pairs = 1}), doctest::Contains("the object \"o\""), InputError);
  }
}

TEST_CASE("rejects are counted by reason, with examples") {
  EventBatch batch;
  batch.account = {"", "a", "b"};
  batch.time_micros = {0, kUnreadableTime, 0};
  batch.raw_time = {"", "yesterday", ""};
  batch.values = {{"x", "x", "x"}};
  CoactionCounter counter(default_kind("ip"));
  counter.add(batch);
  const Coactions counted = std::move(counter).finish();
  REQUIRE(counted.rejects.size() == 2);
  CHECK(counted.rejects[1].reason == RejectReason::unreadable_time);
  CHECK(counted.rejects[1].examples[0].value == "yesterday");
  CHECK(counted.rejects[1].examples[0].row == 1);
  CHECK(counted.num_events == 1);
}

TEST_CASE("no events, and a batch without the kind, are results; events without times are an error") {
  CHECK(CoactionCounter(default_kind("ip")).finish().num_pairs() == 0);
  EventBatch batch;
  batch.account = {"a", "b"};
  batch.time_micros = {0, 0};
  batch.values.resize(1);
  CoactionCounter counter(default_kind("ip"));
  counter.add(batch);
  CHECK(std::move(counter).finish().missing == 2);
  batch.time_micros.clear();
  CoactionCounter timeless(default_kind("ip"));
  CHECK_THROWS_WITH_AS(timeless.add(batch), "coactions need the time of every event, and the log has no times",
                       InputError);
}

TEST_CASE("wrong arguments are refused at the door") {
  const Kind kind = default_kind("ip");
  CHECK_THROWS_WITH_AS(CoactionCounter(kind, {.window_micros = -1}), "`window_micros` must be >= 0, got -1",
                       std::invalid_argument);
  CHECK_THROWS_AS(CoactionCounter(kind, {.min_participation = 0}), std::invalid_argument);
  CHECK_THROWS_AS(CoactionCounter(kind, {.max_pairs = 0}), std::invalid_argument);
  CHECK_THROWS_AS(CoactionCounter(Kind{.name = "Not a name"}), std::invalid_argument);
  CoactionCounter counter(kind);
  EventBatch batch;
  batch.account = {"a"};
  batch.time_micros = {0};
  CHECK_THROWS_AS(counter.add(batch), std::invalid_argument);
  batch.values = {{"x", "y"}};
  CHECK_THROWS_AS(counter.add(batch), std::invalid_argument);
  batch.values = {{"x"}};
  counter.add(batch);  // still usable
  CHECK(std::move(counter).finish().num_events == 1);
  CHECK_THROWS_AS(counter.add(batch), std::logic_error);
}

TEST_CASE("a table of pairs has the names of the accounts") {
  const Table table = coactions_table(count({{"b\xff", 0, "o"}, {"a", 0, "o"}}, {}));
  REQUIRE(table.num_rows() == 1);
  CHECK(std::get<StringPool>(table.find("account_a")->values)[0] == "a");
  CHECK(std::get<StringPool>(table.find("account_b")->values)[0] == "b\xff");
  CHECK(std::get<std::vector<std::int32_t>>(table.find("objects")->values)[0] == 1);
}

TEST_CASE("counting stops within 100 ms, whenever it is asked to") {
  const Log log = busy_log(2'000, 100'000);
  const EventBatch batch = batch_of(log, 0, log.size());
  using Clock = std::chrono::steady_clock;
  const auto run = [&](std::stop_token stop) {
    CoactionCounter counter(default_kind("url"), {.window_micros = 200});
    counter.add(batch, {.stop = stop});
    return std::move(counter).finish({.stop = stop}).num_pairs();
  };
  const auto began = Clock::now();
  CHECK(run({}) > 1'000'000);
  const auto whole = Clock::now() - began;
  int cancelled = 0;
  for (int tenth = 0; tenth < 10; ++tenth) {
    std::stop_source source;
    std::atomic<Clock::rep> asked{0};
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(whole * tenth / 10);
      asked = Clock::now().time_since_epoch().count();
      source.request_stop();
    });
    try {
      run(source.get_token());
    } catch (const Cancelled&) {
      ++cancelled;
      CHECK(Clock::now() - Clock::time_point(Clock::duration(asked)) < std::chrono::milliseconds(100));
    }
  }
  CHECK(cancelled > 0);
}
