#include <accountgraph/communities/leiden.hpp>

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include <doctest/doctest.h>

#include <accountgraph/communities/quality.hpp>

#include "support/connected.hpp"
#include "support/graphs.hpp"

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

namespace {

double quality_of(const Graph& graph, const Partition& partition, const LeidenOptions& options) {
  return options.objective == Objective::cpm ? cpm_quality(graph, partition, options.resolution)
                                             : modularity(graph, partition, options.resolution);
}

const LeidenOptions kModularity{.objective = Objective::modularity, .max_iterations = 30};

}  // namespace

TEST_CASE("two cliques joined by one edge are two communities, for either objective") {
  support::EdgeList list;
  list.num_vertices = 10;
  for (std::uint32_t a = 0; a < 5; ++a) {
    for (std::uint32_t b = a + 1; b < 5; ++b) list.add(a, b), list.add(5 + a, 5 + b);
  }
  list.add(4, 5);
  const Partition expected(Labels{0, 0, 0, 0, 0, 1, 1, 1, 1, 1});
  CHECK(leiden(list.graph(), kModularity).partition == expected);
  CHECK(leiden(list.graph(), {.resolution = 0.5}).partition == expected);
}

TEST_CASE("CPM finds the cliques of a long ring, modularity merges neighbours") {
  const Graph graph = support::ring_of_cliques(400, 4).graph();
  CHECK(leiden(graph, {.resolution = 0.5, .max_iterations = 30}).partition.num_communities() == 400);
  CHECK(leiden(graph, kModularity).partition.num_communities() < 200);
}

TEST_CASE("a resolution above every weight leaves all alone, one below all densities returns the components") {
  const Graph graph = support::graph_of(7, {{0, 1}, {1, 2}, {2, 3}, {4, 5}});
  CHECK(leiden(graph, {.resolution = 1.01}).partition.num_communities() == 7);
  CHECK(leiden(graph, {.resolution = 0.01}).partition == Partition(Labels{0, 0, 0, 0, 1, 1, 2}));
}

TEST_CASE("no vertices, no edges, only self-loops or only weights of 0: every vertex is alone, at once") {
  support::EdgeList loops, zeros;
  loops.num_vertices = zeros.num_vertices = 3;
  for (std::uint32_t v = 0; v < 3; ++v) loops.add(v, v, 2.0), zeros.add(v, (v + 1) % 3, 0.0);
  for (const Graph& graph : {Graph{}, Graph::from_edges({}, {}, {}, 3), loops.graph(), zeros.graph()}) {
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      const LeidenOptions options{.objective = objective};
      const LeidenResult result = leiden(graph, options);
      CHECK(result.partition.num_communities() == graph.num_vertices());
      CHECK(result.converged);
      CHECK(result.iterations == 0);
      CHECK(result.quality == doctest::Approx(quality_of(graph, result.partition, options)));
    }
  }
}

TEST_CASE("an edge of weight 0 is no edge") {
  support::EdgeList list = support::clique(4);
  list.num_vertices = 6;
  list.add(3, 4, 0.0);
  list.add(4, 5, 1.0);
  CHECK(leiden(list.graph(), {.resolution = 0.1}).partition == Partition(Labels{0, 0, 0, 0, 1, 1}));
}

TEST_CASE("self-loops weigh in the degree, twice: heavy ones keep vertices apart under modularity") {
  support::EdgeList list = support::path(2);
  CHECK(leiden(list.graph(), kModularity).partition.num_communities() == 1);
  list.add(0, 0, 5.0);
  list.add(1, 1, 5.0);
  CHECK(leiden(list.graph(), kModularity).partition.num_communities() == 2);
}

TEST_CASE("repeated edges, their order and their direction do not matter") {
  const support::EdgeList list = support::random_edges(3000, 12000, 4);
  support::EdgeList halves;
  halves.num_vertices = list.num_vertices;
  for (std::size_t e = list.source.size(); e-- > 0;) {
    halves.add(list.target[e], list.source[e], 0.5);
    halves.add(list.source[e], list.target[e], 0.5);
  }
  CHECK(leiden(list.graph(), kModularity).partition == leiden(halves.graph(), kModularity).partition);
}

