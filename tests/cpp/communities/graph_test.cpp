#include <accountgraph/communities/graph.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <doctest/doctest.h>

#include "support/graphs.hpp"

using namespace accountgraph;
using Ids = std::vector<std::uint32_t>;
using Weights = std::vector<double>;

TEST_CASE("an edge stands in both rows, rows ascend, isolated vertices have empty rows") {
  const Graph graph = Graph::from_edges(Ids{2, 0}, Ids{0, 3}, Weights{1.5, 2.5}, 5);
  CHECK(graph.begin == std::vector<std::uint64_t>{0, 2, 2, 3, 4, 4});
  CHECK(graph.neighbour == Ids{2, 3, 0, 0});
  CHECK(graph.weight == Weights{1.5, 2.5, 1.5, 2.5});
}

TEST_CASE("repeated edges add up, in either direction") {
  const Graph graph = Graph::from_edges(Ids{0, 1, 0}, Ids{1, 0, 1}, Weights{1, 2, 4});
  CHECK(graph.neighbour == Ids{1, 0});
  CHECK(graph.weight == Weights{7, 7});
}

TEST_CASE("a self-loop stands in its row once") {
  const Graph graph = Graph::from_edges(Ids{1, 1}, Ids{1, 0}, Weights{3, 1});
  CHECK(graph.neighbour == Ids{1, 0, 1});
  CHECK(graph.weight == Weights{1, 1, 3});
}

TEST_CASE("without weights every edge weighs 1, and the largest index sets the number of vertices") {
  const Graph graph = Graph::from_edges(Ids{0}, Ids{4});
  CHECK(graph.num_vertices() == 5);
  CHECK(graph.weight == Weights{1, 1});
  CHECK(Graph::from_edges({}, {}).num_vertices() == 0);
  CHECK(Graph::from_edges({}, {}, {}, 3).num_vertices() == 3);
}

TEST_CASE("the order and direction of edges do not matter to the last bit") {
  const support::EdgeList list = support::random_edges(300, 20000, 7, true);
  const Graph graph = list.graph();
  support::EdgeList shuffled;
  shuffled.num_vertices = list.num_vertices;
  std::vector<std::size_t> order(list.source.size());
  std::iota(order.begin(), order.end(), 0);
  const CounterRandom random(3);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i, 0, i)]);
  for (const std::size_t e : order) {
    if (random.below(2, 1, e)) {
      shuffled.add(list.target[e], list.source[e], list.weight[e]);
    } else {
      shuffled.add(list.source[e], list.target[e], list.weight[e]);
    }
  }
  CHECK(shuffled.graph() == graph);
}

TEST_CASE("edges that cannot be are refused with the name of the argument") {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH_AS(Graph::from_edges(Ids{0}, Ids{}), "`target` must be as long as `source`, got 0",
                       std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0}, Ids{1}, Weights{1, 2}), std::invalid_argument);
  CHECK_THROWS_WITH_AS(Graph::from_edges(Ids{0}, Ids{1}, Weights{-1}), "`weight` must be finite and >= 0, got -1",
                       std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0}, Ids{1}, Weights{nan}), std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0}, Ids{1}, Weights{infinity}), std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0, 0}, Ids{1, 1}, Weights{1e308, 1e308}), std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0}, Ids{5}, {}, 5), std::invalid_argument);
  CHECK_THROWS_AS(Graph::from_edges(Ids{0}, Ids{0xFFFFFFFF}), std::invalid_argument);
}

namespace {

// Accounts 0, 1, 2 are one star with centre 0; account 3 is linked to them; 4 is linked to nobody.
LinkGraph star_of_three() {
  LinkGraph links;
  links.num_accounts = 5;
  links.prior_bits = 2 * kBit;
  links.source = {0, 0, 0};
  links.target = {1, 2, 3};
  links.bits = {5 * kBit, 5 * kBit, 4 * kBit};
  links.star_centre = {0, 0, 0, 3, 4};
  return links;
}

}  // namespace

TEST_CASE("a star is one vertex that weighs what its pairs weigh together") {
  const Graph graph = graph_of_links(star_of_three());
  CHECK(graph.num_vertices() == 5);
  CHECK(graph.node_size == Ids{3, 1, 1, 1, 1});
  CHECK(graph.neighbour == Ids{0, 3, 0});
  CHECK(graph.weight ==
        Weights{3 * 3.0, 3 * 2.0, 3 * 2.0});  // 3 pairs inside at 3 bits; 3 pairs to account 3 at 2 bits
}

TEST_CASE("without stars the link graph keeps its links, in bits above the prior") {
  LinkGraph links = star_of_three();
  links.star_centre.clear();
  const Graph graph = graph_of_links(links);
  CHECK(graph.node_size.empty());
  CHECK(graph.neighbour == Ids{1, 2, 3, 0, 0, 0});
  CHECK(graph.weight == Weights{3, 3, 2, 3, 3, 2});
}

TEST_CASE("expanding stars gives every account the community of its centre") {
  CHECK(expand_stars(star_of_three(), Partition(Ids{0, 1, 2, 0, 3})) == Partition(Ids{0, 0, 0, 0, 1}));
  CHECK_THROWS_AS(expand_stars(star_of_three(), Partition(Ids{0})), std::invalid_argument);
}
