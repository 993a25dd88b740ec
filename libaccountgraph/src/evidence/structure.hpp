/// Structure of a cluster's links: who holds it together, and the strongest path between two accounts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// Members (ascending) whose removal would disconnect the links among `members` (ascending). Work O(members + their links).
std::vector<std::uint32_t> articulation_members(const LinkGraph& links, std::span<const std::uint32_t> members);

/// The path from a to b whose weakest link is as strong as possible (fewest steps among those are not promised); empty when there is
/// none. Work O(links log links) in the component.
std::vector<std::uint32_t> strongest_path(const LinkGraph& links, std::uint32_t a, std::uint32_t b);

}  // namespace accountgraph
