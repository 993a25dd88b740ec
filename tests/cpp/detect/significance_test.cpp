#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/random.hpp>
#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/synth/events.hpp>

#include "../support/threads.hpp"

using namespace accountgraph;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The definition, word for word.
double slow_q(double score, const std::vector<double>& scores, const std::vector<double>& chance, int worlds) {
  const auto at_least = [](const std::vector<double>& all, double s) {
    return static_cast<double>(std::count_if(all.begin(), all.end(), [&](double x) { return x >= s; }));
  };
  double q = 1;
  for (const double s : scores) {
    if (s <= score) q = std::min(q, (1 + at_least(chance, s)) / (worlds * at_least(scores, s)));
  }
  return q;
}

Incidence incidence_of(WorldOptions options) {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  const World world = make_world(options);
  IncidenceBuilder builder(kinds);
  const EventBlock block = generate_block(world, 0, world.num_accounts());
  builder.add(block.batch);
  return std::move(builder).finish();
}

WorldOptions small_world(std::uint64_t seed = 101) {
  return {.accounts = 1'500, .operation = 300, .difficulty = 0.2, .seed = seed, .events_per_account = 40};
}

std::vector<double> q_of(const std::vector<double>& scores, const std::vector<double>& chance, std::uint32_t worlds) {
  return q_values(scores, {worlds, counts_at_least(scores, chance)});
}

std::vector<double> q_of(const Case& result) {
  std::vector<double> q;
  for (const Cluster& cluster : result.clusters) q.push_back(cluster.q_value.value());
  return q;
}

}  // namespace

TEST_CASE("q values are those of the definition, and never higher for a higher score") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const CounterRandom random(seed);
    const auto draw = [&](std::uint64_t stream, std::uint64_t most) {
      std::vector<double> scores(random.below(most, stream));
      for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = static_cast<double>(random.below(12, stream + 1, i)) - 6;  // few values: ties
        if (random.below(15, stream + 2, i) == 0) scores[i] = kNan;
      }
      return scores;
    };
    const std::vector<double> scores = draw(10, 40), chance = draw(20, 200);
    const int worlds = 1 + static_cast<int>(random.below(30, 5));
    const std::vector<double> q = q_of(scores, chance, static_cast<std::uint32_t>(worlds));
    REQUIRE(q.size() == scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
      CHECK(q[i] == (std::isnan(scores[i]) ? 1.0 : slow_q(scores[i], scores, chance, worlds)));
      for (std::size_t j = 0; j < scores.size(); ++j) {
        if (scores[i] > scores[j]) CHECK(q[i] <= q[j]);
        if (scores[i] == scores[j]) CHECK(q[i] == q[j]);
      }
    }
  }
}

TEST_CASE("q values at the edges") {
  CHECK(q_of({}, {1.0}, 20).empty());
  CHECK(q_of({3.0}, {}, 20) == std::vector{0.05});    // as far as 20 worlds can tell
  CHECK(q_of({3.0}, {3.0}, 20) == std::vector{0.1});  // as high counts
  CHECK(q_of({3.0, kNan}, {kNan}, 20) == std::vector{0.05, 1.0});
  CHECK(q_of({1.0, 9.0}, std::vector<double>(100, 5.0), 1) == std::vector{1.0, 1.0});
  CHECK(q_of({5.0, 5.0}, {}, 20) == std::vector{0.025, 0.025});
}

