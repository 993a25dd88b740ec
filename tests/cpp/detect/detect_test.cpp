#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/synth/events.hpp>
#include <accountgraph/verify/communities.hpp>
#include <accountgraph/verify/links.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

std::vector<Kind> world_kinds() {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  return kinds;
}

/// A small world as an incidence. `backwards` takes the events in the opposite order of accounts, in other batches.
Incidence world_incidence(const World& world, bool backwards = false, HashKey key = {}) {
  IncidenceBuilder builder(world_kinds(), {.hash_key = key});
  const std::uint32_t step = backwards ? 97 : 1000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> cuts;
  for (std::uint32_t at = 0; at < world.num_accounts(); at += step)
    cuts.emplace_back(at, std::min(at + step, world.num_accounts()));
  if (backwards) std::reverse(cuts.begin(), cuts.end());
  for (const auto& [begin, end] : cuts) {
    const EventBlock block = generate_block(world, begin, end);
    builder.add(block.batch);
  }
  return std::move(builder).finish();
}

WorldOptions small_world(std::uint64_t seed = 4) {
  return {.accounts = 4'000, .operation = 300, .difficulty = 0.2, .seed = seed, .events_per_account = 40};
}

std::vector<Table> all_tables(const Case& result) {
  return {accounts_table(result),
          clusters_table(result),
          campaigns_table(result),
          campaign_members_table(result),
          links_table(result),
          evidence_table(result),
          entries_table(result.incidence),
          ledger_table(result.incidence, result.model)};
}

void check_equal(const std::vector<Table>& left, const std::vector<Table>& right) {
  for (std::size_t at = 0; at < left.size(); ++at) {
    REQUIRE(left[at].columns.size() == right[at].columns.size());
    for (std::size_t column = 0; column < left[at].columns.size(); ++column) {
      CAPTURE(left[at].columns[column].name);
      CHECK(left[at].columns[column].values == right[at].columns[column].values);
      CHECK(left[at].columns[column].valid == right[at].columns[column].valid);
    }
  }
}

}  // namespace

TEST_CASE("a planted operation is found, pure, and nobody honest is flagged") {
  const World world = make_world(small_world());
  const Case result = detect(world_incidence(world));
  std::set<std::string> planted;
  for (std::uint32_t account = 0; account < world.num_accounts(); ++account) {
    if (world.is_planted(account)) planted.insert(account_name(world, account));
  }
  std::size_t right = 0, wrong = 0;
  for (std::uint32_t account = 0; account < result.incidence.num_accounts(); ++account) {
    if (!result.is_flagged(account)) continue;
    (planted.contains(std::string(result.incidence.accounts[account])) ? right : wrong) += 1;
  }
  CHECK(wrong == 0);
  CHECK(right >= planted.size() * 9 / 10);
  CHECK_FALSE(verify::valid_link_graph(result.incidence, {}, result.links, 20));
}

TEST_CASE("tables are the same bytes for 1, 2 and 5 threads, shuffled rows and another hash key") {
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 5);
  const World world = make_world(small_world(5));
  const std::vector<Table> expected = all_tables(detect(world_incidence(world)));
  REQUIRE(expected[1].num_rows() > 10);
  for (const int threads : {1, 2, 5}) {
    tbb::task_arena arena(threads);
    arena.execute(
        [&] { check_equal(all_tables(detect(world_incidence(world, threads != 2, {threads * 7ULL, 99}))), expected); });
  }
}

