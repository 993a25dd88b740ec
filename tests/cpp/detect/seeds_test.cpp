/// Clusters among accounts that no link reaches.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/detect.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

/// 49 accounts of which any two share at most one of a card, a device, an address and a template (lines of the plane over seven
/// elements); colleagues who share no more than a card, four and four; somebody who shares a card with three accounts and a device with
/// three others, who are nothing to one another; and strangers.
std::vector<Row> rows_of_lines() {
  std::vector<Row> rows;
  for (int word = 0; word < 49; ++word) {
    const int x = word / 7, y = word % 7;
    const auto one_of = [](const char* kind, int number) { return kind + std::to_string(number % 7); };
    rows.push_back({"r" + std::to_string(word),
                    10,
                    {{"payment", one_of("card", x)},
                     {"device", one_of("fp", y)},
                     {"ip", one_of("exit", x + y)},
                     {"template", one_of("task", x + 2 * y)}}});
  }
  for (int i = 0; i < 400; ++i)
    rows.push_back({"colleague" + std::to_string(i), 10, {{"payment", "shop" + std::to_string(i / 4)}}});
  for (int i = 0; i < 3; ++i) {
    rows.push_back({"payer" + std::to_string(i), 10, {{"payment", "between"}}});
    rows.push_back({"user" + std::to_string(i), 10, {{"device", "between"}}});
  }
  rows.push_back({"between", 10, {{"payment", "between"}, {"device", "between"}}});
  add_strangers(rows, 5'000, kKinds);
  return rows;
}

struct Scene {
  Incidence incidence;
  EvidenceModel model;
  std::vector<std::uint32_t> ring;

  explicit Scene(const std::vector<Row>& rows = rows_of_lines(), const std::vector<Kind>& kinds = kKinds)
      : incidence(incidence_of(rows, kinds)) {
    model = evidence_model(incidence);
    ring = accounts_like(incidence, "r");
  }
  Assignment nobody() const {
    Assignment assignment;
    assignment.cluster_of.assign(incidence.num_accounts(), kNone);
    return assignment;
  }
  Assignment seeded(const Assignment& from, const SeedOptions& options = {}, const LinkOptions& linkage = {}) const {
    return add_seeds(incidence, model, background_use(incidence, model, from.cluster_of), from, options, linkage,
                     DetectOptions{}.communities, {});
  }
};

}  // namespace

TEST_CASE("a ring of which no two accounts are linked is found, and no stranger with it") {
  const Scene scene;
  REQUIRE(link_accounts(scene.incidence, scene.model).num_links() == 0);
  const Assignment found = scene.seeded(scene.nobody());
  CHECK(found.num_clusters == 1);
  for (std::uint32_t a = 0; a < scene.incidence.num_accounts(); ++a) {
    const bool of_ring = std::binary_search(scene.ring.begin(), scene.ring.end(), a);
    REQUIRE(found.cluster_of[a] == (of_ring ? 0 : kNone));
  }
}

TEST_CASE("detect finds it by its seed, and does not without") {
  const auto found = [](std::uint32_t max_accounts) {
    return detect(incidence_of(rows_of_lines(), kKinds),
                  {.seeds = {.max_accounts = max_accounts}, .significance = {.significance_worlds = 0}})
        .clusters;
  };
  REQUIRE(found(200'000).size() == 1);
  CHECK(found(200'000)[0].members.size() == 49);
  CHECK(found(200'000)[0].flagged);
  CHECK(found(0).empty());
}

TEST_CASE("who is in a cluster stays there and takes no part") {
  const Scene scene;
  Assignment before = scene.nobody();
  for (std::size_t i = 0; i < scene.ring.size(); i += 5) before.cluster_of[scene.ring[i]] = 1;
  before.num_clusters = 2;
  const Assignment after = scene.seeded(before);
  CHECK(after.num_clusters == 3);
  for (std::size_t i = 0; i < scene.ring.size(); ++i) REQUIRE(after.cluster_of[scene.ring[i]] == (i % 5 == 0 ? 1 : 2));
  for (const std::uint32_t a : scene.ring) before.cluster_of[a] = 0;
  CHECK(scene.seeded(before).cluster_of == before.cluster_of);
  CHECK(scene.seeded(before).num_clusters == 2);
}

TEST_CASE("larger logs than max_accounts have no seeds, nor runs beyond their memory, nor of one hard family") {
  const Scene scene;
  const std::uint32_t accounts = scene.incidence.num_accounts();
  const Assignment none = scene.nobody();
  for (const Assignment& found :
       {scene.seeded(none, {.max_accounts = accounts - 1}), scene.seeded(none, {}, {.max_memory_bytes = 1})}) {
    CHECK(found.cluster_of == none.cluster_of);
    CHECK_FALSE(found.seeds.has_value());
  }
  CHECK(scene.seeded(none, {.max_accounts = accounts}).seeds == 1);
  std::vector<Row> rows = rows_of_lines();
  for (std::size_t i = 0; i < 49; ++i) {
    for (const auto& [kind, value] : std::vector(rows[i].values))
      rows.push_back({rows[i].account, 10, {{"payment", value}}});
  }
  const Scene payments(rows, kinds_named({"payment"}));
  REQUIRE_FALSE(payments.model.capped);
  CHECK(payments.seeded(payments.nobody()).num_clusters == 0);
  CHECK_FALSE(payments.seeded(payments.nobody()).seeds.has_value());
}

TEST_CASE("without weaker pairs there is nothing to find") {
  const Scene scene;
  const Assignment found = scene.seeded(scene.nobody(), {.margin_bits = 0});
  CHECK(found.num_clusters == 0);
  CHECK(found.seeds == 0);
}

TEST_CASE("the same seeds on any threads") {
  const Scene scene;
  Assignment before = scene.nobody();
  for (std::size_t i = 0; i < scene.ring.size(); i += 3) before.cluster_of[scene.ring[i]] = 0;
  before.num_clusters = 1;
  const Assignment expected = scene.seeded(before);
  REQUIRE(expected.num_clusters == 2);
  for (const int threads : {1, 2, 5}) {
    support::Threads(threads).run([&] {
      const Assignment found = scene.seeded(before);
      CHECK(found.cluster_of == expected.cluster_of);
      CHECK(found.num_clusters == expected.num_clusters);
    });
  }
}

TEST_CASE("seed options out of range are refused by name") {
  CHECK_THROWS_WITH_AS(validate(SeedOptions{.margin_bits = 1}), "`margin_bits` must be in [-16, 0], got 1",
                       std::invalid_argument);
  CHECK_THROWS_AS(validate(SeedOptions{.margin_bits = -17}), std::invalid_argument);
}
