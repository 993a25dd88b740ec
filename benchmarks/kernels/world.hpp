// What the kernels work on: a world of 20,000 honest accounts and an operation of 1,000, made once a program. Seed 101.
#pragma once

#include <utility>
#include <vector>

#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/synth/events.hpp>

namespace accountgraph::bench {

/// The kinds of a world's events, in their order.
inline std::vector<Kind> event_kinds() {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  return kinds;
}

/// All events, about 800,000.
inline const std::vector<EventBlock>& event_blocks() {
  static const std::vector<EventBlock> blocks = [] {
    const World world = make_world({.accounts = 20'000, .operation = 1'000, .seed = 101});
    std::vector<EventBlock> made;
    for (std::uint32_t first = 0; first < world.num_accounts(); first += 500) {
      made.push_back(generate_block(world, first, std::min(first + 500, world.num_accounts())));
    }
    return made;
  }();
  return blocks;
}

/// Their incidence.
inline const Incidence& incidence() {
  static const Incidence built = [] {
    IncidenceBuilder builder(event_kinds());
    for (const EventBlock& block : event_blocks()) builder.add(block.batch);
    return std::move(builder).finish();
  }();
  return built;
}

}  // namespace accountgraph::bench
