#include <doctest/doctest.h>

#include <cmath>

#include <accountgraph/incidence/merge.hpp>
#include <accountgraph/incidence/statistics.hpp>

#include "twin.hpp"

using namespace accountgraph;

namespace {

/// A log and its two halves, cut anywhere.
struct Parts {
  twin::Log whole, first, second;
};
Parts random_parts(std::mt19937_64& random) {
  Parts parts;
  parts.whole = parts.first = parts.second = twin::random_log(random);
  const auto cut = static_cast<std::ptrdiff_t>(random() % (parts.whole.events.size() + 1));
  parts.first.events.erase(parts.first.events.begin() + cut, parts.first.events.end());
  parts.second.events.erase(parts.second.events.begin(), parts.second.events.begin() + cut);
  return parts;
}

}  // namespace

TEST_CASE("merging the incidences of two parts equals building from the whole log") {
  std::mt19937_64 random(4);
  std::size_t wider = 0;
  for (int round = 0; round < 3000; ++round) {
    const Parts parts = random_parts(random);
    const IncidenceOptions options = twin::random_window(parts.whole, random);
    const Incidence a = twin::build(parts.first, options);
    const Incidence b = twin::build(parts.second, options);
    const Incidence merged = merge(a, b);
    // Where a part is empty and its window half open, the part does not know that its log had times.
    const Incidence whole = twin::build(parts.whole, options);
    REQUIRE_MESSAGE(twin::difference(merged, whole) == "", "round ", round);
    REQUIRE(fingerprint(merged) == fingerprint(whole));
    wider += merged.num_entries() > 0 && a.time.bucket_days < merged.time.bucket_days;
  }
  CHECK(wider > 100);  // folding was exercised
}

TEST_CASE("parts with other kinds or without times do not merge") {
  std::mt19937_64 random(5);
  twin::Log log;
  log.kinds = {default_kind("ip")};
  log.events = {{"a", 1, {"10.0.0.1"}}};
  twin::Log other = log;
  other.kinds = {default_kind("payment")};
  CHECK_THROWS_AS(merge(twin::build(log), twin::build(other)), std::invalid_argument);
  other = log;
  other.timed = false;
  CHECK_THROWS_AS(merge(twin::build(log), twin::build(other)), InputError);
  IncidenceBuilder empty_with_window(log.kinds, {.since_micros = 0, .until_micros = 1'000'000});
  CHECK_THROWS_AS(merge(std::move(empty_with_window).finish(), twin::build(other)), InputError);
}

TEST_CASE("statistics count what is held, without placeholders") {
  twin::Log log;
  log.kinds = {default_kind("payment"), default_kind("ip")};
  log.events = {{"a", 1, {"card-1", "10.0.0.1"}},
                {"a", 2, {"card-2", "10.0.0.1"}},
                {"b", 3, {"unknown", "10.0.0.1"}},
                {"c", 4, {"", "0.0.0.0"}}};
  const Incidence incidence = twin::build(log);
  const std::vector<KindStatistics> statistics = kind_statistics(incidence);
  CHECK(statistics[0] == KindStatistics{1, 2, 2});
  CHECK(statistics[1] == KindStatistics{2, 2, 1});
  CHECK(identifiers_per_account(incidence) == std::vector<std::uint32_t>{2, 1, 0, 1, 0, 0});
  CHECK(incidence.num_identifiers() == 5);  // the two placeholders are kept
  CHECK(degree(incidence, 4) == 2);         // 10.0.0.1
  CHECK(incidence.kind_of(0) == 0);
  CHECK(incidence.kind_of(4) == 1);
}

TEST_CASE("statistics agree with counting by hand on random logs") {
  std::mt19937_64 random(6);
  for (int round = 0; round < 300; ++round) {
    const Incidence incidence = twin::build(twin::random_log(random));
    std::vector<KindStatistics> expected(incidence.num_kinds());
    for (std::uint32_t t = 0; t < incidence.num_kinds(); ++t) {
      std::set<std::uint32_t> holders;
      for (std::uint32_t k = incidence.kind_begin[t]; k < incidence.kind_begin[t + 1]; ++k) {
        if (incidence.placeholder[k]) continue;
        ++expected[t].identifiers;
        expected[t].entries += degree(incidence, k);
        holders.insert(incidence.accounts_of(k).begin(), incidence.accounts_of(k).end());
      }
      expected[t].accounts = holders.size();
    }
    REQUIRE(kind_statistics(incidence) == expected);
  }
}
