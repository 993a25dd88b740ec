#include <doctest/doctest.h>

#include <accountgraph/campaigns/succession.hpp>
#include <accountgraph/scoring/score.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

struct Found {
  Incidence incidence;
  std::vector<Cluster> clusters;
  std::vector<Campaign> campaigns;
  std::vector<Succession> successions;
};

/// A ring of 40 with the task "task", each account active every second day from `first` on, the last of them on `last`.
std::vector<Row> pool(const std::string& name, int first, int last) {
  std::vector<Row> rows;
  for (int day = last; day >= first; day -= 2) {
    for (Row& row : ring_rows(40, name, day)) {
      row.values.back().second = "task";
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<Row> operator+(std::vector<Row> left, const std::vector<Row>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// Clusters are the accounts that share a prefix: flagged farms, or as they are scored and not flagged; the strangers are seen on day 10.
Found among(std::vector<Row> rows, std::initializer_list<std::string_view> prefixes, bool flagged = true) {
  add_strangers(rows, 5'000, kKinds);
  Found found;
  found.incidence = incidence_of(rows, kKinds);
  std::vector<std::vector<std::uint32_t>> groups;
  for (const std::string_view prefix : prefixes) groups.push_back(accounts_like(found.incidence, prefix));
  found.clusters = score_clusters(found.incidence, evidence_model(found.incidence), groups);
  for (Cluster& cluster : found.clusters) {
    cluster.flagged = flagged;
    if (flagged) cluster.archetype = Archetype::farm;
    cluster.core.assign(cluster.members.size(), 1);
  }
  found.campaigns = find_campaigns(found.incidence, found.clusters);
  found.successions = find_successions(found.incidence, found.clusters, found.campaigns);
  return found;
}

}  // namespace

TEST_CASE("a pool that carries on where another went quiet is its successor, with dates") {
  const Found found = among(pool("p", 1, 21) + pool("q", 24, 40), {"p", "q"});
  REQUIRE(found.campaigns.size() == 1);
  REQUIRE(found.successions.size() == 1);
  const Succession& one = found.successions[0];
  CHECK(one.predecessor == accounts_like(found.incidence, "p"));
  CHECK(one.successor == accounts_like(found.incidence, "q"));
  CHECK(one.ended_day == 21);
  CHECK(one.began_day == 24);
  CHECK(one.peak_day == 24);
  CHECK(one.common_bits >= 8);
  REQUIRE(one.common_templates.size() == 1);
  CHECK(found.incidence.identifiers[one.common_templates[0]] == "task");
}

TEST_CASE("succession rests on accounts, not on clusters: both pools in one cluster, and several clusters a pool") {
  const auto both = pool("p", 1, 21) + pool("q", 24, 40);
  std::vector<Row> one = both;
  for (Row& row : one) row.account = "x" + row.account;
  const Found merged = among(one, {"x"});
  REQUIRE(merged.successions.size() == 1);
  CHECK(merged.successions[0].predecessor == accounts_like(merged.incidence, "xp"));
  const Found split = among(both, {"p1", "p2", "p3", "q1", "q2", "q3"});
  REQUIRE(split.successions.size() == 1);
  CHECK(split.successions[0].ended_day == 21);
}

TEST_CASE("the end of the log is not going quiet") {
  CHECK(among(pool("p", 1, 21) + pool("q", 1, 21), {"p", "q"}).successions.empty());
  CHECK(among(pool("p", 1, 40) + pool("q", 39, 41), {"p", "q"}).successions.empty());  // both are seen to the end
  CHECK(among(pool("p", 1, 39) + pool("q", 40, 40), {"p", "q"}).successions.empty());  // a day is too short to tell
}

TEST_CASE("pools that work side by side, and survivors of more than a tenth, are no succession") {
  CHECK(among(pool("p", 1, 31) + pool("q", 11, 40), {"p", "q"}).successions.empty());
  std::vector<Row> rows = pool("p", 1, 21) + pool("q", 24, 40);
  for (int i = 0; i < 3; ++i) rows.push_back({"p" + std::to_string(i), 30, {{"template", "task"}}});
  CHECK(among(rows, {"p", "q"}).successions.size() == 1);
  for (int i = 3; i < 6; ++i) rows.push_back({"p" + std::to_string(i), 30, {{"template", "task"}}});
  CHECK(among(rows, {"p", "q"}).successions.empty());
}

TEST_CASE("who was never flagged has no successor") {
  CHECK(among(pool("p", 1, 21) + pool("q", 24, 40), {"p", "q"}, false).successions.empty());
}

TEST_CASE("accounts that come and go all the time are no waves") {
  std::vector<Row> rows;  // each lives four days, and its successor begins when it ends
  for (Row& row : ring_rows(40, "p", 0)) {
    const int begin = static_cast<int>(rows.size() / 4);
    for (int day = 0; day < 4; ++day) {
      row.day = begin + day;
      rows.push_back(row);
    }
  }
  CHECK(among(rows, {"p"}).successions.empty());
}

TEST_CASE("three pools in turn are two successions") {
  const Found found = among(pool("p", 1, 15) + pool("q", 17, 30) + pool("w", 33, 48), {"p", "q", "w"});
  REQUIRE(found.successions.size() == 2);
  CHECK(found.successions[0].successor == accounts_like(found.incidence, "q"));
  CHECK(found.successions[1].predecessor == accounts_like(found.incidence, "q"));
  CHECK(found.successions[1].ended_day == 30);
}

TEST_CASE("the class of the next term with the same homework is no campaign and no successor") {
  std::vector<Row> rows;
  for (const int term : {0, 1}) {
    for (int i = 0; i < 25; ++i) {
      const std::string account = (term == 0 ? "p" : "q") + std::to_string(i);
      for (int day = 0; day < 15; ++day) {
        rows.push_back({account,
                        1 + 20 * term + day,
                        {{"payment", "card-" + account},
                         {"device", "pc-" + account},
                         {"ip", "school"},
                         {"template", "homework" + std::to_string(day % 5)}}});
      }
    }
  }
  const Found found = among(rows, {"p", "q"}, false);
  CHECK(found.campaigns.empty());
  CHECK(found.successions.empty());
}

TEST_CASE("without times there is no succession") {
  std::vector<Row> rows = pool("p", 1, 21) + pool("q", 24, 40);
  for (Row& row : rows) row.day = -1;
  const Found found = among(rows, {"p", "q"});
  CHECK(found.campaigns.size() == 1);
  CHECK(found.successions.empty());
}