TEST_CASE("every account is in one row, every cluster's members are its accounts, flags agree") {
  const World world = make_world(small_world(6));
  const Case result = detect(world_incidence(world));
  CHECK(accounts_table(result).num_rows() == result.incidence.num_accounts());
  std::vector<std::uint32_t> cluster_of(result.incidence.num_accounts(), kNone);
  for (std::uint32_t index = 0; index < result.clusters.size(); ++index) {
    const Cluster& cluster = result.clusters[index];
    CHECK(cluster.members.size() >= 2);
    CHECK(std::is_sorted(cluster.members.begin(), cluster.members.end()));
    double sum = 0;
    for (const ScorePart& part : cluster.parts) sum += part.bits;
    CHECK(sum == doctest::Approx(cluster.score));
    for (std::size_t at = 0; at < cluster.members.size(); ++at) {
      CHECK(cluster_of[cluster.members[at]] == kNone);
      cluster_of[cluster.members[at]] = index;
      CHECK(result.is_flagged(cluster.members[at]) ==
            (cluster.flagged && cluster.core[at] && result.held_by[cluster.members[at]] == kNone));
    }
    if (index > 0) CHECK(result.clusters[index - 1].score >= cluster.score);
    if (cluster.flagged) CHECK_FALSE(is_lawful(cluster.archetype));
  }
  CHECK(cluster_of == result.cluster_of);
}

TEST_CASE("a log without times is analysed without them") {
  const World world = make_world(small_world(7));
  IncidenceBuilder builder(world_kinds());
  EventBlock block = generate_block(world, 0, world.num_accounts());
  block.batch.time_micros.clear();
  builder.add(block.batch);
  const Case result = detect(std::move(builder).finish());
  CHECK_FALSE(result.incidence.time.present);
  const Table clusters = clusters_table(result);
  REQUIRE(clusters.find("first_seen") != nullptr);
  CHECK_FALSE(clusters.find("first_seen")->valid.at(0));
  CHECK(std::any_of(result.flagged.begin(), result.flagged.end(), [](auto flag) { return flag != 0; }));
}

TEST_CASE("logs at the edge: no events, one event, a million events of one account") {
  CHECK(detect(incidence_of({}, kinds_named({"payment", "ip"}))).clusters.empty());
  CHECK(detect(incidence_of({{"a", 1, {{"ip", "203.0.113.7"}}}}, kinds_named({"payment", "ip"}))).clusters.empty());
  CHECK(detect(incidence_of({{"a", 1, {}}, {"b", 1, {}}}, {})).clusters.empty());
  EventBatch batch;
  batch.account.assign(1'000'000, "busy");
  batch.time_micros.assign(1'000'000, kDay);
  batch.values.assign(1, std::vector<std::string_view>(1'000'000, "203.0.113.7"));
  const Case result = detect(batch, kinds_named({"ip"}));
  CHECK(result.incidence.num_events == 1'000'000);
  CHECK(result.incidence.num_entries() == 1);
  CHECK(result.clusters.empty());
}

TEST_CASE("twelve thousand accounts with the same evidence are linked as one star, not as 72 million pairs") {
  std::vector<Row> rows;
  const auto kinds = kinds_named({"payment", "device", "ip"});
  for (int i = 0; i < 12'000; ++i) {
    const std::string account = "block" + std::to_string(i);
    rows.push_back({account, 1, {{"payment", "card"}, {"device", "fp"}, {"ip", "203.0.113.7"}}});
    rows.push_back({account, 1, {{"payment", "card2"}, {"device", "fp2"}, {"ip", "203.0.113.8"}}});
  }
  add_strangers(rows, 500, kinds);
  const Case result = detect(incidence_of(rows, kinds), {.linkage = {.population_accounts = 100'000'000}});
  CHECK(result.links.num_links() == 11'999);
  REQUIRE(result.clusters.size() == 1);
  CHECK(result.clusters[0].members.size() == 12'000);
}

TEST_CASE("detection stops when asked to, at any stage") {
  const World world = make_world(small_world(8));
  const Incidence incidence = world_incidence(world);
  for (const std::string_view stage : {"evidence", "linkage", "communities", "scoring", "campaigns"}) {
    std::stop_source source;
    Control control{.stop = source.get_token(), .on_progress = {}};
    control.on_progress = [&](const Progress& progress) {
      if (progress.stage == stage) source.request_stop();
    };
    CHECK_THROWS_AS(detect(incidence, {}, control), Cancelled);
  }
}
