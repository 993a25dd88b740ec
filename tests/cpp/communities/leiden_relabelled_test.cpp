#include <accountgraph/communities/leiden.hpp>

#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include <accountgraph/communities/quality.hpp>

#include "support/graphs.hpp"

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

namespace {

Labels permutation(std::uint32_t n, std::uint64_t seed) {
  const CounterRandom random(seed);
  Labels name(n);
  std::iota(name.begin(), name.end(), 0U);
  for (std::size_t i = n; i > 1; --i) std::swap(name[i - 1], name[random.below(i, 0, i)]);
  return name;
}

Graph relabelled(const support::EdgeList& edges, const Labels& name) {
  support::EdgeList result = edges;
  for (std::uint32_t& v : result.source) v = name[v];
  for (std::uint32_t& v : result.target) v = name[v];
  return result.graph();
}

Partition by_old_names(const Partition& partition, const Labels& name) {
  Labels label(name.size());
  for (std::uint32_t v = 0; v < name.size(); ++v) label[v] = partition[name[v]];
  return Partition(label);
}

}  // namespace

TEST_CASE("other numbers for the vertices change the quality by less than .001") {
  const support::EdgeList edges = support::planted(8000, 12, 0.4, 3).edges;
  const LeidenOptions options{.objective = Objective::modularity, .max_iterations = 20};
  const Graph graph = edges.graph();
  const double reached = modularity(graph, leiden(graph, options).partition);
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Graph other = relabelled(edges, permutation(edges.num_vertices, seed));
    CHECK(std::abs(modularity(other, leiden(other, options).partition) - reached) < 0.001);
  }
}

TEST_CASE("well separated groups are found exactly, whatever the numbers of the vertices and the seed") {
  const support::Planted world = support::planted(4000, 30, 0.05, 7, 60, 120);
  const Partition truth(world.truth);
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Labels name = permutation(world.edges.num_vertices, seed);
    const Graph graph = relabelled(world.edges, name);
    const LeidenOptions by_modularity{.objective = Objective::modularity, .max_iterations = 10, .seed = seed};
    CHECK(by_old_names(leiden(graph, by_modularity).partition, name) == truth);
    CHECK(by_old_names(leiden(graph, {.resolution = 0.05, .seed = seed}).partition, name) == truth);
  }
}

TEST_CASE("the work of every level is told: fewer vertices from level to level, all of them looked at once or more") {
  const support::Planted world = support::planted(6000, 12, 0.4, 3);
  const Graph graph = world.edges.graph();
  const LeidenResult result = leiden(graph, {.objective = Objective::modularity, .max_iterations = 3});
  REQUIRE(!result.work.empty());
  CHECK(result.work.front().looked_at >= result.work.front().vertices);
  for (std::size_t i = 1; i < result.work.size(); ++i) {
    const LeidenWork &before = result.work[i - 1], &now = result.work[i];
    if (now.level == 0) {
      CHECK(now.iteration == before.iteration + 1);
      CHECK(now.vertices == result.work.front().vertices);
    } else {
      CHECK(now.level == before.level + 1);
      CHECK(now.vertices < before.vertices);
    }
  }
  CHECK(result.work.back().iteration + 1 == result.iterations);
}
