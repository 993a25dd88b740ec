#include <accountgraph/communities/leiden.hpp>

#include <doctest/doctest.h>

#include <accountgraph/communities/comparison.hpp>
#include <accountgraph/communities/quality.hpp>

#include "support/data.hpp"
#include "support/graphs.hpp"

using namespace accountgraph;

namespace {

// From the edge list, without Graph: what proves a value above the best that is known.
double modularity_of_edges(const support::EdgeList& edges, const Partition& partition) {
  std::vector<double> degree(partition.num_communities(), 0);
  double inside = 0, total = 0;
  for (std::size_t e = 0; e < edges.source.size(); ++e) {
    const std::uint32_t a = partition[edges.source[e]], b = partition[edges.target[e]];
    degree[a] += edges.weight[e];
    degree[b] += edges.weight[e];
    total += edges.weight[e];
    if (a == b) inside += edges.weight[e];
  }
  double quality = inside / total;
  for (const double k : degree) quality -= k / (2 * total) * (k / (2 * total));
  return quality;
}

}  // namespace

TEST_CASE("modularity comes within .002 of leidenalg's mean and does not exceed the best known value") {
  if (!support::have_data("modularity-graphs")) return;
  for (const auto& row : support::read_csv("modularity-graphs/reference.csv")) {
    const std::string& name = row[0];
    CAPTURE(name);
    const double published = std::stod(row[3]), leidenalg_mean = std::stod(row[5]);
    // Four digits are published. PGP's is the best of a heuristic, quoted from memory, and .00016 below what is reached
    // here.
    const double allowed = published + (name == "PGPgiantcompo" ? 0.0005 : 0.00005);
    const support::EdgeList edges = support::read_edges("modularity-graphs/" + name + ".csv");
    const Graph graph = edges.graph();
    REQUIRE(graph.num_vertices() == std::stoul(row[1]));
    double sum = 0;
    constexpr int kSeeds = 8;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const LeidenResult result =
          leiden(graph, {.objective = Objective::modularity, .max_iterations = 100, .seed = seed});
      CHECK(result.converged);
      const double reached = modularity(graph, result.partition);
      CHECK(reached == doctest::Approx(modularity_of_edges(edges, result.partition)).epsilon(1e-12));
      CHECK(reached <= allowed);
      sum += reached;
    }
    CHECK(sum / kSeeds >= leidenalg_mean - 0.002);
  }
}

TEST_CASE("by default modularity is within .0005 of the mean of igraph, for any seed on average") {
  if (!support::have_data("modularity-graphs")) return;
  // community_leiden(objective_function="modularity", weights=...) of igraph, mean of 50 seeds (power 20, PGP 10).
  const std::pair<const char*, double> references[] = {{"karate", 0.41977}, {"lesmis", 0.56662},
                                                       {"jazz", 0.44445},   {"celegans_metabolic", 0.44512},
                                                       {"power", 0.93829},  {"PGPgiantcompo", 0.88564}};
  for (const auto& [name, igraph_mean] : references) {
    CAPTURE(name);
    const Graph graph = support::read_edges(std::string("modularity-graphs/") + name + ".csv").graph();
    double sum = 0;
    constexpr int kSeeds = 5;
    for (std::uint64_t seed = 101; seed < 101 + kSeeds; ++seed) {
      sum += modularity(graph, leiden(graph, {.objective = Objective::modularity, .seed = seed}).partition);
    }
    CHECK(sum / kSeeds >= igraph_mean - 0.0005);
  }
}

TEST_CASE("the karate club splits into the four groups of the proven optimum, for every seed") {
  if (!support::have_data("community-karate")) return;
  const Graph graph = support::read_edges("community-karate/edges.csv").graph();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Partition partition =
        leiden(graph, {.objective = Objective::modularity, .max_iterations = 100, .seed = seed}).partition;
    CHECK(partition.num_communities() == 4);
    CHECK(modularity(graph, partition) == doctest::Approx(0.419790).epsilon(1e-5));
  }
}

TEST_CASE("the two clubs after the split have the modularity known for them") {
  if (!support::have_data("community-karate")) return;
  const Graph graph = support::read_edges("community-karate/edges.csv").graph();
  std::vector<std::uint32_t> club;
  for (const auto& row : support::read_csv("community-karate/labels.csv")) club.push_back(row[1][0]);
  CHECK(modularity(graph, Partition(club)) == doctest::Approx(0.3582).epsilon(1e-4));
}

TEST_CASE("planted communities are found again") {
  const support::Planted world = support::planted(20000, 16, 0.3, 5, 20, 200);
  const Graph graph = world.edges.graph();
  const Partition by_cpm = leiden(graph, {.resolution = 0.02}).partition;
  CHECK(adjusted_mutual_information(world.truth, by_cpm.membership()) > 0.9);
  const Partition by_modularity = leiden(graph, {.objective = Objective::modularity}).partition;
  CHECK(modularity(graph, by_modularity) >= modularity(graph, Partition(world.truth)));
}
