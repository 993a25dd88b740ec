#include <doctest/doctest.h>

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
