#include <accountgraph/significance.hpp>

#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/random.hpp>
#include <accountgraph/incidence/permute.hpp>

#include "find_clusters.hpp"

namespace accountgraph {
namespace {

constexpr std::uint32_t kDefaultWorlds = 20;
constexpr std::uint32_t kMostAccountsByDefault = 200'000;
constexpr std::uint32_t kMostWorlds = 10'000;
constexpr std::uint64_t kStreamWorlds = 0x636E616863;  // far from the streams that Leiden draws by the same seed

std::vector<double> scores_of(const std::vector<Cluster>& clusters) {
  std::vector<double> scores;
  for (const Cluster& cluster : clusters) scores.push_back(cluster.score);
  return scores;
}

/// The scores of the clusters of one world.
std::vector<double> scores_by_chance(const Case& result, const DetectOptions& options, std::uint64_t seed,
                                     const Control& control) {
  Case world;
  world.incidence = permute_identifiers(result.incidence, seed, control);
  world.scoring = result.scoring;
  detail::find_clusters(world, options, control);
  return scores_of(world.clusters);
}

}  // namespace

void validate(const SignificanceOptions& options) {
  const std::uint32_t worlds = options.significance_worlds.value_or(0);
  require(worlds <= kMostWorlds, "significance_worlds", "in [0, 10000]", worlds);
  require(options.flag_q > 0 && options.flag_q <= 1, "flag_q", "in (0, 1]", options.flag_q);
}

std::uint32_t number_of_worlds(const SignificanceOptions& options, std::uint32_t accounts) {
  return options.significance_worlds.value_or(accounts <= kMostAccountsByDefault ? kDefaultWorlds : 0);
}

ChanceCounts run_worlds(const Case& result, const DetectOptions& options, const Control& control) {
  const std::uint32_t worlds = number_of_worlds(options.significance, result.incidence.num_accounts());
  if (worlds == 0 || result.clusters.empty()) return {};
  DetectOptions same = options;
  same.linkage.learn_reliabilities = false;  // the case's kinds hold what was learned
  same.linkage.max_memory_bytes = 0;
  const CounterRandom seeds(options.communities.seed);
  std::vector<double> scores;
  for (std::uint32_t world = 0; world < worlds; ++world) {
    control.report("significance", world, worlds);
    const auto found = scores_by_chance(result, same, seeds.at(kStreamWorlds, world), {.stop = control.stop});
    scores.insert(scores.end(), found.begin(), found.end());
  }
  return {worlds, counts_at_least(scores_of(result.clusters), scores)};
}

void use_chance(Case& result, ChanceCounts counts, double flag_q) {
  if (counts.worlds == 0) return;
  if (counts.as_high.size() != result.clusters.size()) {
    throw InputError("the counts of the worlds of chance are not those of this run's clusters");
  }
  result.chance = std::move(counts);
  const std::vector<double> q = q_values(scores_of(result.clusters), result.chance);
  for (std::size_t at = 0; at < q.size(); ++at) {
    result.clusters[at].q_value = q[at];
    result.clusters[at].flagged = result.clusters[at].flagged && q[at] <= flag_q;
  }
}

}  // namespace accountgraph
