/// Small graphs, planted graphs and the shared data sets, for the tests of communities.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/core/random.hpp>

namespace support {

struct EdgeList {
  std::vector<std::uint32_t> source, target;
  std::vector<double> weight;
  std::uint32_t num_vertices = 0;

  void add(std::uint32_t a, std::uint32_t b, double w = 1.0) {
    source.push_back(a);
    target.push_back(b);
    weight.push_back(w);
  }
  accountgraph::Graph graph() const { return accountgraph::Graph::from_edges(source, target, weight, num_vertices); }
};

inline accountgraph::Graph graph_of(std::uint32_t num_vertices,
                                    std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> edges) {
  EdgeList list;
  list.num_vertices = num_vertices;
  for (const auto& [a, b] : edges) list.add(a, b);
  return list.graph();
}

inline EdgeList path(std::uint32_t n) {
  EdgeList list;
  list.num_vertices = n;
  for (std::uint32_t v = 1; v < n; ++v) list.add(v - 1, v);
  return list;
}

inline EdgeList star(std::uint32_t leaves) {
  EdgeList list;
  list.num_vertices = leaves + 1;
  for (std::uint32_t v = 1; v <= leaves; ++v) list.add(0, v);
  return list;
}

inline EdgeList clique(std::uint32_t n) {
  EdgeList list;
  list.num_vertices = n;
  for (std::uint32_t a = 0; a < n; ++a) {
    for (std::uint32_t b = a + 1; b < n; ++b) list.add(a, b);
  }
  return list;
}

/// Cliques in a ring, one edge between neighbours: the classic case in which modularity merges what is apart.
inline EdgeList ring_of_cliques(std::uint32_t cliques, std::uint32_t size) {
  EdgeList list;
  list.num_vertices = cliques * size;
  for (std::uint32_t c = 0; c < cliques; ++c) {
    for (std::uint32_t a = 0; a < size; ++a) {
      for (std::uint32_t b = a + 1; b < size; ++b) list.add(c * size + a, c * size + b);
    }
    list.add(c * size, (c + 1) % cliques * size + 1);
  }
  return list;
}

/// Uniform edges; self-loops and duplicates happen. `weights`: distinct values in (0, 1], else 1.
inline EdgeList random_edges(std::uint32_t n, std::uint32_t edges, std::uint64_t seed, bool weights = false) {
  const accountgraph::CounterRandom random(seed);
  EdgeList list;
  list.num_vertices = n;
  for (std::uint32_t e = 0; e < edges; ++e) {
    list.add(static_cast<std::uint32_t>(random.below(n, 0, e)), static_cast<std::uint32_t>(random.below(n, 1, e)),
             weights ? 1.0 - random.unit(2, e) : 1.0);
  }
  return list;
}

struct Planted {
  EdgeList edges;
  std::vector<std::uint32_t> truth;  ///< planted community of each vertex
};

/// In the manner of LFR (Lancichinetti, Fortunato, Radicchi 2008): power-law degrees and community sizes; a share
/// `mixing` of every vertex's edges goes anywhere. Stubs are paired at random inside the community and in the whole
/// graph.
inline Planted planted(std::uint32_t n, double mean_degree, double mixing, std::uint64_t seed,
                       std::uint32_t smallest = 20, std::uint32_t largest = 500) {
  const accountgraph::CounterRandom random(seed);
  const auto shuffle = [&](std::vector<std::uint32_t>& stubs, std::uint64_t stream) {
    for (std::size_t i = stubs.size(); i > 1; --i) std::swap(stubs[i - 1], stubs[random.below(i, stream, i)]);
  };
  Planted result;
  result.edges.num_vertices = n;
  std::vector<std::uint32_t> vertices(n);
  for (std::uint32_t v = 0; v < n; ++v) vertices[v] = v;
  shuffle(vertices, 0);
  result.truth.resize(n);
  std::vector<std::uint32_t> outer;
  std::uint32_t community = 0;
  for (std::uint32_t first = 0; first < n; ++community) {  // sizes with density ~ size^-1, between smallest and largest
    const double spread = std::pow(static_cast<double>(largest) / smallest, random.unit(1, community));
    const std::uint32_t last = std::min(n, first + static_cast<std::uint32_t>(smallest * spread));
    std::vector<std::uint32_t> inner;
    for (std::uint32_t i = first; i < last; ++i) {
      const std::uint32_t v = vertices[i];
      result.truth[v] = community;
      // Pareto with exponent 2.5 and the wanted mean, cut at 30 times the mean.
      const double degree = std::min(30.0, (1.0 / 3.0) * std::pow(1.0 - random.unit(2, v), -1.0 / 1.5)) * mean_degree;
      const auto whole = static_cast<std::uint32_t>(degree + random.unit(3, v));
      for (std::uint32_t s = 0; s < whole; ++s) {
        const bool outside = random.unit(4 + s, v) < mixing;
        (outside ? outer : inner).push_back(v);
      }
    }
    shuffle(inner, 1000000 + community);
    for (std::size_t i = 0; i + 1 < inner.size(); i += 2) result.edges.add(inner[i], inner[i + 1]);
    first = last;
  }
  shuffle(outer, 5);
  for (std::size_t i = 0; i + 1 < outer.size(); i += 2) result.edges.add(outer[i], outer[i + 1]);
  return result;
}

}  // namespace support
