#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include <accountgraph/scoring/crossing.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

double crossing_of(const std::vector<Row>& rows, const std::vector<Kind>& kinds) {
  const Incidence incidence = incidence_of(rows, kinds);
  const std::vector<std::uint32_t> members = accounts_like(incidence, "m");
  return crossing_share(incidence, cluster_use(incidence, members));
}

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

/// The definition, for logs of at most eight identifiers a kind: two groups of a member are in one block where a walk from one to the
/// other goes round the member, and others are in that block whom no single vertex separates from the member and the group (Menger).
double slow_crossing(const Incidence& incidence, const std::vector<std::uint32_t>& members) {
  const std::size_t hub = std::clamp<std::size_t>(members.size() / 4, 7, 200);
  struct Circle {
    std::uint32_t kind = 0;
    std::set<std::uint32_t> members;
  };
  std::vector<Circle> circles;
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    Circle circle{incidence.kind_of(k), {}};
    for (const std::uint32_t holder : incidence.accounts_of(k)) {
      if (std::binary_search(members.begin(), members.end(), holder)) circle.members.insert(holder);
    }
    if (incidence.placeholder[k] || incidence.kinds[circle.kind].family == "content") continue;
    if (circle.members.size() < 2 || circle.members.size() > hub) continue;
    if (2 * circle.members.size() >= incidence.accounts_of(k).size()) circles.push_back(circle);
  }
  const auto meet_without = [&](std::uint32_t member, const Circle& from, const Circle& to) {
    std::set<std::uint32_t> reached = from.members;
    reached.erase(member);
    for (bool grew = true; grew;) {
      grew = false;
      for (const Circle& circle : circles) {
        const bool met =
            std::any_of(circle.members.begin(), circle.members.end(), [&](auto m) { return reached.contains(m); });
        for (const std::uint32_t other : circle.members) grew |= met && other != member && reached.insert(other).second;
      }
    }
    return std::any_of(to.members.begin(), to.members.end(), [&](auto m) { return reached.contains(m); });
  };
  // Members come first, then circles: where each vertex of the graph is once one vertex is gone, by the least vertex it reaches.
  const std::size_t vertices = members.size() + circles.size();
  const auto edge = [&](std::size_t member, std::size_t circle) {
    return circles[circle - members.size()].members.contains(members[member]);
  };
  std::vector<std::vector<std::size_t>> place(vertices, std::vector<std::size_t>(vertices));
  for (std::size_t gone = 0; gone < vertices; ++gone) {
    for (std::size_t v = 0; v < vertices; ++v) place[gone][v] = v;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t m = 0; m < members.size(); ++m) {
        for (std::size_t c = members.size(); c < vertices; ++c) {
          if (m == gone || c == gone || !edge(m, c) || place[gone][m] == place[gone][c]) continue;
          place[gone][m] = place[gone][c] = std::min(place[gone][m], place[gone][c]);
          changed = true;
        }
      }
    }
  }
  const auto block_members = [&](std::size_t member, std::size_t circle) {
    std::size_t count = 0;
    for (std::size_t v = 0; v < members.size(); ++v) {
      bool inside = true;
      for (std::size_t gone = 0; gone < vertices && inside; ++gone) {
        if (gone == v || v == member) continue;
        inside = (gone != member && place[gone][v] == place[gone][member]) ||
                 (gone != circle && place[gone][v] == place[gone][circle]);
      }
      count += inside;
    }
    return count;
  };
  const auto within = [](const Circle& left, const Circle& right) {
    return std::includes(right.members.begin(), right.members.end(), left.members.begin(), left.members.end());
  };
  std::size_t crossed = 0;
  for (std::size_t at = 0; at < members.size(); ++at) {
    const std::uint32_t member = members[at];
    bool crosses = false;
    for (std::size_t l = 0; l < circles.size(); ++l) {
      const Circle& left = circles[l];
      for (const Circle& right : circles) {
        if (left.kind == right.kind || !left.members.contains(member) || !right.members.contains(member)) continue;
        crosses = crosses || (!within(left, right) && !within(right, left) && meet_without(member, left, right) &&
                              block_members(at, members.size() + l) >= 8);
      }
    }
    crossed += crosses;
  }
  return static_cast<double>(crossed) / static_cast<double>(members.size());
}

}  // namespace

TEST_CASE("families inside a company nest: nobody crosses") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    const std::string family = std::to_string(i / 4);
    rows.push_back({"m" + std::to_string(i),
                    1,
                    {{"payment", "card" + family}, {"device", "computer" + family}, {"ip", "192.0.2." + family}}});
    rows.push_back({"m" + std::to_string(i), 1, {{"payment", "company-card"}, {"ip", "198.51.100.1"}}});
  }
  CHECK(crossing_of(rows, kKinds) == 0);
}

TEST_CASE("cards and devices dealt out crosswise: everybody crosses") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    rows.push_back({"m" + std::to_string(i),
                    1,
                    {{"payment", "card" + std::to_string(i / 5)}, {"device", "fp" + std::to_string(i % 8)}}});
  }
  CHECK(crossing_of(rows, kKinds) == 1.0);
}

