/// The appeal guard against a slow twin that takes identifiers away one by one.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/scoring/appeal.hpp>
#include <accountgraph/scoring/membership.hpp>
#include <accountgraph/scoring/score.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

struct Scene {
  Incidence incidence;
  EvidenceModel model;
  Background background;
  std::vector<Cluster> clusters;
};

/// A ring, one of whose members shares little with it: a card and an address.
Scene scene() {
  std::vector<Row> rows = ring_rows(40);
  rows.push_back({"rthin", 10, {{"payment", "rcard3"}, {"ip", "raddress5"}, {"template", "own task"}}});
  rows.push_back({"rthin", 11, {{"ip", "raddress6"}, {"template", "rtask"}}});
  add_strangers(rows, 5'000, kKinds);
  Scene made;
  made.incidence = incidence_of(rows, kKinds);
  made.model = evidence_model(made.incidence);
  const std::vector<std::vector<std::uint32_t>> groups = {accounts_like(made.incidence, "r")};
  std::vector<std::uint32_t> cluster_of(made.incidence.num_accounts(), kNone);
  for (const std::uint32_t member : groups[0]) cluster_of[member] = 0;
  made.background = background_use(made.incidence, made.model, cluster_of);
  made.clusters = score_clusters(made.incidence, made.model, groups);
  return made;
}

}  // namespace

TEST_CASE("who is held by one identifier is who belongs with all of them and not without that one") {
  const Scene made = scene();
  const Cluster& cluster = made.clusters.at(0);
  REQUIRE(cluster.flagged);
  const ClusterUse use = cluster_use(made.incidence, cluster.members);
  const std::vector<std::uint32_t> held_by =
      held_by_one(made.incidence, made.model, made.background, made.clusters, ScoringOptions{});
  std::size_t held = 0;
  for (std::uint32_t account = 0; account < made.incidence.num_accounts(); ++account) {
    const auto place = std::lower_bound(cluster.members.begin(), cluster.members.end(), account);
    std::vector<std::uint32_t> pivots;
    if (place != cluster.members.end() && *place == account &&
        cluster.core[static_cast<std::size_t>(place - cluster.members.begin())]) {
      for (const std::uint32_t k : made.incidence.identifiers_of(account)) {
        if (!judge_membership(made.incidence, made.model, made.background, use, account, true, {}, k).belongs)
          pivots.push_back(k);
      }
    }
    REQUIRE(pivots.empty() == (held_by[account] == kNone));
    if (!pivots.empty()) CHECK(std::find(pivots.begin(), pivots.end(), held_by[account]) != pivots.end());
    held += !pivots.empty();
  }
  CHECK(held == 1);
  CHECK(held_by[accounts_like(made.incidence, "rthin")[0]] != kNone);
  support::Threads(5).run([&] {
    CHECK(held_by_one(made.incidence, made.model, made.background, made.clusters, ScoringOptions{}) == held_by);
  });
}

TEST_CASE("the one address that binds an account holds it, however many prompts say more") {
  std::vector<Row> rows = ring_rows(40);
  const auto prompts = [&](const std::string& account) {
    for (int i = 0; i < 100; ++i) rows.push_back({account, 10, {{"template", "replayed" + std::to_string(i)}}});
  };
  for (int i = 0; i < 40; ++i) prompts("r" + std::to_string(i));
  prompts("rguest");
  rows.push_back({"rguest", 10, {{"ip", "raddress1"}}});
  add_strangers(rows, 5'000, kKinds);
  const Incidence incidence = incidence_of(rows, kKinds);
  const EvidenceModel model = evidence_model(incidence);
  const std::vector<std::uint32_t> members = accounts_like(incidence, "r");
  std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
  for (const std::uint32_t member : members) cluster_of[member] = 0;
  const Background background = background_use(incidence, model, cluster_of);
  const ClusterUse use = cluster_use(incidence, members);
  const std::uint32_t guest = accounts_like(incidence, "rguest").at(0);
  const Membership membership = judge_membership(incidence, model, background, use, guest, true, {});
  REQUIRE(membership.belongs);
  REQUIRE(membership.reasons.size() == 101);
  const auto holding = identifiers_that_hold(incidence, model, background, use, guest, {});
  REQUIRE(holding.size() == 1);
  CHECK(incidence.identifiers[holding[0]] == "raddress1");
}

TEST_CASE("clusters that are not flagged have nobody to guard") {
  Scene made = scene();
  made.clusters[0].flagged = false;
  for (const std::uint32_t k :
       held_by_one(made.incidence, made.model, made.background, made.clusters, ScoringOptions{}))
    REQUIRE(k == kNone);
}
