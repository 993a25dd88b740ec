#include <accountgraph/communities/leiden.hpp>

#include <algorithm>

#include <doctest/doctest.h>

#include "support/data.hpp"
#include "support/graphs.hpp"
#include "support/threads.hpp"

using namespace accountgraph;

TEST_CASE("one, two, three and seven threads give the same partition, bit for bit") {
  std::vector<Graph> graphs = {
      support::star(40000).graph(),
      support::path(30000).graph(),
      support::clique(300).graph(),
      support::ring_of_cliques(3000, 6).graph(),
      support::random_edges(20000, 60000, 1, true).graph(),
      support::random_edges(3000, 60000, 2).graph(),
      support::planted(30000, 14, 0.4, 1).edges.graph(),
      support::planted(10000, 20, 0.6, 2).edges.graph(),
  };
  if (support::have_data("modularity-graphs")) {
    for (const char* name : {"power", "PGPgiantcompo"}) {
      graphs.push_back(support::read_edges(std::string("modularity-graphs/") + name + ".csv").graph());
    }
  }
  std::vector<std::vector<LeidenResult>> expected(graphs.size());
  std::vector<std::vector<std::vector<Partition>>> expected_levels(graphs.size());
  std::size_t most_threads = 0;
  for (const int threads : {1, 2, 3, 7}) {
    support::Threads arena(threads);
    for (std::size_t g = 0; g < graphs.size(); ++g) {
      std::vector<LeidenResult> found(2);
      std::vector<std::vector<Partition>> levels(2);
      const LeidenOptions options[] = {{.objective = Objective::modularity, .seed = 3},
                                       {.resolution = 0.05, .seed = 4}};
      arena.run([&] {
        for (std::size_t i = 0; i < 2; ++i) {
          found[i] = leiden(graphs[g], options[i]);
          levels[i] = leiden_levels(graphs[g], found[i].partition, options[i]);
        }
      });
      if (threads == 1) expected[g] = found, expected_levels[g] = levels;
      for (std::size_t i = 0; i < 2; ++i) {
        CAPTURE(g);
        CAPTURE(threads);
        CHECK(found[i].partition == expected[g][i].partition);
        CHECK(levels[i] == expected_levels[g][i]);
        CHECK(found[i].quality == expected[g][i].quality);
        CHECK(found[i].iterations == expected[g][i].iterations);
      }
    }
    most_threads = std::max(most_threads, arena.took_part());
  }
  CHECK(most_threads > 2);  // else nothing was tested
}

TEST_CASE("twenty graphs, 1 to 16 threads, five times each: one partition a graph") {
  std::vector<Graph> graphs;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto n = static_cast<std::uint32_t>(2500 + 300 * seed);  // large enough for the parallel lists
    graphs.push_back(support::random_edges(n, 3 * n, seed, true).graph());
    graphs.push_back(support::random_edges(n, 6 * n, seed).graph());
    graphs.push_back(support::planted(n, 10, 0.1 + 0.15 * static_cast<double>(seed), seed).edges.graph());
    graphs.push_back(support::ring_of_cliques(n / 5, 5).graph());
  }
  std::vector<Partition> expected(graphs.size());
  std::size_t most_threads = 0;
  for (const int threads : {1, 2, 3, 7, 16}) {
    support::Threads arena(threads);
    for (int repeat = 0; repeat < 5; ++repeat) {
      for (std::size_t g = 0; g < graphs.size(); ++g) {
        const LeidenOptions options{.objective = g % 2 ? Objective::cpm : Objective::modularity,
                                    .resolution = g % 2 ? 0.05 : 1.0,
                                    .max_iterations = 3,
                                    .seed = g};
        Partition found;
        arena.run([&] { found = leiden(graphs[g], options).partition; });
        if (threads == 1 && repeat == 0) expected[g] = found;
        CAPTURE(g);
        CAPTURE(threads);
        CHECK(found == expected[g]);
      }
    }
    most_threads = std::max(most_threads, arena.took_part());
  }
  CHECK(most_threads > 2);
}
