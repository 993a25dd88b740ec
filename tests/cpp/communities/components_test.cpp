#include <accountgraph/communities/components.hpp>

#include <doctest/doctest.h>
#include <boost/graph/connected_components.hpp>

#include <accountgraph/interop/boost_graph.hpp>

#include "support/graphs.hpp"
#include "support/threads.hpp"

using namespace accountgraph;

namespace {

Partition by_boost(const Graph& graph) {
  std::vector<std::uint32_t> label(graph.num_vertices());
  boost::connected_components(graph, boost::make_iterator_property_map(label.begin(), get(boost::vertex_index, graph)));
  return Partition(label);
}

}  // namespace

TEST_CASE("vertices that a path joins share a component, isolated ones are alone") {
  const Graph graph = support::graph_of(7, {{5, 0}, {0, 3}, {1, 4}, {2, 2}});
  CHECK(connected_components(graph) == Partition(std::vector<std::uint32_t>{0, 1, 2, 0, 1, 0, 3}));
}

TEST_CASE("no vertices, no components") { CHECK(connected_components(Graph{}).num_communities() == 0); }

TEST_CASE("an edge of weight 0 joins") {
  support::EdgeList list;
  list.num_vertices = 2;
  list.add(0, 1, 0.0);
  CHECK(connected_components(list.graph()).num_communities() == 1);
}

TEST_CASE("components are those of Boost.Graph, on any number of threads") {
  std::vector<Graph> graphs;
  for (const std::uint32_t edges : {0U, 500U, 3000U, 5500U, 9000U, 40000U}) {
    graphs.push_back(support::random_edges(10000, edges, edges + 1).graph());
  }
  graphs.push_back(support::path(50000).graph());
  graphs.push_back(support::star(50000).graph());
  for (const int threads : {1, 2, 7}) {
    support::Threads arena(threads);
    for (const Graph& graph : graphs) {
      Partition components;
      arena.run([&] { components = connected_components(graph); });
      CHECK(components == by_boost(graph));
    }
  }
}

TEST_CASE("components stop when asked to") {
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(connected_components(support::path(10).graph(), {.stop = stop.get_token()}), Cancelled);
}
