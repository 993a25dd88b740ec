/// Graph and LinkGraph as Boost.Graph models, without a copy: include this header and call
/// boost::connected_components(graph, ...) and any algorithm that reads. Models VertexListGraph, BidirectionalGraph (so
/// IncidenceGraph), AdjacencyGraph and EdgeListGraph, undirected, no parallel edges, with the property maps vertex_index
/// and edge_weight. A LinkGraph goes in as LinkGraphView{&links}; its edges also have edge_index (the link) and their
/// weight is the link's bits above the prior, in bits.
///
/// The graph must outlive every iterator, descriptor and map. In the row of v a self-loop stands once (Boost's own
/// adjacency_list lists it twice). Slow to compile: include it where it is used, nowhere else.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>
#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// A LinkGraph as a Boost.Graph model. Holds a pointer.
struct LinkGraphView {
  const LinkGraph* links = nullptr;
  std::uint32_t num_vertices() const { return links->num_accounts; }
};

namespace boost_graph {

/// An edge as seen from one end; entry = its place in the rows. The same edge seen from its other end compares equal.
struct Edge {
  std::uint32_t source = 0, target = 0;
  std::uint64_t entry = 0;
  friend bool operator==(const Edge& a, const Edge& b) {
    return std::minmax(a.source, a.target) == std::minmax(b.source, b.target);
  }
};

inline const Graph& rows_of(const Graph& graph) { return graph; }
inline const LinkGraph& rows_of(const LinkGraphView& view) { return *view.links; }

enum class Direction { out, in };

/// The row of one vertex, as edges that leave it or as the same edges coming in.
template <Direction direction>
class RowIterator : public boost::iterator_facade<RowIterator<direction>, Edge, std::random_access_iterator_tag, Edge,
                                                  std::ptrdiff_t> {
 public:
  RowIterator() = default;
  RowIterator(const std::uint32_t* neighbour, std::uint32_t vertex, std::uint64_t entry)
      : neighbour_(neighbour), vertex_(vertex), entry_(entry) {}

 private:
  friend class boost::iterator_core_access;
  Edge dereference() const {
    if constexpr (direction == Direction::in) return {neighbour_[entry_], vertex_, entry_};
    return {vertex_, neighbour_[entry_], entry_};
  }
  bool equal(const RowIterator& other) const { return entry_ == other.entry_; }
  void increment() { ++entry_; }
  void decrement() { --entry_; }
  void advance(std::ptrdiff_t by) { entry_ += static_cast<std::uint64_t>(by); }
  std::ptrdiff_t distance_to(const RowIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.entry_) - static_cast<std::ptrdiff_t>(entry_);
  }
  const std::uint32_t* neighbour_ = nullptr;
  std::uint32_t vertex_ = 0;
  std::uint64_t entry_ = 0;
};
using OutEdgeIterator = RowIterator<Direction::out>;
using InEdgeIterator = RowIterator<Direction::in>;

/// Every edge once, from its smaller end.
class EdgeIterator
    : public boost::iterator_facade<EdgeIterator, Edge, std::forward_iterator_tag, Edge, std::ptrdiff_t> {
 public:
  EdgeIterator() = default;
  EdgeIterator(const std::uint64_t* begin, const std::uint32_t* neighbour, std::uint32_t num_vertices,
               std::uint32_t source)
      : begin_(begin),
        neighbour_(neighbour),
        num_vertices_(num_vertices),
        source_(source),
        entry_(source < num_vertices ? begin[source]
               : num_vertices == 0   ? 0
                                     : begin[num_vertices]) {
    settle();
  }

 private:
  friend class boost::iterator_core_access;
  Edge dereference() const { return {source_, neighbour_[entry_], entry_}; }
  bool equal(const EdgeIterator& other) const { return entry_ == other.entry_; }
  void increment() {
    ++entry_;
    settle();
  }
  void settle() {  // to the next entry that is seen from its smaller end
    while (source_ < num_vertices_) {
      if (entry_ == begin_[source_ + 1]) {
        ++source_;
      } else if (neighbour_[entry_] < source_) {
        ++entry_;
      } else {
        return;
      }
    }
  }
  const std::uint64_t* begin_ = nullptr;
  const std::uint32_t* neighbour_ = nullptr;
  std::uint32_t num_vertices_ = 0, source_ = 0;
  std::uint64_t entry_ = 0;
};

struct Traversal : virtual boost::vertex_list_graph_tag,
                   virtual boost::bidirectional_graph_tag,
                   virtual boost::adjacency_graph_tag,
                   virtual boost::edge_list_graph_tag {};

struct Traits {
  using vertex_descriptor = std::uint32_t;
  using edge_descriptor = Edge;
  using directed_category = boost::undirected_tag;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using traversal_category = Traversal;
  using vertex_iterator = boost::counting_iterator<std::uint32_t>;
  using adjacency_iterator = const std::uint32_t*;
  using out_edge_iterator = OutEdgeIterator;
  using in_edge_iterator = InEdgeIterator;
  using edge_iterator = EdgeIterator;
  using vertices_size_type = std::uint32_t;
  using edges_size_type = std::uint64_t;
  using degree_size_type = std::uint64_t;
  static vertex_descriptor null_vertex() { return kNone; }
};

template <class T>
concept Model = std::is_same_v<T, Graph> || std::is_same_v<T, LinkGraphView>;

