/// The events of a world, streamed in batches of bounded size. Events come account by account, honest accounts first, in
/// no order of time; any cut into batches and any number of threads gives the same events.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/synth/world.hpp>

namespace accountgraph {

/// The kinds of a world's events, in the order of EventBatch::values.
inline constexpr std::array<std::string_view, 5> kEventKinds = {"payment", "device", "ip", "template", "phone"};
/// The same for a world with prompt text: `prompt` comes last, or stands for `template` (WorldOptions::prompt_text).
std::vector<std::string_view> event_kinds(const WorldOptions& options);

/// A batch that owns its bytes. Movable; `batch` stays valid when moved.
struct EventBlock {
  EventBatch batch;
  std::vector<std::unique_ptr<char[]>> bytes;
};

/// The events of accounts [begin, end), at most num_accounts(). Serial. Cost: O(events), about 0.4 us an event.
/// Prompt text is some 700 bytes and 3 us an event more.
/// A missing value is kMissing; an empty text is a value that some honest accounts send (a placeholder).
EventBlock generate_block(const World& world, std::uint32_t begin, std::uint32_t end);

/// Calls sink(batch) for consecutive blocks of accounts (about 20,000 events each) of [begin, end), in order, from the
/// calling thread; blocks are made in parallel, 16 at a time, so memory stays bounded (some 60 MB). The batch is valid
/// during the call only. Throws Cancelled; exceptions of the sink are passed on. Progress stage: "simulate".
void generate_events(const World& world, std::uint32_t begin, std::uint32_t end,
                     const std::function<void(const EventBatch&)>& sink, const Control& control = {});

/// The events of accounts [begin, end) as a table: account_id, timestamp, then event_kinds() (null where missing).
/// Parallel; the same bytes for any number of threads. Cost: O(events) time and memory.
Table events_table(const World& world, std::uint32_t begin, std::uint32_t end, const Control& control = {});

}  // namespace accountgraph
