#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/explain.hpp>
#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/synth/events.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

Case ring_case(std::vector<Row> more = {}) {
  std::vector<Row> rows = ring_rows(40);
  rows.insert(rows.end(), more.begin(), more.end());
  add_strangers(rows, 5'000, kKinds);
  return detect(incidence_of(rows, kKinds));
}

std::uint32_t account(const Case& result, std::string_view id) { return accounts_like(result.incidence, id).at(0); }

}  // namespace

TEST_CASE("a pair's explanation adds up to the link's bits and names what is missing") {
  const Case result = ring_case({{"bare", 10, {{"ip", "nowhere"}}}});
  REQUIRE(result.links.num_links() > 0);
  const PairExplanation why = explain_pair(result, result.links.source[0], result.links.target[0]);
  CHECK(why.linked);
  CHECK(why.total == result.links.bits[0]);
  CHECK(why.total == sum_families(result.model, why.kind_bits));
  CHECK(why.path == std::vector<std::uint32_t>{why.a, why.b});
  Bits sum = 0;
  for (const SharedIdentifier& shared : why.shared) sum += shared.bits;
  CHECK(sum >= why.total);  // before caps
  const PairExplanation bare = explain_pair(result, account(result, "bare"), account(result, "r0"));
  CHECK_FALSE(bare.linked);
  CHECK(bare.not_analysed.size() == 3);  // payment, device, template
  CHECK(bare.path.empty());
}

TEST_CASE("an account's explanation gives its place, its reasons and whether one identifier holds it") {
  const Case result = ring_case();
  const AccountExplanation why = explain_account(result, account(result, "r5"));
  REQUIRE(why.cluster != kNone);
  CHECK(why.role == Role::core);
  CHECK(why.member_bits >= why.needed_bits);
  CHECK(why.reasons.size() >= 3);
  CHECK(std::is_sorted(why.reasons.begin(), why.reasons.end(),
                       [](const auto& a, const auto& b) { return a.bits > b.bits; }));
  const AccountExplanation stranger = explain_account(result, account(result, "stranger1"));
  CHECK(stranger.cluster == kNone);
  CHECK(stranger.reasons.empty());
  CHECK_THROWS_AS(explain_account(result, 1'000'000), std::invalid_argument);
  CHECK_THROWS_AS(explain_pair(result, 1, 1), std::invalid_argument);
}

TEST_CASE("a pivotal identifier is the one without which the account leaves") {
  // "thin" shares one card and one address with the ring: take either away and too little is left.
  Case result = ring_case({{"rthin", 10, {{"payment", "rcard1"}, {"ip", "raddress1"}}}});
  const std::uint32_t thin = account(result, "rthin");
  Cluster& cluster = result.clusters[result.cluster_of[account(result, "r1")]];
  if (result.cluster_of[thin] == kNone) {  // make it a member by hand; the explanation is what is tested
    cluster.members.insert(std::upper_bound(cluster.members.begin(), cluster.members.end(), thin), thin);
    result.cluster_of[thin] = result.cluster_of[account(result, "r1")];
  }
  const AccountExplanation why = explain_account(result, thin);
  const ClusterExplanation cluster_why = explain_cluster(result, result.cluster_of[thin]);
  const bool any_pivotal =
      std::any_of(why.reasons.begin(), why.reasons.end(), [](const auto& reason) { return reason.pivotal; });
  const bool listed = std::binary_search(cluster_why.weakly_held.begin(), cluster_why.weakly_held.end(), thin);
  CHECK(any_pivotal == listed);
  CHECK((any_pivotal || why.member_bits < why.needed_bits));
}

