/// A Graph as an Eigen sparse matrix. Eigen wants both index arrays of one type, ours are 64-bit offsets and 32-bit
/// neighbours; so the offsets are copied (4 bytes a vertex) and the neighbours and weights, which are nearly
/// everything, are not.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/SparseCore>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/core/errors.hpp>

namespace accountgraph {

/// The symmetric weighted adjacency matrix of a graph: a self-loop is its weight once on the diagonal, isolated
/// vertices and edges of weight 0 are kept. `EigenAdjacency(graph).matrix()` may be multiplied, iterated, copied; it
/// reads the graph's own arrays, so the graph must outlive it unchanged.
class EigenAdjacency {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor, std::int32_t>;

  /// Throws InputError above 2^31 - 1 entries (half as many edges). O(vertices).
  explicit EigenAdjacency(const Graph& graph) : graph_(&graph), begin_(std::size_t{graph.num_vertices()} + 1, 0) {
    if (graph.neighbour.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
      throw InputError("an Eigen matrix with 32-bit indices holds 2^31 - 1 entries, the graph has more");
    }
    for (std::size_t v = 0; v < graph.begin.size(); ++v) begin_[v] = static_cast<std::int32_t>(graph.begin[v]);
  }

  Eigen::Map<const Matrix> matrix() const {
    const auto n = static_cast<Eigen::Index>(begin_.size()) - 1;
    // An int32_t may alias a uint32_t; vertices are below 2^31, so the value is the same.
    const auto* neighbour = reinterpret_cast<const std::int32_t*>(graph_->neighbour.data());
    return {n, n, static_cast<Eigen::Index>(graph_->neighbour.size()), begin_.data(), neighbour, graph_->weight.data()};
  }

 private:
  const Graph* graph_;
  std::vector<std::int32_t> begin_;
};

}  // namespace accountgraph
