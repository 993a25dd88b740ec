// IncidenceBuilder: add alone (items are events), and add with finish. The incidence must be the same each time.
#include <cstdint>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "world.hpp"

namespace ag = accountgraph;

namespace {

std::int64_t num_events() {
  std::int64_t events = 0;
  for (const ag::EventBlock& block : ag::bench::event_blocks())
    events += static_cast<std::int64_t>(block.batch.num_events());
  return events;
}

void builder_add(benchmark::State& state) {
  const std::uint64_t expected = ag::bench::incidence().num_entries();
  for (auto _ : state) {
    ag::IncidenceBuilder builder(ag::bench::event_kinds());
    for (const ag::EventBlock& block : ag::bench::event_blocks()) builder.add(block.batch);
    state.PauseTiming();
    if (std::move(builder).finish().num_entries() != expected) return state.SkipWithError("another number of entries");
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * num_events());
}
BENCHMARK(builder_add)->Unit(benchmark::kMillisecond)->UseRealTime();

void builder_add_and_finish(benchmark::State& state) {
  const std::string expected = ag::fingerprint(ag::bench::incidence());
  for (auto _ : state) {
    ag::IncidenceBuilder builder(ag::bench::event_kinds());
    for (const ag::EventBlock& block : ag::bench::event_blocks()) builder.add(block.batch);
    const ag::Incidence built = std::move(builder).finish();
    state.PauseTiming();
    if (ag::fingerprint(built) != expected) return state.SkipWithError("another incidence");
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * num_events());
}
BENCHMARK(builder_add_and_finish)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
