#include <accountgraph/communities/quality.hpp>

#include <cmath>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include <accountgraph/core/int128.hpp>

#include "support/graphs.hpp"

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

namespace {

// The definitions, on a dense matrix in which a self-loop of weight w is 2w on the diagonal.
struct Dense {
  explicit Dense(const support::EdgeList& edges) : n(edges.num_vertices), a(n, std::vector<double>(n, 0)), k(n, 0) {
    for (std::size_t e = 0; e < edges.source.size(); ++e) {
      a[edges.source[e]][edges.target[e]] += edges.weight[e];
      a[edges.target[e]][edges.source[e]] += edges.weight[e];
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) k[i] += a[i][j], two_m += a[i][j];
    }
  }
  double modularity(const Labels& label, double resolution) const {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (label[i] == label[j]) sum += a[i][j] - resolution * k[i] * k[j] / two_m;
      }
    }
    return sum / two_m;
  }
  double cpm(const Labels& label, double resolution, const Labels& size) const {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += a[i][i] / 2 - resolution * size[i] * (size[i] - 1.0) / 2;
      for (std::size_t j = 0; j < i; ++j) {
        if (label[i] == label[j]) sum += a[i][j] - resolution * size[i] * size[j];
      }
    }
    return sum;
  }
  std::size_t n;
  std::vector<std::vector<double>> a;
  std::vector<double> k;
  double two_m = 0;
};

}  // namespace

TEST_CASE("modularity and CPM are their definitions, summed over all pairs") {
  const CounterRandom random(11);
  for (std::uint64_t trial = 0; trial < 40; ++trial) {
    const auto n = static_cast<std::uint32_t>(2 + random.below(60, 0, trial));
    const support::EdgeList edges = support::random_edges(n, 3 * n, trial, trial % 2 == 0);
    Graph graph = edges.graph();
    Labels label(n), size(n);
    for (std::uint32_t v = 0; v < n; ++v) {
      label[v] = static_cast<std::uint32_t>(random.below(1 + trial % 9, 10 + trial, v));
      size[v] = static_cast<std::uint32_t>(1 + random.below(5, 100 + trial, v));
    }
    const Dense dense(edges);
    for (const double resolution : {0.0, 0.3, 1.0, 2.5}) {
      CHECK(modularity(graph, Partition(label), resolution) ==
            doctest::Approx(dense.modularity(label, resolution)).epsilon(1e-12));
      graph.node_size.clear();
      CHECK(cpm_quality(graph, Partition(label), resolution) ==
            doctest::Approx(dense.cpm(label, resolution, Labels(n, 1))).epsilon(1e-12));
      graph.node_size = size;
      CHECK(cpm_quality(graph, Partition(label), resolution) ==
            doctest::Approx(dense.cpm(label, resolution, size)).epsilon(1e-12));
    }
  }
}

TEST_CASE("with whole weights both are the quotient of 128-bit integers, and so is every gain of a single move") {
  const CounterRandom random(13);
  for (std::uint64_t trial = 0; trial < 10; ++trial) {
    support::EdgeList edges = support::random_edges(40, 150, trial);
    for (std::size_t e = 0; e < edges.weight.size(); ++e) {
      edges.weight[e] = static_cast<double>(1 + random.below(std::uint64_t{1} << 20, trial, e));
    }
    const Graph graph = edges.graph();
    Labels label(40);
    for (std::uint32_t v = 0; v < 40; ++v) label[v] = static_cast<std::uint32_t>(random.below(5, 50 + trial, v));
    // (2m)^2 modularity, and 8 cpm_quality at resolution 1/4
    const auto exact = [&] {
      std::vector<Int128> degree(5, 0), pairs(5, 0);
      Int128 inside = 0, two_m = 0;
      for (std::size_t e = 0; e < edges.source.size(); ++e) {
        const auto weight = static_cast<Int128>(edges.weight[e]);
        const std::uint32_t a = label[edges.source[e]], b = label[edges.target[e]];
        degree[a] += weight;
        degree[b] += weight;
        two_m += 2 * weight;
        if (a == b) inside += 2 * weight;
      }
      for (const std::uint32_t l : label) ++pairs[l];
      Int128 modular = two_m * inside, potts = 4 * inside;
      for (std::size_t c = 0; c < 5; ++c) {
        modular -= degree[c] * degree[c];
        potts -= pairs[c] * (pairs[c] - 1);
      }
      return std::tuple(modular, two_m * two_m, potts);
    };
    const auto [modular, square, potts] = exact();
    const double q = modularity(graph, Partition(label)), cpm = cpm_quality(graph, Partition(label), 0.25);
    CHECK(q ==
          doctest::Approx(static_cast<double>(static_cast<long double>(modular) / static_cast<long double>(square)))
              .epsilon(1e-15));
    CHECK(cpm == static_cast<double>(potts) / 8);
    for (std::uint32_t v = 0; v < 40; ++v) {
      const std::uint32_t own = std::exchange(label[v], (label[v] + 1) % 5);
      const auto [modular_then, square_then, potts_then] = exact();
      CHECK((modularity(graph, Partition(label)) > q) == (modular_then > modular));
      CHECK((cpm_quality(graph, Partition(label), 0.25) > cpm) == (potts_then > potts));
      label[v] = own;
    }
  }
}

TEST_CASE("two triangles and a bridge have modularity 5/14") {
  const Graph graph = support::graph_of(6, {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}, {2, 3}});
  CHECK(modularity(graph, Partition(Labels{0, 0, 0, 1, 1, 1})) == doctest::Approx(5.0 / 14).epsilon(1e-15));
  CHECK(cpm_quality(graph, Partition(Labels{0, 0, 0, 1, 1, 1}), 0.5) == 3.0);
}

TEST_CASE("one community has modularity 0, and so has a graph without weight") {
  CHECK(modularity(support::clique(5).graph(), Partition(Labels(5, 0))) == doctest::Approx(0));
  CHECK(modularity(Graph::from_edges({}, {}, {}, 3), Partition(Labels{0, 1, 1})) == 0);
  CHECK(modularity(Graph{}, Partition()) == 0);
}

TEST_CASE("quality does not depend on how vertices are numbered, to the last bit") {
  const support::EdgeList edges = support::random_edges(500, 4000, 5, true);
  support::EdgeList reversed;
  reversed.num_vertices = 500;
  Labels label(500), label_reversed(500);
  for (std::uint32_t v = 0; v < 500; ++v) label[v] = label_reversed[499 - v] = 3 * (v % 2);
  for (std::size_t e = 0; e < edges.source.size(); ++e) {
    reversed.add(499 - edges.source[e], 499 - edges.target[e], edges.weight[e]);
  }
  CHECK(modularity(edges.graph(), Partition(label)) == modularity(reversed.graph(), Partition(label_reversed)));
  CHECK(cpm_quality(edges.graph(), Partition(label), 0.1) ==
        cpm_quality(reversed.graph(), Partition(label_reversed), 0.1));
}

TEST_CASE("a partition of another length and a resolution below 0 are refused") {
  const Graph graph = support::path(3).graph();
  CHECK_THROWS_AS(modularity(graph, Partition(Labels{0})), std::invalid_argument);
  CHECK_THROWS_AS(cpm_quality(graph, Partition(Labels{0, 0, 0}), -1), std::invalid_argument);
  CHECK_THROWS_AS(modularity(graph, Partition(Labels{0, 0, 0}), std::nan("")), std::invalid_argument);
}