TEST_CASE("a bridge is a member without whom the cluster's links fall apart") {
  // Two pairs of links that meet in one account: a - hub - b.
  std::vector<Row> rows = {{"a", 1, {{"payment", "c1"}, {"device", "d1"}}},
                           {"hub", 1, {{"payment", "c1"}, {"device", "d1"}}},
                           {"hub", 1, {{"payment", "c2"}, {"device", "d2"}}},
                           {"b", 1, {{"payment", "c2"}, {"device", "d2"}}}};
  add_strangers(rows, 3'000, kKinds);
  const Case result =
      detect(incidence_of(rows, kKinds), {.communities = {.objective = Objective::cpm, .resolution = 1e-6}});
  REQUIRE(result.clusters.size() == 1);
  const ClusterExplanation why = explain_cluster(result, 0);
  REQUIRE(why.bridges.size() == 1);
  CHECK(result.incidence.accounts[why.bridges[0]] == "hub");
  CHECK(explain_account(result, account(result, "hub")).bridge);
  const PairExplanation pair = explain_pair(result, account(result, "a"), account(result, "b"));
  CHECK_FALSE(pair.linked);
  CHECK(pair.path == std::vector<std::uint32_t>{account(result, "a"), account(result, "hub"), account(result, "b")});
}

TEST_CASE("a cluster is named by its members alone") {
  const Case one = ring_case();
  const Case other = ring_case({{"newcomer", 10, {{"device", "x"}}}});  // shifts every index
  REQUIRE(one.clusters[0].members.size() == other.clusters[0].members.size());
  CHECK(cluster_name(one.incidence, one.clusters[0].members) ==
        cluster_name(other.incidence, other.clusters[0].members));
  CHECK(cluster_name(one.incidence, one.clusters[0].members).size() == 14);
}

TEST_CASE("a star's accounts have no bridge among them, and each is linked to the other directly") {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    for (const char* turn : {"1", "2"}) {
      rows.push_back({"same" + std::to_string(i),
                      1,
                      {{"payment", std::string("card") + turn}, {"device", std::string("fp") + turn}}});
    }
  }
  add_strangers(rows, 3'000, kKinds);
  const Case result = detect(incidence_of(rows, kKinds), {.linkage = {.population_accounts = 1'000'000}});
  REQUIRE(result.links.num_links() == 39);
  REQUIRE(result.clusters.size() == 1);
  CHECK(explain_cluster(result, 0).bridges.empty());
  const std::uint32_t a = account(result, "same7"), b = account(result, "same8");
  CHECK(explain_pair(result, a, b).path == std::vector<std::uint32_t>{a, b});
  CHECK(explain_account(result, a).strongest_links.size() == 20);
}

TEST_CASE("waterfalls sum to what they explain") {
  const auto sum = [](const std::vector<ScorePart>& parts) {
    double bits = 0;
    for (const ScorePart& part : parts) bits += part.bits;
    return bits;
  };
  std::map<std::string, int> seen;
  const auto note = [&](const std::vector<ScorePart>& parts) {
    for (const ScorePart& part : parts) ++seen[part.name];
  };
  for (std::uint64_t seed = 101; seed < 131; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    const Case result = detect(incidence_of(log.rows, log.kinds), {.linkage = {.margin_bits = 0.5}});
    for (std::uint32_t a = 0; a < result.incidence.num_accounts(); ++a) {
      const AccountExplanation why = explain_account(result, a);
      REQUIRE(sum(why.parts) == why.member_bits - why.needed_bits);
      REQUIRE(why.parts.empty() == (why.cluster == kNone));
      note(why.parts);
      for (std::uint32_t b = 0; b < a; ++b) {
        const PairExplanation pair = explain_pair(result, a, b);
        REQUIRE(sum(pair.parts) == to_bits(pair.total - pair.threshold));
        note(pair.parts);
      }
    }
    for (const Cluster& cluster : result.clusters) REQUIRE(sum(cluster.parts) == cluster.score);
  }
  for (const char* name : {"repeats", "cap", "synchrony", "threshold", "needed", "kind0"})
    CHECK_MESSAGE(seen[name] > 0, name);
  CHECK(seen["unshared"] == 0);
}

TEST_CASE("caps and repeats only take away") {
  const Case result = ring_case();
  for (std::uint64_t link = 0; link < result.links.num_links(); ++link) {
    const PairExplanation pair = explain_pair(result, result.links.source[link], result.links.target[link]);
    double repeats = 0;  // of a hard kind all but the strongest identifier count a quarter
    for (std::uint32_t kind = 0; kind < result.incidence.num_kinds(); ++kind) {
      std::int64_t sum = 0, best = 0;
      for (const SharedIdentifier& shared : pair.shared) {
        if (shared.kind != kind) continue;
        sum += shared.bits;
        best = std::max<std::int64_t>(best, shared.bits);
      }
      if (!result.incidence.kinds[kind].soft) repeats += .75 * to_bits(static_cast<Bits>(best - sum));
    }
    for (const ScorePart& part : pair.parts) {
      if (part.name == "repeats") CHECK(part.bits == doctest::Approx(repeats).epsilon(.01));
      CHECK((part.name == "cap" || part.name == "repeats" || part.name == "threshold") == (part.bits < 0));
    }
  }
}

TEST_CASE("what is not flagged says why, and what is flagged has no reason") {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  const World world = make_world({.accounts = 2'000, .operation = 200, .difficulty = 0.3, .seed = 101});
  const EventBlock block = generate_block(world, 0, world.num_accounts());
  std::set<Unflagged> seen;
  for (const double flag_q : {0.05, 1e-6}) {
    const Case result =
        detect(block.batch, kinds, {.significance = {.significance_worlds = 5, .flag_q = flag_q}, .campaigns = {}});
    for (std::uint32_t c = 0; c < result.clusters.size(); ++c) {
      const Cluster& cluster = result.clusters[c];
      const std::vector<Unflagged> why = explain_cluster(result, c).why_not_flagged;
      REQUIRE(why.empty() == cluster.flagged);
      const auto says = [&](Unflagged reason) { return std::find(why.begin(), why.end(), reason) != why.end(); };
      CHECK(says(Unflagged::few_members) == (cluster.members.size() < result.scoring.flag_size));
      CHECK(says(Unflagged::low_score) == (cluster.score <= result.scoring.flag_score));
      CHECK(says(Unflagged::lawful_shape) == is_lawful(cluster.archetype));
      CHECK((!says(Unflagged::chance) || *cluster.q_value > flag_q));
      seen.insert(why.begin(), why.end());
    }
  }
  CHECK(seen.size() == 5);
}

TEST_CASE("nobody is flagged whom a single identifier holds") {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  const World world = make_world({.accounts = 4'000, .operation = 300, .difficulty = 0.3, .seed = 101});
  const Case result = detect(generate_block(world, 0, world.num_accounts()).batch, kinds);
  std::size_t flagged = 0;
  for (std::uint32_t c = 0; c < result.clusters.size(); ++c) {
    if (!result.clusters[c].flagged) continue;
    const ClusterExplanation why = explain_cluster(result, c);
    for (const std::uint32_t member : result.clusters[c].members) {
      const bool weakly = std::binary_search(why.weakly_held.begin(), why.weakly_held.end(), member);
      REQUIRE(weakly == (result.held_by[member] != kNone));
      REQUIRE(result.is_flagged(member) == (result.role[member] == Role::core && !weakly));
      if (weakly) {
        const AccountExplanation own = explain_account(result, member);
        CHECK(std::any_of(own.reasons.begin(), own.reasons.end(), [&](const auto& reason) {
          return reason.pivotal && reason.identifier == result.held_by[member];
        }));
      }
      flagged += result.is_flagged(member);
    }
  }
  CHECK(flagged > 100);
}

TEST_CASE("a cluster says which kinds none of its members has") {
  CHECK(explain_cluster(ring_case(), 0).not_analysed.empty());
  std::vector<Row> rows = ring_rows(40);
  for (Row& row : rows) row.values.pop_back();  // no prompts
  add_strangers(rows, 5'000, kKinds);
  const Case silent = detect(incidence_of(rows, kKinds));
  REQUIRE(!silent.clusters.empty());
  CHECK(explain_cluster(silent, 0).not_analysed == std::vector<std::uint32_t>{3});
}
