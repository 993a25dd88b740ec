/// A weighted undirected graph for community detection: the link graph, or any other.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <accountgraph/communities/partition.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// Compressed rows, every edge in both directions, rows ascending, no duplicates; a self-loop stands in its row once
/// and counts twice in the degree. Weights are finite and >= 0.
struct Graph {
  std::vector<std::uint64_t> begin;  ///< neighbours of v: [begin[v], begin[v + 1]); size num_vertices() + 1
  std::vector<std::uint32_t> neighbour;
  std::vector<double> weight;            ///< beside the neighbour
  std::vector<std::uint32_t> node_size;  ///< vertices each vertex stands for (CPM counts them), >= 1; empty = 1 each

  std::uint32_t num_vertices() const { return begin.empty() ? 0 : static_cast<std::uint32_t>(begin.size() - 1); }
  std::span<const std::uint32_t> neighbours(std::uint32_t v) const {
    return std::span(neighbour).subspan(begin[v], begin[v + 1] - begin[v]);
  }
  /// Beside neighbours(v): weights(v)[i] is the weight of the edge to neighbours(v)[i].
  std::span<const double> weights(std::uint32_t v) const {
    return std::span(weight).subspan(begin[v], begin[v + 1] - begin[v]);
  }

  /// From an edge list in any order and direction; weights of repeated edges add up (in ascending order of weight, so
  /// the sum does not depend on edge order). No `weight` = 1 each. `num_vertices` = none: one more than the largest
  /// index. Throws std::invalid_argument for lengths that differ, negative or non-finite weights (sums too), indices
  /// out of range, 2^31 vertices or more. Cost: O(vertices + edges log degree), parallel; 24 bytes an edge beside the
  /// result.
  static Graph from_edges(std::span<const std::uint32_t> source, std::span<const std::uint32_t> target,
                          std::span<const double> weight = {}, std::optional<std::uint32_t> num_vertices = {});

  friend bool operator==(const Graph&, const Graph&) = default;
};

/// The link graph as `detect` clusters it. Vertices = accounts; weight = bits above the prior (bits - L(N)) in bits.
/// Stars are contracted: a centre has node_size = its star's accounts, its links count once for every pair of accounts
/// they stand for (those inside the star as a self-loop), and the star's other accounts are isolated vertices of
/// node_size 1 (expand_stars puts them back). Cost: O(accounts + links log degree).
Graph graph_of_links(const LinkGraph& links);

/// Gives every star's accounts the community of their centre. Throws std::invalid_argument when the lengths differ.
Partition expand_stars(const LinkGraph& links, const Partition& partition);

}  // namespace accountgraph
