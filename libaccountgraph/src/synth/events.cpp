#include <accountgraph/synth/events.hpp>

#include <algorithm>
#include <cstring>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>

#include "generators.hpp"
#include "prompt_writer.hpp"

namespace accountgraph {
namespace {

using namespace synth;

constexpr double kBlockEvents = 20'000;
constexpr double kBlockTexts = 2'500;  ///< events of a block with prompt text, which is some 8 times as large
constexpr std::uint32_t kMostBlockAccounts = 512;
constexpr std::uint32_t kBlocksAhead = 16;
constexpr std::size_t kChunkBytes = 1 << 16;

/// Bytes that never move, in chunks owned by the block.
class Arena {
 public:
  explicit Arena(std::vector<std::unique_ptr<char[]>>& chunks) : chunks_(chunks) {}
  std::string_view keep(std::string_view text) {
    if (text.empty()) return "";  // an empty value is a placeholder, not an absent one
    if (left_ < text.size()) {
      left_ = std::max(kChunkBytes, text.size());
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      next_ = chunks_.back().get();
    }
    std::memcpy(next_, text.data(), text.size());
    const std::string_view kept(next_, text.size());
    next_ += text.size();
    left_ -= text.size();
    return kept;
  }

 private:
  std::vector<std::unique_ptr<char[]>>& chunks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

void check_range(const World& world, std::uint32_t begin, std::uint32_t end) {
  require(end <= world.num_accounts(), "end", "<= the world's number of accounts", end);
  require(begin <= end, "begin", "<= end", begin);
}

constexpr std::uint32_t kTemplate = 3;

}  // namespace

std::vector<std::string_view> event_kinds(const WorldOptions& options) {
  std::vector<std::string_view> kinds(kEventKinds.begin(), kEventKinds.end());
  if (options.prompt_text == PromptText::beside) kinds.push_back("prompt");
  if (options.prompt_text == PromptText::only) kinds[kTemplate] = "prompt";
  return kinds;
}

EventBlock generate_block(const World& world, std::uint32_t begin, std::uint32_t end) {
  check_range(world, begin, end);
  EventBlock block;
  Arena arena(block.bytes);
  EventBatch& batch = block.batch;
  batch.values.resize(event_kinds(world.options).size());
  const PromptText prompts = world.options.prompt_text;
  const std::size_t prompt_column = prompts == PromptText::only ? kTemplate : kEventKinds.size();
  PromptWriter writer(world);
  std::vector<Draft> drafts;
  char text[kMaxText];
  for (std::uint32_t account = begin; account < end; ++account) {
    draft_events(world, account, drafts);
    const std::string_view name = arena.keep(account_name(world, account));
    const Draft* previous = nullptr;
    for (const Draft& draft : drafts) {
      batch.account.push_back(name);
      batch.time_micros.push_back(draft.time_micros);
      for (std::uint32_t kind = 0; kind < kEventKinds.size(); ++kind) {
        if (kind == kTemplate && prompts == PromptText::only) continue;
        std::vector<std::string_view>& column = batch.values[kind];
        const Code code = draft.codes[kind];
        if (code == 0) {
          column.push_back(kMissing);
        } else if (previous != nullptr && previous->codes[kind] == code && previous->salt == draft.salt) {
          const std::string_view same = column.back();
          column.push_back(same);
        } else {
          column.push_back(arena.keep(write_code(code, draft.salt, kind, world.text_key, text)));
        }
      }
      if (prompts != PromptText::none) {
        const auto event = static_cast<std::uint64_t>(&draft - drafts.data());
        batch.values[prompt_column].push_back(arena.keep(writer.write(draft.codes[kTemplate], account, event)));
      }
      previous = &draft;
    }
  }
  return block;
}

void generate_events(const World& world, std::uint32_t begin, std::uint32_t end,
                     const std::function<void(const EventBatch&)>& sink, const Control& control) {
  check_range(world, begin, end);
  const auto block_accounts = static_cast<std::uint32_t>(std::clamp(
      (world.options.prompt_text == PromptText::none ? kBlockEvents : kBlockTexts) / world.options.events_per_account,
      1.0, double{kMostBlockAccounts}));
  std::vector<EventBlock> blocks(kBlocksAhead);
  for (std::uint64_t wave = begin; wave < end; wave += kBlocksAhead * block_accounts) {
    const std::uint64_t wave_end = std::min<std::uint64_t>(end, wave + kBlocksAhead * block_accounts);
    parallel_blocks(wave_end - wave, block_accounts, control, [&](std::size_t first, std::size_t last) {
      blocks[first / block_accounts] =
          generate_block(world, static_cast<std::uint32_t>(wave + first), static_cast<std::uint32_t>(wave + last));
    });
    for (EventBlock& block : blocks) {
      if (block.batch.num_events() == 0) continue;
      control.check();
      sink(block.batch);
      block = {};
    }
    control.report("simulate", wave_end - begin, end - begin);
  }
}

Table events_table(const World& world, std::uint32_t begin, std::uint32_t end, const Control& control) {
  StringPool accounts;
  Timestamps times;
  const std::vector<std::string_view> kinds = event_kinds(world.options);
  std::vector<StringPool> values(kinds.size());
  std::vector<std::vector<bool>> valid(kinds.size());
  generate_events(
      world, begin, end,
      [&](const EventBatch& batch) {
        for (const std::string_view account : batch.account) accounts.push_back(account);
        times.micros.insert(times.micros.end(), batch.time_micros.begin(), batch.time_micros.end());
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
          for (const std::string_view value : batch.values[kind]) {
            values[kind].push_back(value);
            valid[kind].push_back(value.data() != nullptr);
          }
        }
      },
      control);
  Table table;
  table.add("account_id", std::move(accounts));
  table.add("timestamp", std::move(times));
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    table.add(std::string(kinds[kind]), std::move(values[kind]), std::move(valid[kind]));
  }
  return table;
}

}  // namespace accountgraph