TEST_CASE("a power of two times all weights changes nothing, huge and tiny weights included") {
  const support::EdgeList list = support::random_edges(500, 3000, 9, true);
  const Partition expected = leiden(list.graph(), kModularity).partition;
  for (const int exponent : {-1000, -30, 40, 990}) {
    support::EdgeList scaled = list;
    for (double& weight : scaled.weight) weight = std::ldexp(weight, exponent);
    CHECK(leiden(scaled.graph(), kModularity).partition == expected);
  }
}

TEST_CASE("what the optimiser believes is what the graph says") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    support::EdgeList list = support::random_edges(400, 1500, seed, seed % 2 == 0);
    for (std::size_t e = 0; e < list.weight.size(); e += 5) list.weight[e] = 0;
    const Graph graph = list.graph();
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      const LeidenOptions options{
          .objective = objective, .resolution = objective == Objective::cpm ? 0.1 : 1.0, .seed = seed};
      const LeidenResult result = leiden(graph, options);
      CHECK(result.quality == doctest::Approx(quality_of(graph, result.partition, options)).epsilon(1e-9));
    }
  }
}

TEST_CASE("quality never falls with another iteration") {
  const Graph graph = support::planted(4000, 10, 0.5, 3).edges.graph();
  for (const Objective objective : {Objective::modularity, Objective::cpm}) {
    LeidenOptions options{.objective = objective, .resolution = objective == Objective::cpm ? 0.02 : 1.0};
    double before = -std::numeric_limits<double>::infinity();
    for (options.max_iterations = 1; options.max_iterations <= 6; ++options.max_iterations) {
      const double reached = quality_of(graph, leiden(graph, options).partition, options);
      CHECK(reached >= before - 1e-12);
      before = reached;
    }
  }
}

TEST_CASE("the first iteration is already better than the communities that were planted") {
  const support::Planted world = support::planted(20000, 16, 0.4, 5);
  const Graph graph = world.edges.graph();
  const LeidenResult result = leiden(graph, {.objective = Objective::modularity, .max_iterations = 1});
  CHECK(modularity(graph, result.partition) > modularity(graph, Partition(world.truth)));
}

TEST_CASE("a start is improved or kept, never made worse") {
  const CounterRandom random(5);
  const support::Planted world = support::planted(3000, 10, 0.3, 8);
  const Graph graph = world.edges.graph();
  Labels noise(graph.num_vertices());
  for (std::uint32_t v = 0; v < noise.size(); ++v) noise[v] = static_cast<std::uint32_t>(random.below(50, 0, v));
  LeidenOptions options{.objective = Objective::modularity, .max_iterations = 1};
  for (const Partition& start : {Partition(noise), Partition(world.truth), leiden(graph, kModularity).partition}) {
    CHECK(modularity(graph, leiden(graph, options, &start).partition) >= modularity(graph, start) - 1e-12);
  }
}

TEST_CASE("once converged, no vertex gains by moving alone, to a neighbour or to nobody") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Graph graph = support::random_edges(40, 90, seed, seed % 2 == 1).graph();
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      const LeidenOptions options{.objective = objective,
                                  .resolution = objective == Objective::cpm ? 0.2 : 1.0,
                                  .max_iterations = 100,
                                  .seed = seed};
      const LeidenResult result = leiden(graph, options);
      REQUIRE(result.converged);
      const double reached = quality_of(graph, result.partition, options);
      Labels label(result.partition.membership().begin(), result.partition.membership().end());
      for (std::uint32_t v = 0; v < 40; ++v) {
        const std::uint32_t own = label[v];
        for (std::uint32_t other = 0; other <= result.partition.num_communities(); ++other) {
          label[v] = other;
          CHECK(quality_of(graph, Partition(label), options) <= reached + 1e-9);
        }
        label[v] = own;
      }
    }
  }
}

TEST_CASE("a vertex that stands for many counts as many under CPM") {
  Graph graph = support::path(2).graph();
  CHECK(leiden(graph, {.resolution = 0.5}).partition.num_communities() == 1);
  graph.node_size = {3, 1};  // one edge on three pairs
  CHECK(leiden(graph, {.resolution = 0.5}).partition.num_communities() == 2);
}

