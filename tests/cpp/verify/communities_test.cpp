#include <accountgraph/verify/communities.hpp>

#include <doctest/doctest.h>

#include <accountgraph/communities/components.hpp>

#include "support/graphs.hpp"

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

TEST_CASE("a torn community is named with its parts") {
  const Graph graph = support::graph_of(6, {{0, 1}, {3, 5}, {1, 3}, {4, 2}});
  CHECK(verify::communities_connected(graph, Partition(Labels{0, 1, 2, 0, 2, 0})) ==
        "community 0 splits into {0} and {3, 5}");
  CHECK(verify::communities_connected(graph, Partition(Labels{0, 0, 1, 0, 1, 0})) == std::nullopt);
}

TEST_CASE("a long list of parts is cut") {
  const Graph graph = Graph::from_edges({}, {}, {}, 13);
  CHECK(verify::communities_connected(graph, Partition(Labels(13, 0))) ==
        "community 0 splits into {0} and {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...}");
}

TEST_CASE("components are connected, and one vertex taken from a path's middle tears it") {
  const Graph graph = support::path(100).graph();
  CHECK(verify::communities_connected(graph, connected_components(graph)) == std::nullopt);
  Labels label(100, 0);
  label[50] = 1;
  CHECK(verify::communities_connected(graph, Partition(label)).has_value());
}

TEST_CASE("a partition of another graph is no partition of this one") {
  const Graph graph = support::path(3).graph();
  CHECK(verify::valid_partition(graph, Partition(Labels{0, 1})) == "2 labels for 3 vertices");
  CHECK(verify::communities_connected(graph, Partition(Labels{0, 1})) == "2 labels for 3 vertices");
  CHECK(verify::valid_partition(graph, Partition(Labels{5, 5, 1})) == std::nullopt);
  CHECK(verify::valid_partition(Graph{}, Partition()) == std::nullopt);
}

TEST_CASE("labels must be canonical and as many as claimed") {
  CHECK(verify::valid_membership(Labels{0, 2}, 2, 2) == "vertex 1 has label 2 but the labels before it end at 0");
  CHECK(verify::valid_membership(Labels{1}, 1, 1) == "vertex 0 has label 1 but the labels before it are none");
  CHECK(verify::valid_membership(Labels{0, 1, 0}, 3, 3) == "2 labels are in use but 3 communities are claimed");
  CHECK(verify::valid_membership(Labels{0, 1, 0}, 3, 2) == std::nullopt);
}