/// Readable property maps; each holds a pointer to the graph.
template <class Key, class Value, class Source, Value (*read)(const Source&, const Key&)>
struct ReadMap {
  using key_type = Key;
  using value_type = Value;
  using reference = Value;
  using category = boost::readable_property_map_tag;
  const Source* source = nullptr;
  Value operator[](const Key& key) const { return read(*source, key); }
  friend Value get(const ReadMap& map, const Key& key) { return map[key]; }
};
inline double weight_of_entry(const Graph& graph, const Edge& edge) { return graph.weight[edge.entry]; }
inline double weight_of_link(const LinkGraph& links, const Edge& edge) {
  return to_bits(std::int64_t{links.bits[links.link[edge.entry]]} - links.prior_bits);
}
inline std::uint64_t index_of_link(const LinkGraph& links, const Edge& edge) { return links.link[edge.entry]; }

using EntryWeightMap = ReadMap<Edge, double, Graph, weight_of_entry>;
using LinkWeightMap = ReadMap<Edge, double, LinkGraph, weight_of_link>;
using LinkIndexMap = ReadMap<Edge, std::uint64_t, LinkGraph, index_of_link>;
using VertexIndexMap = boost::typed_identity_property_map<std::uint32_t>;

}  // namespace boost_graph

template <boost_graph::Model G>
std::uint32_t num_vertices(const G& graph) {
  return graph.num_vertices();
}
template <boost_graph::Model G>
std::pair<boost::counting_iterator<std::uint32_t>, boost::counting_iterator<std::uint32_t>> vertices(const G& graph) {
  return {boost::counting_iterator<std::uint32_t>(0U), boost::counting_iterator<std::uint32_t>(graph.num_vertices())};
}
inline std::uint32_t source(const boost_graph::Edge& edge, const Graph&) { return edge.source; }
inline std::uint32_t target(const boost_graph::Edge& edge, const Graph&) { return edge.target; }
inline std::uint32_t source(const boost_graph::Edge& edge, const LinkGraphView&) { return edge.source; }
inline std::uint32_t target(const boost_graph::Edge& edge, const LinkGraphView&) { return edge.target; }

template <boost_graph::Model G>
std::uint64_t out_degree(std::uint32_t v, const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  return rows.begin[v + 1] - rows.begin[v];
}
template <boost_graph::Model G>
std::uint64_t in_degree(std::uint32_t v, const G& graph) {
  return out_degree(v, graph);
}
template <boost_graph::Model G>
std::uint64_t degree(std::uint32_t v, const G& graph) {
  return out_degree(v, graph);
}
template <boost_graph::Model G>
std::pair<boost_graph::OutEdgeIterator, boost_graph::OutEdgeIterator> out_edges(std::uint32_t v, const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  return {{rows.neighbour.data(), v, rows.begin[v]}, {rows.neighbour.data(), v, rows.begin[v + 1]}};
}
template <boost_graph::Model G>
std::pair<boost_graph::InEdgeIterator, boost_graph::InEdgeIterator> in_edges(std::uint32_t v, const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  return {{rows.neighbour.data(), v, rows.begin[v]}, {rows.neighbour.data(), v, rows.begin[v + 1]}};
}
template <boost_graph::Model G>
std::pair<const std::uint32_t*, const std::uint32_t*> adjacent_vertices(std::uint32_t v, const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  return {rows.neighbour.data() + rows.begin[v], rows.neighbour.data() + rows.begin[v + 1]};
}
template <boost_graph::Model G>
std::pair<boost_graph::EdgeIterator, boost_graph::EdgeIterator> edges(const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  const std::uint32_t n = graph.num_vertices();
  return {{rows.begin.data(), rows.neighbour.data(), n, 0}, {rows.begin.data(), rows.neighbour.data(), n, n}};
}
/// Undirected edges, each once, self-loops included. O(vertices log degree): self-loops are looked for.
template <boost_graph::Model G>
std::uint64_t num_edges(const G& graph) {
  const auto& rows = boost_graph::rows_of(graph);
  std::uint64_t loops = 0;
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    const auto row = rows.neighbours(v);
    loops += std::binary_search(row.begin(), row.end(), v);
  }
  return (rows.neighbour.size() + loops) / 2;
}

inline boost_graph::EntryWeightMap get(boost::edge_weight_t, const Graph& graph) { return {&graph}; }
inline boost_graph::LinkWeightMap get(boost::edge_weight_t, const LinkGraphView& view) { return {view.links}; }
inline boost_graph::LinkIndexMap get(boost::edge_index_t, const LinkGraphView& view) { return {view.links}; }
template <boost_graph::Model G>
boost_graph::VertexIndexMap get(boost::vertex_index_t, const G&) {
  return {};
}
template <class Property, boost_graph::Model G, class Key>
auto get(Property property, const G& graph, const Key& key) {
  return get(get(property, graph), key);
}

}  // namespace accountgraph

namespace boost {

template <accountgraph::boost_graph::Model G>
struct graph_traits<G> : accountgraph::boost_graph::Traits {};
template <accountgraph::boost_graph::Model G>
struct graph_traits<const G> : accountgraph::boost_graph::Traits {};  // betweenness asks for it

template <accountgraph::boost_graph::Model G>
struct property_map<G, vertex_index_t> {
  using type = accountgraph::boost_graph::VertexIndexMap;
  using const_type = type;
};
template <>
struct property_map<accountgraph::Graph, edge_weight_t> {
  using type = accountgraph::boost_graph::EntryWeightMap;
  using const_type = type;
};
template <>
struct property_map<accountgraph::LinkGraphView, edge_weight_t> {
  using type = accountgraph::boost_graph::LinkWeightMap;
  using const_type = type;
};
template <>
struct property_map<accountgraph::LinkGraphView, edge_index_t> {
  using type = accountgraph::boost_graph::LinkIndexMap;
  using const_type = type;
};

}  // namespace boost
