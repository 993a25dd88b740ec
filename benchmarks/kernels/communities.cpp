// Leiden on the links of the world, as `detect` calls it. The first partition is verified, the others must equal it.
#include <cstdint>

#include <benchmark/benchmark.h>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/detect.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/verify/communities.hpp>

#include "world.hpp"

namespace ag = accountgraph;

namespace {

void leiden(benchmark::State& state) {
  const ag::Incidence& incidence = ag::bench::incidence();
  const ag::Graph graph = ag::graph_of_links(ag::link_accounts(incidence, ag::evidence_model(incidence)));
  const ag::LeidenOptions options = ag::DetectOptions{}.communities;
  const ag::Partition expected = ag::leiden(graph, options).partition;
  if (ag::verify::communities_connected(graph, expected)) return state.SkipWithError("a community is not connected");
  for (auto _ : state) {
    if (ag::leiden(graph, options).partition != expected) return state.SkipWithError("another partition");
  }
  state.counters["communities"] = static_cast<double>(expected.num_communities());
}
BENCHMARK(leiden)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
