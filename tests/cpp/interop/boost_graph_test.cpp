#include <accountgraph/interop/boost_graph.hpp>

#include <map>

#include <doctest/doctest.h>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/kruskal_min_spanning_tree.hpp>

#include "support/graphs.hpp"

using namespace accountgraph;

namespace {

template <class G>
void models_everything_that_reads() {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<G, std::uint32_t, boost::vertex_index_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<G, boost_graph::Edge, boost::edge_weight_t>));
}

Graph weighted() {
  support::EdgeList list;
  list.num_vertices = 5;
  list.add(0, 1, 4), list.add(1, 2, 1), list.add(0, 2, 2), list.add(2, 3, 7), list.add(3, 3, 9);
  return list.graph();
}

LinkGraph two_links() {
  LinkGraph links;
  links.num_accounts = 3;
  links.prior_bits = 2 * kBit;
  links.source = {0, 1}, links.target = {1, 2}, links.bits = {5 * kBit, 8 * kBit};
  links.begin = {0, 1, 3, 4}, links.neighbour = {1, 0, 2, 1}, links.link = {0, 0, 1, 1};
  return links;
}

}  // namespace

TEST_CASE("Graph and LinkGraphView are what Boost.Graph's readers ask for") {
  models_everything_that_reads<Graph>();
  models_everything_that_reads<LinkGraphView>();
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<LinkGraphView, boost_graph::Edge, boost::edge_index_t>));
  CHECK(num_vertices(weighted()) == 5);
}

TEST_CASE("every edge is listed once, from its smaller end, with its weight") {
  const Graph graph = weighted();
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> found;
  for (auto [edge, end] = edges(graph); edge != end; ++edge) {
    CHECK(found.emplace(std::pair{source(*edge, graph), target(*edge, graph)}, get(boost::edge_weight, graph, *edge))
              .second);
  }
  CHECK(found == decltype(found){{{0, 1}, 4}, {{0, 2}, 2}, {{1, 2}, 1}, {{2, 3}, 7}, {{3, 3}, 9}});
  CHECK(num_edges(graph) == found.size());
}

TEST_CASE("an edge seen from its other end is the same edge") {
  const Graph graph = weighted();
  const auto from_0 = *out_edges(0, graph).first, from_1 = *out_edges(1, graph).first;
  CHECK(from_0.source != from_1.source);
  CHECK(from_0 == from_1);
  CHECK(out_degree(3, graph) == 2);  // one neighbour, and the self-loop once
  CHECK(*adjacent_vertices(3, graph).first == 2);
}

TEST_CASE("an edge that comes in is the edge that leaves the other end, with the same weight") {
  const Graph graph = weighted();
  for (std::uint32_t v = 0; v < num_vertices(graph); ++v) {
    CHECK(in_degree(v, graph) == out_degree(v, graph));
    auto [out, last] = out_edges(v, graph);
    for (auto [in, end] = in_edges(v, graph); in != end; ++in, ++out) {
      CHECK(target(*in, graph) == v);
      CHECK(source(*in, graph) == target(*out, graph));
      CHECK(*in == *out);
      CHECK(get(boost::edge_weight, graph, *in) == get(boost::edge_weight, graph, *out));
    }
    CHECK(out == last);
  }
}

TEST_CASE("a graph without vertices has no edges to list") {
  const Graph graph;
  CHECK(edges(graph).first == edges(graph).second);
  CHECK(vertices(graph).first == vertices(graph).second);
  CHECK(num_edges(graph) == 0);
}

TEST_CASE("Boost's shortest paths and spanning tree use the weights") {
  const Graph graph = weighted();
  std::vector<double> distance(5);
  boost::dijkstra_shortest_paths(
      graph, 0U,
      boost::distance_map(boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph))));
  CHECK(distance[1] == 3);
  CHECK(distance[3] == 9);
  std::vector<boost_graph::Edge> tree;
  boost::kruskal_minimum_spanning_tree(graph, std::back_inserter(tree));
  double weight = 0;
  for (const auto& edge : tree) weight += get(boost::edge_weight, graph, edge);
  CHECK(tree.size() == 3);
  CHECK(weight == 10);
}

TEST_CASE("a link's weight is its bits above the prior, its index the link") {
  const LinkGraph links = two_links();
  const LinkGraphView graph{&links};
  CHECK(num_edges(graph) == 2);
  const auto edge = *out_edges(2, graph).first;
  CHECK(target(edge, graph) == 1);
  CHECK(get(boost::edge_weight, graph, edge) == 6.0);
  CHECK(get(boost::edge_index, graph, edge) == 1);
  std::vector<std::uint32_t> label(3);
  CHECK(boost::connected_components(
            graph, boost::make_iterator_property_map(label.begin(), get(boost::vertex_index, graph))) == 1);
}
