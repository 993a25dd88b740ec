// max_links_per_account and max_memory_bytes, seen from the whole pipeline.
#include <doctest/doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <accountgraph/detect.hpp>
#include <accountgraph/synth/events.hpp>

using namespace accountgraph;

namespace {

Incidence world_incidence(const WorldOptions& options) {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  const World world = make_world(options);
  IncidenceBuilder builder(kinds);
  for (std::uint32_t first = 0; first < world.num_accounts(); first += 500)
    builder.add(generate_block(world, first, std::min(first + 500, world.num_accounts())).batch);
  return std::move(builder).finish();
}

}  // namespace

TEST_CASE("the clusters of worlds are the same with 1,000 links an account, and with ten, as with all") {
  std::uint64_t dropped = 0;
  for (const char* preset : {"pooled_25k", "rings"}) {
    CAPTURE(preset);
    const Incidence incidence = world_incidence({.preset = preset,
                                                 .accounts = 4'000,
                                                 .operation = 300,
                                                 .difficulty = 0,
                                                 .seed = 101,
                                                 .events_per_account = 25});
    DetectOptions options;
    options.linkage.max_links_per_account = 0;
    const Case all = detect(incidence, options);
    for (const std::uint32_t most : {1'000U, 10U}) {
      options.linkage.max_links_per_account = most;
      const Case few = detect(incidence, options);
      dropped += few.links.links_dropped;
      CHECK(few.links.num_links() + few.links.links_dropped == all.links.num_links());
      CHECK(few.cluster_of == all.cluster_of);
      CHECK(few.flagged == all.flagged);
    }
  }
  CHECK(dropped > 0);
}

TEST_CASE("a run beyond its budget ends before it links") {
  const Incidence incidence =
      world_incidence({.accounts = 1'000, .operation = 100, .seed = 101, .events_per_account = 20});
  CHECK_THROWS_AS(detect(incidence, {.linkage = {.max_memory_bytes = 1'000}}), InputError);
  CHECK(detect(incidence, {.linkage = {.max_memory_bytes = 1'000'000'000}}).links.num_links() > 0);
}
