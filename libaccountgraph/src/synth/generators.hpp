/// The event generators: every account's events are a function of world and account.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/synth/world.hpp>

#include "identifier_code.hpp"

namespace accountgraph::synth {

/// Streams of World::planted_random.
enum PlantedStream : std::uint64_t {
  stream_cell = 1,
  stream_planted,
  stream_planted_session,
  stream_planted_event,
  stream_slot,
  stream_slice,
  stream_family,
  stream_card,
  stream_device
};

/// Append the events of one honest account (without forgeries) or of one planted one (index into World::planted).
void draft_honest_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts);
void draft_planted_events(const World& world, std::uint32_t index, std::vector<Draft>& drafts);

/// Replaces `drafts` with the events of any account, forgeries included.
void draft_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts);

/// Fills World::cells and World::planted; World::forgeries. In that order, after the honest plan.
void plan_operation(World& world);
void plan_forgeries(World& world);

}  // namespace accountgraph::synth
