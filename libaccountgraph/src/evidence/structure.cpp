#include "structure.hpp"

#include <algorithm>
#include <utility>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // in stoer_wagner_min_cut, for a graph without vertices
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/stoer_wagner_min_cut.hpp>
#pragma GCC diagnostic pop

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/interop/boost_graph.hpp>

namespace accountgraph {
namespace {

using InStar = std::pair<std::uint32_t, std::uint32_t>;  // centre, place among the accounts

std::vector<InStar> by_star(const LinkGraph& links, std::span<const std::uint32_t> accounts) {
  std::vector<InStar> places;
  for (std::uint32_t v = 0; v < accounts.size(); ++v) places.emplace_back(links.star_centre[accounts[v]], v);
  std::sort(places.begin(), places.end());
  return places;
}

/// The links among `accounts` (ascending) as a graph whose vertex v is accounts[v], those that stars leave out put back.
/// Weight: bits above the prior.
Graph graph_among(const LinkGraph& links, std::span<const std::uint32_t> accounts) {
  const std::vector<InStar> places = by_star(links, accounts);
  std::vector<std::uint32_t> source, target;
  std::vector<double> weight;
  const auto add_pairs = [&](std::uint32_t v, std::uint32_t centre, Bits bits) {
    // Pairs with v are added once, from their smaller end.
    const auto first = std::upper_bound(places.begin(), places.end(), InStar{centre, v});
    for (auto other = first; other != places.end() && other->first == centre; ++other) {
      source.push_back(v), target.push_back(other->second);
      weight.push_back(to_bits(std::int64_t{bits} - links.prior_bits));
    }
  };
  for (const auto& [centre, v] : places) {
    bool inside = false;  // a star's links are all the same: the first speaks for the pairs inside
    for (std::uint64_t at = links.begin[centre]; at < links.begin[centre + std::size_t{1}]; ++at) {
      const std::uint32_t other = links.neighbour[at];
      const Bits bits = links.bits[links.link[at]];
      if (links.star_centre[other] != centre) {
        add_pairs(v, other, bits);
      } else if (!inside) {
        inside = true;
        add_pairs(v, centre, bits);
      }
    }
  }
  return Graph::from_edges(source, target, weight, static_cast<std::uint32_t>(accounts.size()));
}

/// Takes the component of each edge and keeps the edges that are alone in theirs: bridges.
struct LoneEdges {
  using key_type = boost_graph::Edge;
  using value_type = std::size_t;
  using reference = value_type;
  using category = boost::writable_property_map_tag;
  struct Component {
    std::uint64_t edges = 0;
    boost_graph::Edge edge;
  };
  std::vector<Component>* components;
  friend void put(const LoneEdges& map, const boost_graph::Edge& edge, std::size_t component) {
    if (component >= map.components->size()) map.components->resize(component + 1);
    Component& own = (*map.components)[component];
    own.edge = edge;
    ++own.edges;
  }
};

std::uint64_t link_between(const LinkGraph& links, std::uint32_t a, std::uint32_t b) {
  const auto row = links.neighbours(a);
  const auto place = std::lower_bound(row.begin(), row.end(), b) - row.begin();
  return links.link[links.begin[a] + static_cast<std::uint64_t>(place)];
}

template <class T>
auto map_of(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), boost_graph::VertexIndexMap());
}

}  // namespace

Bridges find_bridges(const LinkGraph& links, std::span<const std::uint32_t> members) {
  // One account speaks for those of its star; where it has others beside it, neither it nor its links are bridges.
  const std::vector<InStar> places = by_star(links, members);
  std::vector<std::uint32_t> accounts, lone;
  for (std::size_t at = 0, next = 0; at < places.size(); at = next) {
    while (next < places.size() && places[next].first == places[at].first) ++next;
    accounts.push_back(members[places[at].second]);
    if (next == at + 1) lone.push_back(accounts.back());
  }
  std::sort(accounts.begin(), accounts.end());
  std::sort(lone.begin(), lone.end());
  const auto is_lone = [&](std::uint32_t account) { return std::binary_search(lone.begin(), lone.end(), account); };

  const Graph graph = graph_among(links, accounts);
  std::vector<LoneEdges::Component> components;
  std::vector<std::uint32_t> points;
  boost::biconnected_components(graph, LoneEdges{&components}, std::back_inserter(points));
  Bridges bridges;
  for (const std::uint32_t v : points) {
    if (is_lone(accounts[v])) bridges.members.push_back(accounts[v]);
  }
  for (const auto& [edges, edge] : components) {
    const std::uint32_t a = accounts[edge.source], b = accounts[edge.target];
    if (edges == 1 && is_lone(a) && is_lone(b)) {
      bridges.links.push_back(link_between(links, links.star_centre[a], links.star_centre[b]));
    }
  }
  std::sort(bridges.members.begin(), bridges.members.end());
  std::sort(bridges.links.begin(), bridges.links.end());
  return bridges;
}

std::optional<LinkStructure> link_structure(const LinkGraph& links, std::span<const std::uint32_t> members) {
  if (members.size() > kMostAnalysed) return std::nullopt;
  LinkStructure found;
  found.betweenness.assign(members.size(), 0.0);
  if (members.size() < 2) return found;
  const Graph graph = graph_among(links, members);
  std::vector<char> side(members.size());
  found.cut_bits = boost::stoer_wagner_min_cut(graph, get(boost::edge_weight, graph), boost::parity_map(map_of(side)));
  const auto smaller = 2 * std::count(side.begin(), side.end(), 1) <= std::ssize(side) ? 1 : 0;
  for (std::size_t v = 0; v < members.size(); ++v) {
    if (side[v] == smaller) found.cut_off.push_back(members[v]);
  }
  if (members.size() > 2) {
    boost::brandes_betweenness_centrality(graph, map_of(found.betweenness));
    boost::relative_betweenness_centrality(graph, map_of(found.betweenness));
  }
  return found;
}

}  // namespace accountgraph