TEST_CASE("hubs, content, strangers' identifiers and a second group of the same kind do not make a crossing") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    const std::string account = "m" + std::to_string(i);
    rows.push_back({account, 1, {{"payment", "card" + std::to_string(i / 4)}}});    // groups of four
    rows.push_back({account, 1, {{"payment", "other" + std::to_string(i % 10)}}});  // crosses, but the same kind
    rows.push_back({account, 1, {{"device", i < 20 ? "image-a" : "image-b"}}});     // hubs: half of the members
    rows.push_back({account, 1, {{"template", "task" + std::to_string(i % 10)}}});  // content
    rows.push_back({account, 1, {{"ip", "192.0.2." + std::to_string(i % 10)}}});    // mostly used by strangers
    for (int s = 0; s < 3; ++s)
      rows.push_back({"s" + account + std::to_string(s), 1, {{"ip", "192.0.2." + std::to_string(i % 10)}}});
  }
  CHECK(crossing_of(rows, kKinds) == 0);
}

TEST_CASE("the share counts members, not identifiers") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    const std::string account = "m" + std::to_string(i);
    const bool deals = i < 10;
    rows.push_back({account,
                    1,
                    {{"payment", "card" + std::to_string(i / 5)},
                     {"device", deals ? "fp" + std::to_string(i % 5) : "own" + account}}});
  }
  CHECK(crossing_of(rows, kKinds) == doctest::Approx(0.25));
}

namespace {

/// A company of 40 in teams of four, each with a card of its own, and for each of the given colleagues a family at home: two more people
/// with whom they share a computer and an address.
std::vector<Row> company(const std::vector<std::vector<int>>& families) {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i)
    rows.push_back({"m" + std::to_string(i),
                    1,
                    {{"payment", "team" + std::to_string(i / 4)}, {"ip", "floor" + std::to_string(i / 8)}}});
  for (std::size_t family = 0; family < families.size(); ++family) {
    const std::string home = "home" + std::to_string(family);
    for (const int colleague : families[family])
      rows.push_back({"m" + std::to_string(colleague), 1, {{"device", home}, {"ip", home}}});
    for (const char* relative : {"a", "b"})
      rows.push_back({"m-" + home + relative, 1, {{"device", home}, {"ip", home}}});
  }
  return rows;
}

}  // namespace

TEST_CASE(
    "families that hang on a company by one employee each do not cross; colleagues of two teams and one family do") {
  CHECK(crossing_of(company({{0}, {5}, {10}, {15}, {20}, {39}}), kKinds) == 0);
  // Two colleagues of one team: team and family hang together, six people in all.
  CHECK(crossing_of(company({{0}, {5, 6}, {10}, {15}}), kKinds) == 0);
  // Colleagues of two teams of one floor: the floor joins them.
  CHECK(crossing_of(company({{0, 4}, {10}, {15}}), kKinds) == doctest::Approx(2.0 / 46));
  // Of two floors: what would join them are only they themselves.
  CHECK(crossing_of(company({{0, 12}, {25}}), kKinds) == 0);
}

TEST_CASE("within a family card and computer may be two people's each; eight accounts and more are no family") {
  for (const int size : {7, 8}) {
    std::vector<Row> rows;
    for (int i = 0; i < size; ++i) {
      const std::string card = "card" + std::to_string(i / 2), computer = "pc" + std::to_string((i + 1) % size / 2);
      rows.push_back({"m" + std::to_string(i), 1, {{"payment", card}, {"device", computer}}});
    }
    CHECK(crossing_of(rows, kKinds) == (size < 8 ? 0.0 : 1.0));
  }
}

TEST_CASE("a farm crosses, and a company beside it that shares one of its members does not") {
  std::vector<Row> rows = company({{1}, {6}});
  for (int i = 0; i < 20; ++i) {
    const std::string account = i == 0 ? "m0" : "m-farm" + std::to_string(i);
    rows.push_back(
        {account, 1, {{"payment", "card" + std::to_string(i / 4)}, {"device", "fp" + std::to_string(i % 5)}}});
  }
  CHECK(crossing_of(rows, kKinds) == doctest::Approx(20.0 / (44 + 19)));
}

TEST_CASE("the share is that of a slow twin that takes each member away, on random graphs") {
  std::size_t some = 0, all = 0;
  for (std::uint64_t seed = 101; seed < 701; ++seed) {
    CAPTURE(seed);
    const CounterRandom random(seed);
    auto below = [&, draw = std::uint64_t{0}](int bound) mutable {
      return static_cast<int>(random.below(static_cast<std::uint64_t>(bound), 1, draw++));
    };
    const int members = 4 + below(seed % 10 == 0 ? 60 : 20), values = 2 + below(7), held = 1 + below(3);
    std::vector<Row> rows;
    for (int i = 0; i < members * held; ++i) {
      const std::string account = (below(12) == 0 ? "s" : "m") + std::to_string(below(members));
      Row row{account, 1, {}};
      for (const Kind& kind : kKinds) {
        if (below(3) == 0)
          row.values.emplace_back(kind.name, below(20) == 0 ? "unknown" : "v" + std::to_string(below(values)));
      }
      rows.push_back(std::move(row));
    }
    rows.push_back({"m0", 1, {{"payment", "v0"}}});
    const Incidence incidence = incidence_of(rows, kKinds);
    const std::vector<std::uint32_t> cluster = accounts_like(incidence, "m");
    const double share = crossing_share(incidence, cluster_use(incidence, cluster));
    REQUIRE(share == slow_crossing(incidence, cluster));
    some += share > 0 && share < 1;
    all += share == 0;
  }
  CHECK(some > 100);
  CHECK(all > 50);
}