TEST_CASE("twenty worlds up to 200,000 accounts, none above, others where asked for") {
  CHECK(number_of_worlds({}, 0) == 20);
  CHECK(number_of_worlds({}, 200'000) == 20);
  CHECK(number_of_worlds({}, 200'001) == 0);
  CHECK(number_of_worlds({.significance_worlds = 7}, 1'000'000) == 7);
  CHECK(number_of_worlds({.significance_worlds = 0}, 100) == 0);
  CHECK_THROWS_AS(validate(SignificanceOptions{.significance_worlds = 10'001}), std::invalid_argument);
  for (const double q : {0.0, -0.1, 1.1, kNan})
    CHECK_THROWS_AS(validate(SignificanceOptions{.flag_q = q}), std::invalid_argument);
}

TEST_CASE("a planted operation is no chance; flag_q takes flags away; nothing is filled in without worlds") {
  WorldOptions options = small_world();
  options.accounts = 4'000;  // enough to flag some
  const Incidence incidence = incidence_of(options);
  const Case off = detect(incidence, {.significance = {.significance_worlds = 0}});
  const Case on = detect(incidence, {.significance = {.significance_worlds = 2}});
  const Case strict = detect(incidence, {.significance = {.significance_worlds = 2, .flag_q = 1e-9}});
  REQUIRE(off.clusters.size() == on.clusters.size());
  CHECK(off.chance.worlds == 0);
  CHECK(on.chance.worlds == 2);
  std::size_t flagged = 0;
  for (std::size_t at = 0; at < on.clusters.size(); ++at) {
    CHECK(off.clusters[at].members == on.clusters[at].members);
    CHECK(off.clusters[at].score == on.clusters[at].score);
    CHECK(!off.clusters[at].q_value.has_value());
    CHECK(off.clusters[at].flagged == on.clusters[at].flagged);
    CHECK(!strict.clusters[at].flagged);
    CHECK(strict.clusters[at].q_value == on.clusters[at].q_value);
    flagged += on.clusters[at].flagged;
  }
  CHECK(flagged >= 1);
  CHECK(std::count(on.flagged.begin(), on.flagged.end(), 1) > 75);
  CHECK(std::count(strict.flagged.begin(), strict.flagged.end(), 1) == 0);
  const std::vector<double> q = q_of(on);  // highest score first
  CHECK(std::is_sorted(q.begin(), q.end()));
  const Table table = clusters_table(off);
  CHECK(std::count(table.find("q_value")->valid.begin(), table.find("q_value")->valid.end(), true) == 0);
}

TEST_CASE("q is the same on any number of threads, and depends on the seed") {
  const Incidence incidence = incidence_of(small_world());
  DetectOptions options{.linkage = {.margin_bits = 0}, .significance = {.significance_worlds = 3}};
  const Case once = detect(incidence, options);
  support::Threads(8).run([&] {
    const Case again = detect(incidence, options);
    CHECK(q_of(again) == q_of(once));
    CHECK(again.flagged == once.flagged);
  });
  options.communities.seed = 77;
  CHECK(q_of(detect(incidence, options)) != q_of(once));
}

TEST_CASE("counts of an earlier run are used instead of running the worlds") {
  const Incidence incidence = incidence_of(small_world());
  const DetectOptions options{.linkage = {.margin_bits = 0}, .significance = {.significance_worlds = 3}};
  const Case once = detect(incidence, options);
  ChanceCounts known = once.chance;
  const Case again =
      detect(incidence, options,
             {.on_progress = [](const Progress& progress) { CHECK(progress.stage != "significance"); }}, &known);
  CHECK(q_of(again) == q_of(once));
  CHECK(again.flagged == once.flagged);
  known.as_high.pop_back();
  CHECK_THROWS_AS(detect(incidence, options, {}, &known), InputError);
}

TEST_CASE("in worlds of chance hardly any cluster is significant") {
  int clusters = 0, worlds = 0, worlds_with_significant = 0;
  double by_chance = 0;
  for (std::uint64_t seed = 101; seed < 107; ++seed) {
    WorldOptions options = small_world(seed);
    options.rewired = true;
    const Case result =
        detect(incidence_of(options), {.linkage = {.margin_bits = 0}, .significance = {.significance_worlds = 10}});
    if (result.clusters.empty()) continue;
    const auto q = q_of(result);
    ++worlds;
    worlds_with_significant += q.front() <= 0.05;
    clusters += static_cast<int>(q.size());
    by_chance += static_cast<double>(result.chance.as_high.back()) /
                 result.chance.worlds;  // of the lowest score: all of a world's
  }
  REQUIRE(worlds >= 5);
  CHECK(worlds_with_significant <= 1);
  CHECK(clusters > by_chance / 2);  // the worlds of chance look like a world of chance
  CHECK(clusters < by_chance * 2);
}

TEST_CASE("progress tells worlds, not their stages; stopping between worlds is honoured; no clusters, no worlds") {
  const Incidence incidence = incidence_of(small_world());
  const DetectOptions options{.significance = {.significance_worlds = 4}};
  std::vector<std::string> stages;
  std::vector<std::uint64_t> done;
  std::stop_source source;
  const auto on_progress = [&](const Progress& progress) {
    if (stages.empty() || stages.back() != progress.stage) stages.emplace_back(progress.stage);
    if (progress.stage != "significance") return;
    done.push_back(progress.done);
    CHECK(progress.total == 4);
    if (progress.done == 2) source.request_stop();
  };
  (void)detect(incidence, options, {.on_progress = on_progress});
  CHECK(done == std::vector<std::uint64_t>{0, 1, 2, 3});
  CHECK(std::set<std::string>(stages.begin(), stages.end()).size() == stages.size());
  done.clear();
  source = {};
  CHECK_THROWS_AS(detect(incidence, options, {source.get_token(), on_progress}), Cancelled);
  CHECK(done.back() == 2);

  done.clear();
  const Case nothing =
      detect(incidence,
             {.linkage = {.margin_bits = 60}, .seeds = {.max_accounts = 0}, .significance = {.significance_worlds = 4}},
             {.on_progress = on_progress});
  CHECK(nothing.clusters.empty());
  CHECK(nothing.chance.worlds == 0);
  CHECK(done.empty());
}
