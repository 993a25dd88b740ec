// The evidence model and the links of the world. The first result is verified, the others must be like it.
#include <cstdint>

#include <benchmark/benchmark.h>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/verify/links.hpp>

#include "world.hpp"

namespace ag = accountgraph;

namespace {

void evidence_model(benchmark::State& state) {
  const ag::Incidence& incidence = ag::bench::incidence();
  const auto expected = ag::evidence_model(incidence).identifier_bits;
  for (auto _ : state) {
    if (ag::evidence_model(incidence).identifier_bits != expected) return state.SkipWithError("other bits");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(incidence.num_entries()));
}
BENCHMARK(evidence_model)->Unit(benchmark::kMillisecond)->UseRealTime();

void link_accounts(benchmark::State& state) {
  const ag::Incidence& incidence = ag::bench::incidence();
  const ag::EvidenceModel model = ag::evidence_model(incidence);
  const ag::LinkGraph expected = ag::link_accounts(incidence, model);
  if (ag::verify::valid_link_graph(incidence, {}, expected)) return state.SkipWithError("wrong links");
  for (auto _ : state) {
    const ag::LinkGraph links = ag::link_accounts(incidence, model);
    if (links.num_links() != expected.num_links() || links.bits != expected.bits)
      return state.SkipWithError("other links");
  }
  state.counters["links"] = static_cast<double>(expected.num_links());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(incidence.num_entries()));
}
BENCHMARK(link_accounts)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
