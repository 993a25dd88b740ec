#include <accountgraph/communities/leiden.hpp>

#include <doctest/doctest.h>

#include <accountgraph/communities/components.hpp>
#include <accountgraph/communities/quality.hpp>

#include "support/connected.hpp"
#include "support/graphs.hpp"

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

namespace {

void check_connected(const Graph& graph, const Partition* start = nullptr) {
  for (const Objective objective : {Objective::modularity, Objective::cpm}) {
    for (const double resolution : {0.001, 0.05, 0.5, 1.0, 3.0}) {
      for (std::uint64_t seed = 0; seed < 2; ++seed) {
        const LeidenOptions options{
            .objective = objective, .resolution = resolution, .max_iterations = 2, .seed = seed};
        const Partition partition = leiden(graph, options, start).partition;
        REQUIRE(partition.num_vertices() == graph.num_vertices());
        CHECK(support::disconnected_communities(graph, partition) == 0);
      }
    }
  }
}

support::EdgeList bipartite(std::uint32_t a, std::uint32_t b) {
  support::EdgeList list;
  list.num_vertices = a + b;
  for (std::uint32_t i = 0; i < a; ++i) {
    for (std::uint32_t j = 0; j < b; ++j) list.add(i, a + j);
  }
  return list;
}

}  // namespace

TEST_CASE("communities are connected on stars, paths, cliques and rings") {
  check_connected(support::star(1).graph());
  check_connected(support::star(5000).graph());
  check_connected(support::path(2).graph());
  check_connected(support::path(6000).graph());
  check_connected(support::clique(3).graph());
  check_connected(support::clique(120).graph());
  check_connected(support::ring_of_cliques(600, 5).graph());
  check_connected(bipartite(3, 3000).graph());
}

TEST_CASE(
    "communities are connected on random graphs, sparse to dense, in pieces, with self-loops and repeated edges") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const auto n = static_cast<std::uint32_t>(20 + 450 * seed);
    check_connected(support::random_edges(n, n / 2, seed, true).graph());
    check_connected(support::random_edges(n, 2 * n, seed).graph());
  }
  check_connected(support::random_edges(60, 5000, 1, true).graph());
  check_connected(support::planted(5000, 8, 0.6, 4).edges.graph());
}

TEST_CASE("communities are connected with weights of 0 in between and weights of all sizes") {
  const CounterRandom random(2);
  support::EdgeList list = support::random_edges(3000, 9000, 3);
  for (std::size_t e = 0; e < list.weight.size(); ++e) {
    list.weight[e] =
        e % 3 == 0 ? 0.0 : std::ldexp(1.0 + random.unit(0, e), static_cast<int>(random.below(120, 1, e)) - 60);
  }
  check_connected(list.graph());
}

TEST_CASE("a start whose communities are torn is mended") {
  const Graph graph = support::path(3000).graph();
  Labels stripes(3000), one(3000, 0);
  for (std::uint32_t v = 0; v < 3000; ++v) stripes[v] = v % 7;
  const Partition torn(stripes), whole(one);
  check_connected(graph, &torn);
  check_connected(graph, &whole);
  const Graph pieces = support::graph_of(3000, {{0, 1}, {1, 2}, {5, 9}});
  check_connected(pieces, &whole);
  CHECK(leiden(pieces, {.resolution = 0.1}, &whole).partition == connected_components(pieces));
}

TEST_CASE("a crowd that runs to one hub at once does not stay there") {
  // Each leaf alone gains by joining the hub (1 > .3), but the hub can hold only three of them at a profit.
  const Graph graph = support::star(50000).graph();
  const LeidenOptions options{.resolution = 0.3};
  const Partition partition = leiden(graph, options).partition;
  CHECK(partition.num_communities() == 50001 - 3);
  CHECK(cpm_quality(graph, partition, 0.3) == doctest::Approx(3 - 6 * 0.3));
}
