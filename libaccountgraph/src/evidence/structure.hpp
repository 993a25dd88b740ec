/// Structure of a cluster's links: who holds it together, where it falls apart, and the strongest path between two
/// accounts. A star's accounts are linked to each other as much as to their centre, and to whatever their centre is
/// linked to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <accountgraph/evidence/explain.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// What would disconnect the links among a cluster's members if it were removed.
struct Bridges {
  std::vector<std::uint32_t> members;  ///< articulation points, ascending
  std::vector<std::uint64_t> links;    ///< ascending
};

/// `members` ascending. Work O(members + their links).
Bridges find_bridges(const LinkGraph& links, std::span<const std::uint32_t> members);

/// Minimum cut by bits above the prior (Stoer, Wagner 1997, doi 10.1145/263867.263872) and betweenness by number of
/// links (Brandes 2001, doi 10.1080/0022250X.2001.9990249). None above kMostAnalysed members. Work O(members * links).
std::optional<LinkStructure> link_structure(const LinkGraph& links, std::span<const std::uint32_t> members);

/// The path from a to b whose weakest link is as strong as possible (fewest steps among those are not promised); empty
/// when there is none. Work O(links log links) in the component.
std::vector<std::uint32_t> strongest_path(const LinkGraph& links, std::uint32_t a, std::uint32_t b);

}  // namespace accountgraph
