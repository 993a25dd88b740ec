/// Boost's algorithms on Graph and LinkGraphView, against slow twins and against the library's own.
#include <algorithm>
#include <functional>
#include <set>

#include <doctest/doctest.h>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // in stoer_wagner_min_cut, for a graph without vertices
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/stoer_wagner_min_cut.hpp>
#pragma GCC diagnostic pop

#include <accountgraph/communities/components.hpp>
#include <accountgraph/interop/boost_graph.hpp>

#include "support/graphs.hpp"

using namespace accountgraph;

namespace {

/// Simple random graphs: no self-loops, which Boost's own lists hold twice and ours once.
Graph simple_graph(std::uint32_t n, std::uint32_t edges, std::uint64_t seed) {
  support::EdgeList drawn = support::random_edges(n, edges, seed), list;
  list.num_vertices = n;
  for (std::size_t e = 0; e < drawn.source.size(); ++e) {
    if (drawn.source[e] != drawn.target[e]) list.add(drawn.source[e], drawn.target[e], 1.0 + e % 7);
  }
  return list.graph();
}

LinkGraph links_of(const Graph& graph) {
  LinkGraph links;
  links.num_accounts = graph.num_vertices();
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    for (const std::uint32_t u : graph.neighbours(v)) {
      if (v < u) links.source.push_back(v), links.target.push_back(u), links.bits.push_back(kBit);
    }
  }
  build_adjacency(links);
  return links;
}

template <class T>
auto map_of(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), boost_graph::VertexIndexMap());
}

/// Number of components among the vertices that `kept` holds for.
std::size_t count_components(const Graph& graph, const std::function<bool(std::uint32_t)>& kept) {
  std::vector<std::uint32_t> label(graph.num_vertices());
  for (std::uint32_t v = 0; v < label.size(); ++v) label[v] = v;
  for (bool moved = true; moved;) {
    moved = false;
    for (std::uint32_t v = 0; v < label.size(); ++v) {
      for (const std::uint32_t u : graph.neighbours(v)) {
        if (!kept(v) || !kept(u) || label[u] >= label[v]) continue;
        label[v] = label[u];
        moved = true;
      }
    }
  }
  std::set<std::uint32_t> labels;
  for (std::uint32_t v = 0; v < label.size(); ++v) {
    if (kept(v)) labels.insert(label[v]);
  }
  return labels.size();
}

template <class G>
std::set<std::uint32_t> articulation_points(const G& graph) {
  std::set<std::uint32_t> points;
  boost::articulation_points(graph, std::inserter(points, points.end()));
  return points;
}

template <class G>
std::vector<std::uint32_t> core_numbers(const G& graph) {
  std::vector<std::uint32_t> core(num_vertices(graph));
  boost::core_numbers(graph, map_of(core));
  return core;
}

/// The k-core by its definition: what is left when vertices with fewer than k neighbours left go, again and again.
std::vector<std::uint32_t> slow_core_numbers(const Graph& graph) {
  std::vector<std::uint32_t> core(graph.num_vertices(), 0);
  for (std::uint32_t k = 1; k < graph.num_vertices(); ++k) {
    std::vector<bool> left(graph.num_vertices(), true);
    for (bool moved = true; moved;) {
      moved = false;
      for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
        const auto row = graph.neighbours(v);
        if (!left[v] || std::count_if(row.begin(), row.end(), [&](auto u) { return left[u]; }) >= k) continue;
        left[v] = false;
        moved = true;
      }
    }
    for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) core[v] = left[v] ? k : core[v];
  }
  return core;
}

double cut_weight(const Graph& graph, std::uint32_t side) {
  double weight = 0;
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    for (std::size_t i = 0; i < graph.neighbours(v).size(); ++i) {
      if ((side >> v & 1) != 0 && (side >> graph.neighbours(v)[i] & 1) == 0) weight += graph.weights(v)[i];
    }
  }
  return weight;
}

}  // namespace

TEST_CASE("components are the library's own, on a Graph and on a LinkGraphView") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Graph graph = support::random_edges(300, 280, seed).graph();  // with self-loops
    const LinkGraph links = links_of(graph);
    std::vector<std::uint32_t> label(300), linked(300);
    boost::connected_components(graph, map_of(label));
    boost::connected_components(LinkGraphView{&links}, map_of(linked));
    CHECK(Partition(label) == connected_components(graph));
    CHECK(Partition(linked) == connected_components(graph));
  }
}

TEST_CASE("core numbers are those of the definition") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Graph graph = simple_graph(40, 110, seed);
    const LinkGraph links = links_of(graph);
    CHECK(core_numbers(graph) == slow_core_numbers(graph));
    CHECK(core_numbers(LinkGraphView{&links}) == slow_core_numbers(graph));
  }
}

TEST_CASE("articulation points are the vertices without which there are more components") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Graph graph = simple_graph(60, 70, seed);
    std::set<std::uint32_t> slow;
    const std::size_t before = count_components(graph, [](std::uint32_t) { return true; });
    for (std::uint32_t v = 0; v < 60; ++v) {
      if (count_components(graph, [&](std::uint32_t u) { return u != v; }) > before) slow.insert(v);
    }
    const LinkGraph links = links_of(graph);
    CHECK(articulation_points(graph) == slow);
    CHECK(articulation_points(LinkGraphView{&links}) == slow);
    CHECK(!slow.empty());
  }
}

TEST_CASE("betweenness of a path and of a star is what one can count") {
  std::vector<double> between(5);
  boost::brandes_betweenness_centrality(support::path(5).graph(), map_of(between));
  CHECK(between == std::vector<double>{0, 3, 4, 3, 0});
  boost::brandes_betweenness_centrality(support::star(4).graph(), map_of(between));
  CHECK(between == std::vector<double>{6, 0, 0, 0, 0});
  const LinkGraph links = links_of(support::star(4).graph());
  boost::brandes_betweenness_centrality(LinkGraphView{&links}, map_of(between));
  CHECK(between == std::vector<double>{6, 0, 0, 0, 0});
}

TEST_CASE("the minimum cut is the least of all cuts") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Graph graph = simple_graph(10, 18, seed);
    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t side = 1; side < (1U << 9); ++side) least = std::min(least, cut_weight(graph, side));
    std::vector<char> parity(10);
    const double found =
        boost::stoer_wagner_min_cut(graph, get(boost::edge_weight, graph), boost::parity_map(map_of(parity)));
    std::uint32_t side = 0;
    for (std::uint32_t v = 0; v < 10; ++v) side |= parity[v] != 0 ? 1U << v : 0U;
    CHECK(found == least);
    CHECK(cut_weight(graph, side) == least);
  }
}
