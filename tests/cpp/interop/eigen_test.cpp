#include <accountgraph/interop/eigen.hpp>

#include <doctest/doctest.h>

#include "support/graphs.hpp"

using namespace accountgraph;

TEST_CASE("the matrix reads the graph's own neighbours and weights") {
  const Graph graph = support::random_edges(50, 200, 1, true).graph();
  const EigenAdjacency adjacency(graph);
  CHECK(adjacency.matrix().valuePtr() == graph.weight.data());
  CHECK(static_cast<const void*>(adjacency.matrix().innerIndexPtr()) == graph.neighbour.data());
  CHECK(adjacency.matrix().nonZeros() == static_cast<Eigen::Index>(graph.weight.size()));
}

TEST_CASE("a product with ones gives the weighted degrees, a self-loop once") {
  support::EdgeList list;
  list.num_vertices = 4;
  list.add(0, 1, 2), list.add(1, 2, 3), list.add(2, 2, 5);
  const Graph graph = list.graph();
  const Eigen::VectorXd degree = EigenAdjacency(graph).matrix() * Eigen::VectorXd::Ones(4);
  CHECK(degree == Eigen::Vector4d(2, 5, 8, 0));
}

TEST_CASE("a graph without vertices is the empty matrix") {
  const Graph graph;
  CHECK(EigenAdjacency(graph).matrix().rows() == 0);
}
