/// Links on their way from the join into the graph.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// What one thread found, in whatever order.
struct FoundLinks {
  std::vector<std::uint32_t> source;  ///< the smaller account
  std::vector<std::uint32_t> target;
  std::vector<Bits> bits;
  std::vector<Bits> kind_bits;  ///< [link * kinds + kind]

  void add(std::uint32_t a, std::uint32_t b, Bits total, std::span<const Bits> kinds) {
    source.push_back(a < b ? a : b);
    target.push_back(a < b ? b : a);
    bits.push_back(total);
    kind_bits.insert(kind_bits.end(), kinds.begin(), kinds.end());
  }
};

/// Moves the links of all parts into `graph` (num_accounts, num_kinds and star_centre are set), ordered by (a, b), without those
/// that are not among the `most` strongest of one of their accounts (ties: smaller partner; 0 = all stay); star links stay. Fills links_dropped
/// and the adjacency. Work O(links log links of an account + accounts), memory 16 bytes a link, 34 where some are left out.
void gather_links(std::vector<FoundLinks> parts, std::uint32_t most, LinkGraph& graph, const Control& control);

}  // namespace accountgraph
