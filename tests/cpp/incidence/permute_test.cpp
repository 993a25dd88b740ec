#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include <accountgraph/incidence/permute.hpp>

#include "../support/logs.hpp"
#include "../support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

using Slot = std::tuple<std::uint32_t, std::uint32_t, std::int64_t, std::int64_t, std::uint64_t>;

/// What an account did in a kind, whichever identifiers it did it with: (kind, count, first, last, mask), ascending.
std::vector<Slot> slots_of(const Incidence& incidence, std::uint32_t account) {
  std::vector<Slot> slots;
  for (std::uint64_t at = incidence.row_begin[account]; at < incidence.row_begin[account + 1]; ++at) {
    const bool timed = !incidence.entry_first.empty();
    slots.emplace_back(incidence.kind_of(incidence.entry_identifier[at]), incidence.entry_count[at],
                       timed ? incidence.entry_first[at] : 0, timed ? incidence.entry_last[at] : 0,
                       incidence.mask_of(at));
  }
  std::sort(slots.begin(), slots.end());
  return slots;
}

std::size_t different_entries(const Incidence& left, const Incidence& right) {
  std::size_t different = 0;
  for (std::uint32_t a = 0; a < left.num_accounts(); ++a) {
    for (const std::uint32_t k : left.identifiers_of(a)) {
      const auto row = right.identifiers_of(a);
      different += !std::binary_search(row.begin(), row.end(), k);
    }
  }
  return different;
}

}  // namespace

TEST_CASE("a permuted incidence keeps every degree, what accounts did, placeholders, and is well formed") {
  for (std::uint64_t seed = 101; seed < 181; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    const Incidence before = incidence_of(log.rows, log.kinds);
    const Incidence after = permute_identifiers(before, seed);
    CHECK(after.num_entries() == before.num_entries());
    CHECK(after.row_begin == before.row_begin);
    CHECK(after.column_begin == before.column_begin);  // every identifier has as many accounts
    CHECK(after.sessions == before.sessions);
    CHECK(after.account_mask == before.account_mask);
    std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> transpose;  // (identifier, place) -> account
    for (std::uint32_t a = 0; a < before.num_accounts(); ++a) {
      const auto row = after.identifiers_of(a);
      CHECK(std::is_sorted(row.begin(), row.end()));
      CHECK(std::adjacent_find(row.begin(), row.end()) == row.end());
      CHECK(slots_of(after, a) == slots_of(before, a));
      for (const std::uint32_t k : before.identifiers_of(a)) {
        if (before.placeholder[k]) CHECK(std::binary_search(row.begin(), row.end(), k));
      }
      for (std::uint64_t at = after.row_begin[a]; at < after.row_begin[a + 1]; ++at) {
        const auto holders = after.accounts_of(after.entry_identifier[at]);
        const auto place = std::lower_bound(holders.begin(), holders.end(), a);
        REQUIRE(place != holders.end());
        CHECK(*place == a);
        const std::uint64_t column =
            after.column_begin[after.entry_identifier[at]] + static_cast<std::uint64_t>(place - holders.begin());
        if (!after.column_mask.empty()) CHECK(after.column_mask[column] == after.entry_mask[at]);
      }
    }
  }
}

TEST_CASE("identifiers stay among accounts that were first active in the same bucket") {
  std::vector<Row> rows;
  for (int i = 0; i < 400; ++i) {
    const std::string half = i % 2 == 0 ? "early" : "late";
    rows.push_back({half + std::to_string(i), i % 2 == 0 ? 3 : 30, {{"device", half + std::to_string(i / 4)}}});
    rows.push_back({half + std::to_string(i), 40, {{"device", half + std::to_string(i / 4)}}});
  }
  const Incidence before = incidence_of(rows, kinds_named({"device"}));
  const Incidence after = permute_identifiers(before, 101);
  CHECK(different_entries(before, after) > 380);
  for (std::uint32_t a = 0; a < after.num_accounts(); ++a) {
    for (const std::uint32_t k : after.identifiers_of(a))
      CHECK(after.accounts[a].substr(0, 3) == after.identifiers[k].substr(0, 3));
  }
}

TEST_CASE("everybody is dealt every identifier of the bucket equally often") {
  std::vector<Row> rows;  // 8 accounts with one card each, of two cards; 6 and 2
  for (int i = 0; i < 8; ++i) rows.push_back({"a" + std::to_string(i), 1, {{"payment", i < 6 ? "six" : "two"}}});
  const Incidence before = incidence_of(rows, kinds_named({"payment"}));
  std::vector<int> rare(8);
  constexpr int kWorlds = 4'000;
  for (int world = 0; world < kWorlds; ++world) {
    const Incidence after = permute_identifiers(before, 1'000 + static_cast<std::uint64_t>(world));
    for (std::uint32_t a = 0; a < 8; ++a) rare[a] += after.identifiers[after.entry_identifier[a]] == "two";
  }
  for (const int times : rare) CHECK(std::abs(times - kWorlds / 4) < 140);  // five standard deviations
}

TEST_CASE("hubs that nearly everybody holds are dealt without holding one twice") {
  std::vector<Row> rows;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "a" + std::to_string(1000 + i);
    for (int hub = 0; hub < 6; ++hub)
      if ((i + hub) % 7 != 0) rows.push_back({name, 1, {{"asn", "hub" + std::to_string(hub)}}});
    rows.push_back({name, 1, {{"asn", "own" + std::to_string(i)}}});
  }
  const Incidence before = incidence_of(rows, kinds_named({"asn"}));
  const Incidence after = permute_identifiers(before, 101);
  CHECK(after.column_begin == before.column_begin);
  CHECK(different_entries(before, after) > 300);
  for (std::uint32_t a = 0; a < after.num_accounts(); ++a) {
    const auto row = after.identifiers_of(a);
    CHECK(std::adjacent_find(row.begin(), row.end()) == row.end());
  }
}

TEST_CASE("a bucket with no choice stays as it was") {
  std::vector<Row> rows;
  for (const char* account : {"a", "b", "c"})
    for (const char* value : {"v1", "v2", "v3"}) rows.push_back({account, 1, {{"device", value}}});
  const Incidence before = incidence_of(rows, kinds_named({"device"}));
  CHECK(different_entries(before, permute_identifiers(before, 101)) == 0);
  CHECK(permute_identifiers(incidence_of({}, kinds_named({"device"})), 101).num_entries() == 0);
}

TEST_CASE("the same seed gives the same world on any number of threads, another seed another") {
  const RandomLog log = random_log(104);
  const Incidence before = incidence_of(log.rows, log.kinds);
  const Incidence once = permute_identifiers(before, 7);
  support::Threads(8).run([&] { CHECK(fingerprint(permute_identifiers(before, 7)) == fingerprint(once)); });
  std::set<std::string> worlds{fingerprint(before)};
  for (std::uint64_t seed = 0; seed < 20; ++seed) worlds.insert(fingerprint(permute_identifiers(before, seed)));
  CHECK(worlds.size() == 21);
}

TEST_CASE("permuting stops when asked to") {
  std::stop_source source;
  source.request_stop();
  const RandomLog log = random_log(104);
  CHECK_THROWS_AS(permute_identifiers(incidence_of(log.rows, log.kinds), 7, {.stop = source.get_token()}), Cancelled);
}
