/// Pools of proxies against places where people meet the same people, and the figure against a slow twin.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <accountgraph/scoring/rotation.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"device", "ip", "asn"});

/// Rows of members m0 .., each at `addresses` of a pool, drawn.
std::vector<Row> pool_rows(int members, int pool, int addresses, std::uint64_t seed = 101) {
  const CounterRandom random(seed);
  std::vector<Row> rows;
  for (int i = 0; i < members; ++i) {
    for (int k = 0; k < addresses; ++k) {
      const auto exit =
          random.below(static_cast<std::uint64_t>(pool), static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(k));
      rows.push_back({"m" + std::to_string(i), 1, {{"ip", "exit" + std::to_string(exit)}}});
    }
  }
  return rows;
}

double rotation_of(const Incidence& incidence) {
  const std::vector<std::uint32_t> members = accounts_like(incidence, "m");
  return rotation_share(incidence, cluster_use(incidence, members));
}
double rotation_of(const std::vector<Row>& rows) { return rotation_of(incidence_of(rows, kKinds)); }

/// The definition, for clusters none of whose members has more than 64 addresses; of all members.
double slow_rotation(const Incidence& incidence) {
  const std::vector<std::uint32_t> members = accounts_like(incidence, "m");
  const std::set<std::uint32_t> inside(members.begin(), members.end());
  std::size_t rotating = 0;
  for (const std::uint32_t member : members) {
    std::set<std::uint32_t> met;
    std::size_t most = 0;
    for (const std::uint32_t k : incidence.identifiers_of(member)) {
      if (incidence.kinds[incidence.kind_of(k)].family != "network" || incidence.placeholder[k]) continue;
      std::set<std::uint32_t> others;
      for (const std::uint32_t holder : incidence.accounts_of(k)) {
        if (inside.contains(holder) && holder != member) others.insert(holder);
      }
      if (others.empty() || 2 * (others.size() + 1) < incidence.accounts_of(k).size()) continue;
      most = std::max(most, others.size());
      met.insert(others.begin(), others.end());
    }
    rotating += !met.empty() && met.size() >= 3 * most;
  }
  return static_cast<double>(rotating) / static_cast<double>(members.size());
}

}  // namespace

TEST_CASE("behind a pool of proxies nearly everybody meets others at every address") {
  CHECK(rotation_of(pool_rows(60, 240, 12)) > .9);
}

TEST_CASE("who shares a place meets the same people each time") {
  std::vector<Row> office, family, campus;
  for (int i = 0; i < 60; ++i) {
    for (int exit = 0; exit < 4; ++exit)
      office.push_back({"m" + std::to_string(i), 1, {{"ip", "exit" + std::to_string(exit)}}});
  }
  for (int day = 0; day < 60; ++day) {  // each day another address, with some of the family at home
    for (int i = 0; i < 5; ++i) {
      if ((day + i) % 5 < 3) family.push_back({"m" + std::to_string(i), 1, {{"ip", "lease" + std::to_string(day)}}});
    }
  }
  for (int i = 0; i < 300; ++i) {  // hall of residence, two lecture theatres, the library
    for (const std::string& place : {"hall" + std::to_string(i % 10), "theatre" + std::to_string(i % 3),
                                     "theatre" + std::to_string(i % 4), std::string("library")})
      campus.push_back({"m" + std::to_string(i), 1, {{"ip", place}}});
  }
  CHECK(rotation_of(office) == 0);
  CHECK(rotation_of(family) == 0);
  CHECK(rotation_of(campus) == 0);
}

TEST_CASE("addresses that strangers use more, other kinds, placeholders and addresses of one's own show nothing") {
  const std::vector<Row> pool = pool_rows(60, 240, 12);
  const Incidence incidence = incidence_of(pool, kKinds);
  std::vector<Row> carrier = pool, devices = pool, unknown, own;
  for (const Row& row : pool) {
    for (int s = 0; s < 2; ++s) carrier.push_back({"s" + std::to_string(s) + row.account, 1, row.values});
  }
  for (Row& row : devices) row.values[0].first = "device";
  for (int i = 0; i < 60; ++i) {
    unknown.push_back({"m" + std::to_string(i), 1, {{"ip", "unknown"}}});
    own.push_back({"m" + std::to_string(i), 1, {{"ip", "own" + std::to_string(i)}}});
  }
  CHECK(rotation_of(incidence) > .9);
  CHECK(rotation_of(carrier) == 0);
  CHECK(rotation_of(devices) == 0);
  CHECK(rotation_of(unknown) == 0);
  CHECK(rotation_of(own) == 0);
  CHECK(rotation_share(incidence, cluster_use(incidence, {})) == 0);
}

TEST_CASE("the share is that of the slow twin") {
  std::size_t between = 0;
  for (std::uint64_t seed = 101; seed < 161; ++seed) {
    CAPTURE(seed);
    const CounterRandom random(seed);
    auto below = [&, draw = std::uint64_t{0}](int bound) mutable {
      return static_cast<int>(random.below(static_cast<std::uint64_t>(bound), 1, draw++));
    };
    const int members = 2 + below(80);
    std::vector<Row> rows = pool_rows(members, 1 + below(100), 1 + below(10), seed);
    for (int i = 0; i < members; ++i) {
      rows.push_back(
          {"m" + std::to_string(i),
           1,
           {{"ip", "home" + std::to_string(i % (1 + members / 6))}, {"device", "pc" + std::to_string(i / 3)}}});
      if (below(4) == 0)
        rows.push_back(
            {"m" + std::to_string(i), 1, {{"asn", "carrier" + std::to_string(below(30))}, {"ip", "unknown"}}});
      if (below(3) == 0) rows.push_back({"s" + std::to_string(i), 1, {{"ip", "exit" + std::to_string(below(100))}}});
    }
    const Incidence incidence = incidence_of(rows, kKinds);
    const double share = rotation_of(incidence);
    REQUIRE(share == slow_rotation(incidence));
    between += share > 0 && share < 1;
  }
  CHECK(between > 10);
}

TEST_CASE("of more than a thousand members a sample is looked at, and is near the whole") {
  std::vector<Row> rows = pool_rows(3'000, 9'000, 10);
  const CounterRandom random(7);
  for (int i = 0; i < 3'000; ++i) {  // two fifths go to the office now and then, fifty together
    if (random.below(5, 1, static_cast<std::uint64_t>(i)) < 2)
      rows.push_back({"m" + std::to_string(i), 1, {{"ip", "office" + std::to_string(i % 24)}}});
  }
  const Incidence incidence = incidence_of(rows, kKinds);
  const double exact = slow_rotation(incidence);
  CHECK(exact > .5);
  CHECK(exact < .7);
  CHECK(std::abs(rotation_of(incidence) - exact) < .04);
}
