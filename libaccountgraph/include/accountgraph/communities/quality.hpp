/// What a partition is worth, computed from the graph and the partition alone: never remembered by an optimiser.
#pragma once

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/partition.hpp>

namespace accountgraph {

/// Newman's modularity with resolution g: sum over communities c of (2 e_c / 2m) - g (K_c / 2m)^2, where e_c is the
/// weight inside c (self-loops once), K_c the degrees of its vertices (self-loops twice) and m the total weight. In
/// [-1, 1] for g = 1; 0 for a graph without weight.
///
/// Weights are added as 128-bit fixed point, so the sums do not depend on the order of vertices (exact for weights
/// within 2^30 of the largest). Work O(vertices + edges), serial; 32 bytes a community. Throws std::invalid_argument
/// when the lengths differ or `resolution` is not finite and >= 0. Source: Newman, Girvan 2004
/// (doi 10.1103/PhysRevE.69.026113), resolution by Reichardt, Bornholdt 2006 (doi 10.1103/PhysRevE.74.016110).
double modularity(const Graph& graph, const Partition& partition, double resolution = 1.0);

/// The constant Potts model: sum over communities of e_c - g n_c (n_c - 1) / 2, with n_c the sum of the node sizes; in
/// the unit of the weights. Cost, errors and exactness as above. Source: Traag, Van Dooren, Nesterov 2011
/// (doi 10.1103/PhysRevE.84.016114).
double cpm_quality(const Graph& graph, const Partition& partition, double resolution);

}  // namespace accountgraph
