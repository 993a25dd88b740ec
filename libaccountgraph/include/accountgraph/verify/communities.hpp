/// What a sceptic asks of a partition. Slow, serial, sharing no code with the algorithms. Each check returns nothing
/// when the property holds, else a sentence that names the first offender.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/partition.hpp>

namespace accountgraph::verify {

/// Every community is connected by edges between its own members (of any weight): breadth-first search from each
/// community's first vertex. "community 12 splits into {3, 9} and {5}": the first part found and the rest, at most ten
/// vertices each. O(vertices + edges).
std::optional<std::string> communities_connected(const Graph& graph, const Partition& partition);

/// One label a vertex; labels are canonical: 0, 1, ... in order of first appearance, `num_communities` in all.
/// "vertex 7 has label 4 but the labels before it end at 2". O(vertices).
std::optional<std::string> valid_membership(std::span<const std::uint32_t> membership, std::uint32_t num_vertices,
                                            std::uint32_t num_communities);

/// `partition` is a valid partition of the vertices of `graph` (valid_membership).
std::optional<std::string> valid_partition(const Graph& graph, const Partition& partition);

}  // namespace accountgraph::verify
