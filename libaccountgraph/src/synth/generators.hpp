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
  stream_device,
  stream_number,
  stream_job,
  stream_recording
};

inline constexpr std::uint32_t kTasksPerOperation = 1000;

/// Members of a lattice cell are points of a grid with a prime side, and what they share are lines of it: two points have
/// one line in common, so two accounts share at most one identifier. Six directions are used; a side has at least 5.
enum LatticeDirection : std::uint32_t {
  lattice_card,
  lattice_device,
  lattice_address,
  lattice_second_address,
  lattice_task,
  lattice_second_task
};
/// The line through a member's point in a direction, in [0, side).
std::uint32_t lattice_line(std::uint32_t direction, std::uint32_t member, std::uint32_t side);

/// Append the events of one honest account (without forgeries) or of one planted one (index into World::planted).
void draft_honest_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts);
void draft_planted_events(const World& world, std::uint32_t index, std::vector<Draft>& drafts);

/// Replaces `drafts` with the events of any account, forgeries and rewiring included.
void draft_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts);

/// Fills World::cells, World::planted and World::recordings; World::forgeries. In that order, after the honest plan.
void plan_operation(World& world);
void plan_forgeries(World& world);

/// Fills World::rewiring; the world must be complete. Until then draft_events leaves identifiers where they were.
void rewire(World& world, const Control& control);
void apply_rewiring(const World& world, std::uint32_t account, std::vector<Draft>& drafts);

}  // namespace accountgraph::synth
