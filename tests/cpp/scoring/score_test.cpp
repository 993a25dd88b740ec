#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include <accountgraph/scoring/score.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

Cluster score_one(std::vector<Row> rows, const std::vector<Kind>& kinds = kKinds) {
  add_strangers(rows, 5'000, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const std::vector<std::vector<std::uint32_t>> groups = {accounts_like(incidence, "r")};
  return score_clusters(incidence, evidence_model(incidence), groups).at(0);
}

Row row(int i, std::vector<std::pair<std::string, std::string>> values) {
  return {"r" + std::to_string(i), 10, std::move(values)};
}

}  // namespace

TEST_CASE("coverage and reuse of a profile, by hand") {
  // Six members: three hold card A, two card B (also held by three strangers), one an own card. Nobody has a device.
  std::vector<Row> rows;
  for (int i = 0; i < 3; ++i) rows.push_back(row(i, {{"payment", "A"}}));
  for (int i = 3; i < 5; ++i) rows.push_back(row(i, {{"payment", "B"}}));
  rows.push_back(row(5, {{"payment", "own"}}));
  for (int i = 0; i < 3; ++i) rows.push_back({"stranger-b" + std::to_string(i), 10, {{"payment", "B"}}});
  const Cluster cluster = score_one(rows);
  CHECK(cluster.profile[0].coverage == doctest::Approx(0.5));  // B: two of its five users are members
  CHECK(cluster.profile[0].reuse == doctest::Approx(3));
  CHECK(cluster.profile[0].largest == doctest::Approx(0.5));
  CHECK(cluster.profile[0].identifiers == 1);
  CHECK(cluster.profile[0].present == 1.0);
  CHECK(cluster.profile[1].present == 0.0);
  CHECK(cluster.profile[1].coverage == 0.0);
}

TEST_CASE("a farm is flagged, and the parts of its score add up") {
  const Cluster farm = score_one(ring_rows(40));
  CHECK(farm.archetype == Archetype::farm);
  CHECK(farm.flagged);
  CHECK(std::count(farm.core.begin(), farm.core.end(), 1) == 40);
  double sum = 0;
  for (const ScorePart& part : farm.parts) sum += part.bits;
  CHECK(sum == doctest::Approx(farm.score));
}

TEST_CASE("lawful shapes are named and never flagged") {
  const auto made = [](auto values, int size) {
    std::vector<Row> rows;
    for (int i = 0; i < size; ++i) rows.push_back(row(i, values(i)));
    return score_one(rows);
  };
  using Values = std::vector<std::pair<std::string, std::string>>;
  const auto own = [](const char* kind, int i) {
    return std::pair<std::string, std::string>(kind, std::string(kind) + "-own" + std::to_string(i));
  };
  struct Shape {
    Archetype expected;
    Cluster cluster;
  };
  const std::vector<Shape> shapes = {
      {Archetype::household,
       made([&](int) { return Values{{"payment", "card"}, {"device", "computer"}, {"ip", "home"}}; }, 5)},
      {Archetype::reseller,
       made([&](int i) { return Values{{"payment", "card"}, own("device", i), {"template", "shop"}}; }, 30)},
      {Archetype::gateway,
       made([&](int i) { return Values{own("payment", i), {"ip", "line" + std::to_string(i % 2)}}; }, 30)},
      {Archetype::gateway, made(
                               [&](int i) {
                                 return Values{
                                     own("payment", i), {"device", "image"}, {"ip", "runner" + std::to_string(i % 9)}};
                               },
                               30)},
      {Archetype::shared_network,
       made([&](int i) { return Values{own("payment", i), own("device", i), {"ip", "line" + std::to_string(i % 3)}}; },
            30)},
      {Archetype::shared_place,
       made([&](int i) { return Values{own("payment", i), own("device", i), {"ip", "office"}, {"template", "tool"}}; },
            30)},
      {Archetype::shared_place, made(
                                    [&](int i) {
                                      return Values{own("payment", i),
                                                    {"device", "lab" + std::to_string(i % 6)},
                                                    {"ip", "school"},
                                                    {"template", "homework"}};
                                    },
                                    30)},
      {Archetype::classroom,
       made(
           [&](int i) {
             return Values{own("payment", i), own("device", i), {"template", "homework" + std::to_string(i % 2)}};
           },
           30)},
      {Archetype::nested_groups, made(
                                     [&](int i) {
                                       const std::string f = std::to_string(i / 4);
                                       return Values{{"payment", "card" + f}, {"device", "pc" + f}, {"ip", "home" + f}};
                                     },
                                     32)},
  };
  for (const Shape& shape : shapes) {
    CHECK(std::string(to_string(shape.cluster.archetype)) == to_string(shape.expected));
    CHECK_FALSE(shape.cluster.flagged);
    CHECK(shape.cluster.score < 0);
  }
}

TEST_CASE(
    "devices and addresses alone, dealt out crosswise, are hosted machines where people's cards are seen, else a "
    "farm") {
  for (const bool cards : {true, false}) {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i) {
      const std::string n = std::to_string(i);
      rows.push_back(row(i, {{"device", "image" + std::to_string(i / 5)}, {"ip", "runner" + std::to_string(i % 8)}}));
      if (cards) rows.push_back(row(i, {{"payment", "card" + n}, {"template", "own" + n}}));
    }
    const Cluster cluster = score_one(rows);
    CHECK(cluster.crossing == 1);
    CHECK(cluster.archetype == (cards ? Archetype::gateway : Archetype::farm));
    CHECK(cluster.flagged == !cards);
  }
}

