/// The link graph: all pairs of accounts whose evidence reaches the threshold.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/log2.hpp>

namespace accountgraph {

/// Undirected, each link once, ordered by (a, b) with a < b; plus the adjacency in both directions.
struct LinkGraph {
  std::uint32_t num_accounts = 0;
  std::uint32_t num_kinds = 0;
  Bits prior_bits = 0;      ///< L(N): the weight of a link for communities is its bits minus this
  Bits threshold_bits = 0;  ///< T = L(N) + margin: every link's bits reach it

  std::vector<std::uint32_t> source;  ///< a, per link
  std::vector<std::uint32_t> target;  ///< b > a, per link
  std::vector<Bits> bits;  ///< E(a, b), per link, >= threshold_bits; what the kinds' shares do not give is synchrony
  std::vector<Bits> kind_bits;  ///< [link * num_kinds + kind]: the kind's share e_t (before family caps)

  std::vector<std::uint64_t> begin;      ///< neighbours of account v: [begin[v], begin[v + 1]); size num_accounts + 1
  std::vector<std::uint32_t> neighbour;  ///< ascending within an account
  std::vector<std::uint64_t> link;       ///< index of the link beside the neighbour

  /// Accounts with the same evidence are linked as one: star_centre[v] is the account that stands for v (v itself when it
  /// stands for itself). A member's only link is the one to its centre; every link of the centre holds for the member too. Sessions
  /// differ from member to member, so the links of a star rest on identifiers alone.
  std::vector<std::uint32_t> star_centre;
  /// Links that `max_links_per_account` left out (0: the graph holds every link, stars apart).
  std::uint64_t links_dropped = 0;

  std::uint64_t num_links() const { return source.size(); }
  std::span<const std::uint32_t> neighbours(std::uint32_t v) const {
    return std::span(neighbour).subspan(begin[v], begin[v + 1] - begin[v]);
  }
  std::span<const Bits> kind_bits_of(std::uint64_t link_index) const {
    return std::span(kind_bits).subspan(link_index * num_kinds, num_kinds);
  }
};

/// Fills begin, neighbour and link from source and target. Cost: O(accounts + links).
void build_adjacency(LinkGraph& graph);

}  // namespace accountgraph