TEST_CASE("levels are nested, end in the partition, and lose no quality from one to the next") {
  support::EdgeList loops = support::random_edges(300, 900, 2, true);
  loops.num_vertices = 310;  // some alone
  loops.add(3, 3, 2.0);
  for (const Graph& graph : {support::planted(3000, 10, 0.3, 2).edges.graph(), support::path(500).graph(),
                             support::star(50).graph(), loops.graph(), Graph{}}) {
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      const LeidenOptions options{.objective = objective, .resolution = objective == Objective::cpm ? 0.02 : 1.0};
      const Partition partition = leiden(graph, options).partition;
      const std::vector<Partition> levels = leiden_levels(graph, partition, options);
      REQUIRE(!levels.empty());
      CHECK(levels.back() == partition);
      for (const Partition& level : levels) CHECK(support::disconnected_communities(graph, level) == 0);
      for (std::size_t i = 1; i < levels.size(); ++i) {
        std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) pairs.emplace(levels[i - 1][v], levels[i][v]);
        CHECK(pairs.size() == levels[i - 1].num_communities());
        CHECK(levels[i].num_communities() < levels[i - 1].num_communities());
        CHECK(quality_of(graph, levels[i], options) >= quality_of(graph, levels[i - 1], options) - 1e-12);
      }
    }
  }
  const Graph graph = support::planted(3000, 10, 0.3, 2).edges.graph();
  CHECK(leiden_levels(graph, leiden(graph, kModularity).partition, kModularity).size() > 2);
}

TEST_CASE("levels of any partition end in it, with nothing better on the way") {
  const Graph graph = support::ring_of_cliques(20, 5).graph();
  Labels bad(100), whole(100, 0);
  for (std::uint32_t v = 0; v < 100; ++v) bad[v] = v % 7;
  for (const Partition& partition : {Partition(bad), Partition(whole)}) {
    const std::vector<Partition> levels = leiden_levels(graph, partition, kModularity);
    CHECK(levels.back() == partition);
    for (const Partition& level : levels) CHECK(modularity(graph, level) <= modularity(graph, partition) + 1e-12);
  }
  CHECK_THROWS_AS(leiden_levels(graph, Partition(Labels{0}), kModularity), std::invalid_argument);
}

TEST_CASE("a graph used in place gives what the same graph gives with an isolated vertex beside it") {
  support::EdgeList list = support::planted(3000, 10, 0.4, 6).edges;
  const Partition in_place = leiden(list.graph(), kModularity).partition;
  ++list.num_vertices;
  const Partition copied = leiden(list.graph(), kModularity).partition;
  Labels expected(in_place.membership().begin(), in_place.membership().end());
  expected.push_back(in_place.num_communities());
  CHECK(copied == Partition(expected));
}

TEST_CASE("another seed is another run, the same seed the same") {
  const Graph graph = support::random_edges(2000, 8000, 6).graph();
  CHECK(leiden(graph, {.objective = Objective::modularity, .seed = 1}).partition ==
        leiden(graph, {.objective = Objective::modularity, .seed = 1}).partition);
  CHECK(leiden(graph, {.objective = Objective::modularity, .seed = 1}).partition !=
        leiden(graph, {.objective = Objective::modularity, .seed = 2}).partition);
}

TEST_CASE("wrong options are refused by name") {
  Graph graph = support::path(3).graph();
  const Partition short_start(Labels{0});
  CHECK_THROWS_WITH_AS(leiden(graph, {.resolution = -1}), "`resolution` must be > 0 and finite, got -1",
                       std::invalid_argument);
  CHECK_THROWS_AS(leiden(graph, {.resolution = std::nan("")}), std::invalid_argument);
  CHECK_THROWS_AS(leiden(graph, {.max_iterations = -1}), std::invalid_argument);
  CHECK_THROWS_AS(leiden(graph, {}, &short_start), std::invalid_argument);
  graph.node_size = {1, 0, 1};
  CHECK_THROWS_WITH_AS(leiden(graph), "`node_size` must be >= 1, got 0", std::invalid_argument);
  graph.node_size = {1};
  CHECK_THROWS_AS(leiden(graph), std::invalid_argument);
}

TEST_CASE("a stop asked for in the middle of a run ends it") {
  const Graph graph = support::random_edges(20000, 100000, 1).graph();
  std::stop_source stop;
  int reports = 0;
  Control control{.stop = stop.get_token(), .on_progress = [&](const Progress& progress) {
                    CHECK(progress.stage == "communities");
                    if (++reports == 2) stop.request_stop();
                  }};
  CHECK_THROWS_AS(leiden(graph, kModularity, nullptr, control), Cancelled);
  CHECK(reports == 2);
}
