#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/campaigns/campaigns.hpp>
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
};

/// Clusters are the accounts that share a first letter, among strangers of whom every third uses a popular template.
Found campaigns_among(std::vector<Row> rows, std::initializer_list<std::string_view> clusters,
                      const std::vector<Kind>& kinds = kKinds) {
  add_strangers(rows, 5'000, kinds);
  for (int i = 0; i < 5'000; i += 3) rows.push_back({"stranger" + std::to_string(i), 10, {{"template", "popular"}}});
  Found found;
  found.incidence = incidence_of(rows, kinds);
  std::vector<std::vector<std::uint32_t>> groups;
  for (const std::string_view prefix : clusters) groups.push_back(accounts_like(found.incidence, prefix));
  found.clusters = score_clusters(found.incidence, evidence_model(found.incidence), groups);
  found.campaigns = find_campaigns(found.incidence, found.clusters);
  return found;
}

std::vector<Row> ring_with_task(const std::string& name, const std::string& task) {
  std::vector<Row> rows = ring_rows(40, name);
  for (Row& row : rows) row.values.back().second = task;
  return rows;
}

std::vector<Row> operator+(std::vector<Row> left, const std::vector<Row>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

}  // namespace

TEST_CASE("clusters with one tasking are one campaign, whatever they pay and connect with") {
  const Found found = campaigns_among(
      ring_with_task("p", "their-task") + ring_with_task("q", "their-task") + ring_with_task("w", "another"),
      {"p", "q", "w"});
  REQUIRE(found.campaigns.size() == 2);
  CHECK(found.campaigns[0].clusters.size() + found.campaigns[1].clusters.size() == 3);
  CHECK(found.campaigns[0].tasking_analysed);
}

TEST_CASE("infrastructure alone, and popular templates, join no campaigns") {
  std::vector<Row> rows = ring_with_task("p", "popular") + ring_with_task("q", "popular");
  for (int i = 0; i < 40; ++i) {
    for (const char* ring : {"p", "q"})
      rows.push_back({ring + std::to_string(i), 10, {{"ip", "common-proxy" + std::to_string(i % 4)}}});
  }
  CHECK(campaigns_among(rows, {"p", "q"}).campaigns.size() == 2);
}

TEST_CASE("a cluster that serves two customers is split by tasking; an account with both taskings is in both") {
  std::vector<Row> rows = ring_rows(40, "p");
  for (int i = 0; i < 40; ++i) rows[static_cast<std::size_t>(i)].values.back().second = i < 20 ? "task-a" : "task-b";
  const Found split = campaigns_among(rows, {"p"});
  REQUIRE(split.campaigns.size() == 2);
  CHECK(split.campaigns[0].members.size() == 20);
  CHECK(split.campaigns[0].clusters == split.campaigns[1].clusters);
  for (const char* both : {"p3", "p4", "p33"}) {
    rows.push_back({both, 10, {{"template", both == std::string_view("p33") ? "task-a" : "task-b"}}});
  }
  const Found tied = campaigns_among(rows, {"p"});
  REQUIRE(tied.campaigns.size() == 2);
  CHECK(tied.campaigns[0].members.size() + tied.campaigns[1].members.size() == 43);
}

TEST_CASE("one proxy operator that serves two customers is two campaigns, though every cluster has accounts of both") {
  // Each customer has four tasks, of which a cluster works on two; in each cluster of 20, one account does all the other customer's, too.
  std::vector<Row> rows;
  for (int cluster = 0; cluster < 8; ++cluster) {
    const int customer = cluster / 4;
    const std::string name = std::string(1, static_cast<char>('a' + cluster)) + "-";
    int number = 0;
    for (Row& row : ring_rows(20, name)) {
      const auto task = [](int of, int which) { return "task" + std::to_string(of) + std::to_string(which % 4); };
      row.values[1].second = name + "fp" + std::to_string(number++ % 5);
      row.values[2].second = "proxy" + std::to_string(rows.size() % 4);
      row.values.back().second = task(customer, cluster);
      rows.push_back({row.account, 10, {{"template", task(customer, cluster + 1)}}});
      if (row.account.ends_with("-3")) {
        for (int other = 0; other < 4; ++other)
          rows.push_back({row.account, 10, {{"template", task(1 - customer, other)}}});
      }
      rows.push_back(std::move(row));
    }
  }
  const Found found = campaigns_among(rows, {"a-", "b-", "c-", "d-", "e-", "f-", "g-", "h-"});
  REQUIRE(found.campaigns.size() == 2);
  for (const Campaign& campaign : found.campaigns) {
    CHECK(campaign.clusters.size() == 4);
    CHECK(campaign.members.size() == 84);  // its own 80, and four of the other's who work for both
    CHECK(campaign.templates.size() == 4);
  }
}

TEST_CASE("cells that each repeat some of many prompts have one tasking") {
  std::vector<Row> rows;
  const CounterRandom random(11);
  for (int cluster = 0; cluster < 4; ++cluster) {
    for (Row& row : ring_rows(20, std::string(1, static_cast<char>('a' + cluster)) + "-")) {
      for (int i = 0; i < 3; ++i) {
        const auto prompt = random.below(40, 1, rows.size());
        rows.push_back({row.account, 10, {{"template", "recorded" + std::to_string(prompt)}}});
      }
      row.values.pop_back();
      rows.push_back(std::move(row));
    }
  }
  const Found found = campaigns_among(rows, {"a-", "b-", "c-", "d-"});
  REQUIRE(found.campaigns.size() == 1);
  CHECK(found.campaigns[0].members.size() == 80);
}

TEST_CASE("popular templates that rise and fall together join nothing") {
  // A quarter of either ring use each of three public prompts, as two of a hundred others do in the same days.
  std::vector<Row> rows = ring_with_task("p", "task-p") + ring_with_task("q", "task-q");
  for (Row& row : rows) {
    if (row.account.starts_with("q")) row.values.pop_back();  // this one has no tasking of its own at all
  }
  for (int prompt = 0; prompt < 3; ++prompt) {
    const std::string name = "public" + std::to_string(prompt);
    for (int i = prompt; i < 40; i += 4) {
      for (const char* ring : {"p", "q"}) rows.push_back({ring + std::to_string(i), 10, {{"template", name}}});
    }
    for (int i = prompt; i < 5'000; i += 50) rows.push_back({"stranger" + std::to_string(i), 10, {{"template", name}}});
  }
  const Found found = campaigns_among(rows, {"p", "q"});
  REQUIRE(found.campaigns.size() == 2);
  CHECK(found.campaigns[0].members.size() == 40);
  CHECK(found.campaigns[1].members.size() == 40);
}

TEST_CASE("the order of the clusters changes no campaign") {
  const auto rows =
      ring_with_task("p", "their-task") + ring_with_task("q", "their-task") + ring_with_task("w", "other");
  const Found found = campaigns_among(rows, {"p", "q", "w"});
  std::vector<Cluster> reversed(found.clusters.rbegin(), found.clusters.rend());
  const auto again = find_campaigns(found.incidence, reversed);
  const auto members_of = [](std::span<const Campaign> campaigns) {
    std::vector<std::vector<std::uint32_t>> all;
    for (const Campaign& campaign : campaigns) {
      all.emplace_back();
      for (const CampaignMember& member : campaign.members) all.back().push_back(member.account);
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  CHECK(members_of(again) == members_of(found.campaigns));
}

TEST_CASE("an unclustered account that uses only a campaign's own templates is associated; one with others is not") {
  std::vector<Row> rows = ring_with_task("p", "their-task");
  rows.push_back({"zonly", 10, {{"template", "their-task"}, {"ip", "own"}}});
  rows.push_back({"zboth", 10, {{"template", "their-task"}}});
  rows.push_back({"zboth", 10, {{"template", "something-else"}}});
  const Found found = campaigns_among(rows, {"p"});
  REQUIRE(found.campaigns.size() == 1);
  std::vector<std::string> associated;
  for (const CampaignMember& member : found.campaigns[0].members) {
    if (member.role == CampaignRole::associated) associated.emplace_back(found.incidence.accounts[member.account]);
  }
  CHECK(associated == std::vector<std::string>{"zonly"});
}

TEST_CASE("without a template kind a campaign is a cluster and says that tasking was not analysed") {
  const auto kinds = kinds_named({"payment", "device", "ip"});
  const Found found = campaigns_among(ring_rows(40, "p") + ring_rows(40, "q"), {"p", "q"}, kinds);
  REQUIRE(found.campaigns.size() == 2);
  CHECK_FALSE(found.campaigns[0].tasking_analysed);
}

TEST_CASE("lawful clusters make no campaign") {
  std::vector<Row> rows;
  for (int i = 0; i < 5; ++i) rows.push_back({"p" + std::to_string(i), 10, {{"payment", "card"}, {"device", "pc"}}});
  const Found found = campaigns_among(rows, {"p"});
  CHECK(found.clusters.size() == 1);
  CHECK(found.campaigns.empty());
}

TEST_CASE("without a template of its own a cluster is a campaign only where it is flagged") {
  for (const bool own : {true, false}) {
    Found found = campaigns_among(ring_with_task("p", own ? "their-task" : "popular"), {"p"});
    REQUIRE(found.clusters[0].flagged);
    CHECK(found.campaigns.size() == 1);
    found.clusters[0].flagged = false;
    CHECK(find_campaigns(found.incidence, found.clusters).size() == (own ? 1 : 0));
  }
}

TEST_CASE("campaign options out of range are refused by name") {
  CHECK_THROWS_WITH_AS(find_campaigns({}, {}, {.usage = 0}), "`usage` must be in (0, 1], got 0", std::invalid_argument);
  CHECK_THROWS_WITH_AS(find_campaigns({}, {}, {.common_tasking = 0}), "`common_tasking` must be in (0, 1], got 0",
                       std::invalid_argument);
}

TEST_CASE("a public template that many try once associates nobody and joins nothing") {
  std::vector<Row> rows = ring_with_task("p", "task-p") + ring_with_task("q", "task-q");
  for (int i = 0; i < 40; ++i) {
    for (const char* ring : {"p", "q"}) rows.push_back({ring + std::to_string(i), 10, {{"template", "hello"}}});
  }
  for (int i = 0; i < 500; ++i) rows.push_back({"zhello" + std::to_string(i), 10, {{"template", "hello"}}});
  const Found found = campaigns_among(rows, {"p", "q"});
  REQUIRE(found.campaigns.size() == 2);
  for (const Campaign& campaign : found.campaigns) CHECK(campaign.members.size() == 40);
}
