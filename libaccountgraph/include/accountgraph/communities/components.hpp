/// Connected components: which vertices a path of edges joins, whatever the weights.
#pragma once

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/partition.hpp>
#include <accountgraph/core/control.hpp>

namespace accountgraph {

/// Returns the components of `graph`; an isolated vertex is a component of its own. An edge of weight 0 joins too.
///
/// Method: lock-free union-find, the larger root hung below the smaller one, with path splitting (Jayanti, Tarjan 2016,
/// arXiv 1612.01514). Work nearly linear in vertices + edges, parallel; 4 bytes a vertex beside the result. The same on
/// any number of threads: a component is named by its smallest vertex. Throws Cancelled.
Partition connected_components(const Graph& graph, const Control& control = {});

}  // namespace accountgraph