TEST_CASE("a fringe member is listed and not core") {
  std::vector<Row> rows = ring_rows(40);
  rows.push_back(row(40, {{"ip", "raddress1"}}));
  const Cluster cluster = score_one(rows);
  CHECK(cluster.flagged);
  CHECK(std::count(cluster.core.begin(), cluster.core.end(), 0) == 1);
}

TEST_CASE("clusters are ranked by score, and small groups are never flagged") {
  std::vector<Row> rows = ring_rows(40, "r");
  for (int i = 0; i < 4; ++i)
    rows.push_back({"q" + std::to_string(i),
                    10,
                    {{"payment", "qc" + std::to_string(i / 2)}, {"device", "qd" + std::to_string(i % 2)}}});
  add_strangers(rows, 5'000, kKinds);
  const Incidence incidence = incidence_of(rows, kKinds);
  const std::vector<std::vector<std::uint32_t>> groups = {
      accounts_like(incidence, "q"), {}, accounts_like(incidence, "r"), {7}};
  const auto clusters = score_clusters(incidence, evidence_model(incidence), groups);
  REQUIRE(clusters.size() == 2);
  CHECK(clusters[0].members.size() == 40);
  CHECK_FALSE(clusters[1].flagged);
}

TEST_CASE("scoring options out of range are refused by name") {
  const Incidence incidence = incidence_of(ring_rows(20), kKinds);
  const EvidenceModel model = evidence_model(incidence);
  CHECK_THROWS_AS(score_clusters(incidence, model, {}, {.flag_size = 1}), std::invalid_argument);
  CHECK_THROWS_AS(score_clusters(incidence, model, {}, {.flag_coverage = 0}), std::invalid_argument);
  CHECK_THROWS_AS(score_clusters(incidence, model, {}, {.flag_score = std::numeric_limits<double>::quiet_NaN()}),
                  std::invalid_argument);
}

TEST_CASE("a pool of proxies with common prompts and nothing else in common is flagged; at one place it is lawful") {
  const auto made = [](int addresses, int visits) {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i) {
      const std::string own = std::to_string(i);
      rows.push_back(
          row(i, {{"payment", "card" + own}, {"device", "pc" + own}, {"template", "task" + std::to_string(i % 3)}}));
      for (int visit = 0; visit < visits; ++visit)
        rows.push_back(row(i, {{"ip", "exit" + std::to_string((i * (visit + 1) + visit * visit) % addresses)}}));
    }
    return score_one(rows);
  };
  const Cluster pool = made(101, 10), office = made(1, 1);
  CHECK(pool.rotation > .9);
  CHECK(pool.archetype == Archetype::proxy_pool);
  CHECK(pool.flagged);
  CHECK(office.rotation == 0);
  CHECK(office.archetype == Archetype::shared_place);
  CHECK_FALSE(office.flagged);
}

TEST_CASE("a pool without common prompts is a proxy's customers, not a ring") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    rows.push_back(row(i, {{"payment", "card" + std::to_string(i)}, {"template", "own" + std::to_string(i)}}));
    for (int visit = 0; visit < 10; ++visit)
      rows.push_back(row(i, {{"ip", "exit" + std::to_string((i * (visit + 1) + visit * visit) % 101)}}));
  }
  const Cluster cluster = score_one(rows);
  CHECK(cluster.rotation > .9);
  CHECK(cluster.archetype == Archetype::shared_proxy);
  CHECK_FALSE(cluster.flagged);
}

TEST_CASE("one card is a reseller's, unless the devices behind it are dealt out crosswise") {
  enum class Devices { own, teams, crossing, one_image };
  const auto made = [](Devices devices) {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i) {
      if (devices == Devices::one_image) rows.push_back(row(i, {{"device", "image"}}));
      const std::string device = devices == Devices::own ? "own" + std::to_string(i) : "fp" + std::to_string(i / 5);
      const std::string address =
          devices == Devices::teams ? "site" + std::to_string(i / 5) : "exit" + std::to_string(i % 8);
      rows.push_back(row(
          i, {{"payment", "card"}, {"device", device}, {"ip", address}, {"template", "task" + std::to_string(i % 2)}}));
    }
    return score_one(rows);
  };
  CHECK(made(Devices::own).archetype == Archetype::reseller);
  CHECK(made(Devices::teams).archetype == Archetype::reseller);
  CHECK(made(Devices::one_image).crossing == 1.0);
  CHECK(made(Devices::one_image).archetype == Archetype::reseller);
  const Cluster ring = made(Devices::crossing);
  CHECK(ring.crossing == 1.0);
  CHECK(ring.archetype == Archetype::farm);
  CHECK(ring.flagged);
}

TEST_CASE("a household has up to twelve members and no common prompts") {
  const auto made = [](int size, bool prompts) {
    std::vector<Row> rows;
    for (int i = 0; i < size; ++i) {
      rows.push_back(row(i, {{"payment", "card" + std::to_string(i / 7)},
                             {"device", "computer" + std::to_string(i % 3)},
                             {"ip", "home" + std::to_string(i / 7)},
                             {"template", prompts ? "task" : "own" + std::to_string(i)}}));
    }
    return score_one(rows);
  };
  CHECK(made(12, false).archetype == Archetype::household);
  CHECK_FALSE(made(12, false).flagged);
  CHECK(made(13, false).archetype != Archetype::household);
  CHECK(made(12, true).archetype != Archetype::household);
}
