/// Prompt text: the same for the same event, one mould a template, and what an operation does to hide it.
#include <doctest/doctest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>

#include <accountgraph/synth/prompts.hpp>

#include "log.hpp"

using namespace accountgraph;

namespace {

const WorldOptions kText{.accounts = 500, .operation = 100, .seed = 105, .prompt_text = PromptText::beside};

WorldOptions with(double difficulty, std::map<std::string, double> knobs = {}) {
  WorldOptions options = kText;
  options.difficulty = difficulty;
  options.operation_knobs = std::move(knobs);
  return options;
}

/// One event: what its columns say, and its mould.
struct Event {
  std::string account, tmpl;
  Prompt prompt;
  bool planted = false;
};

std::vector<Event> events_of(const World& world, std::uint32_t begin, std::uint32_t end) {
  std::vector<Event> events;
  for (std::uint32_t account = begin; account < end; ++account) {
    const EventBlock block = generate_block(world, account, account + 1);
    const std::vector<Prompt> prompts = prompts_of(world, account);
    REQUIRE(prompts.size() == block.batch.num_events());
    for (std::size_t i = 0; i < prompts.size(); ++i) {
      CHECK(prompts[i].text == support::text(block.batch.values[5][i]));
      events.push_back({std::string(block.batch.account[i]), support::text(block.batch.values[support::prompt][i]),
                        prompts[i], world.is_planted(account)});
    }
  }
  return events;
}
std::vector<Event> events_of(const World& world) { return events_of(world, 0, world.num_accounts()); }

bool in_order(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    at = text.find(part, at);
    if (at == text.npos) return false;
    at += part.size();
  }
  return true;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += part + '\0';
  return all;
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

}  // namespace

TEST_CASE("prompt text changes nothing else, and stands beside the template or in its place") {
  const auto block_of = [](PromptText prompt_text) {
    WorldOptions options = kText;
    options.prompt_text = prompt_text;
    return generate_block(make_world(options), 450, 550);
  };
  const EventBlock none = block_of(PromptText::none);
  const EventBlock beside = block_of(PromptText::beside);
  const EventBlock only = block_of(PromptText::only);
  REQUIRE(none.batch.values.size() == 5);
  REQUIRE(beside.batch.values.size() == 6);
  REQUIRE(only.batch.values.size() == 5);
  CHECK(event_kinds(kText).back() == "prompt");
  CHECK(none.batch.time_micros == beside.batch.time_micros);
  CHECK(none.batch.time_micros == only.batch.time_micros);
  for (std::size_t kind = 0; kind < 5; ++kind) {
    CHECK(none.batch.values[kind] == beside.batch.values[kind]);
    CHECK(only.batch.values[kind] == (kind == support::prompt ? beside.batch.values[5] : none.batch.values[kind]));
  }
  const Table table = events_table(make_world(kText), 0, 20);
  CHECK(table.columns.back().name == "prompt");
}

TEST_CASE("a prompt depends on its event alone: not on threads, cuts or the operation") {
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, 7);
  const World world = make_world(kText);
  std::string first;
  for (const int threads : {1, 2, 7}) {
    tbb::task_arena arena(threads);
    const std::string events = arena.execute([&] { return support::lines(world, 0, world.num_accounts()); });
    if (first.empty()) first = events;
    CHECK(events == first);
  }
  std::string pieces;
  for (std::uint32_t account = 0; account < 50; ++account) pieces += support::lines(world, account, account + 1);
  CHECK(first.compare(0, pieces.size(), pieces) == 0);
  WorldOptions honest = kText;
  honest.operation = 0;
  const std::string alone = support::lines(make_world(honest), 0, kText.accounts);
  CHECK(first.compare(0, alone.size(), alone) == 0);
  WorldOptions other = kText;
  other.seed = 106;
  CHECK(support::lines(make_world(other), 0, 1) != support::lines(world, 0, 1));
}

TEST_CASE(
    "the prompts of a template hold its fixed text in order, differ in their slots, and share no mould with another") {
  const std::vector<Event> events = events_of(make_world(with(0)));
  std::map<std::string, std::string> mould_of;        // template -> fixed text
  std::map<std::string, std::set<std::string>> sent;  // template -> different prompts
  std::map<std::string, std::size_t> times;
  for (const Event& event : events) {
    CHECK(in_order(event.prompt.text, event.prompt.fixed));
    if (event.prompt.fixed.empty()) continue;
    const std::string mould = joined(event.prompt.fixed);
    CHECK(mould_of.emplace(event.tmpl, mould).first->second == mould);
    sent[event.tmpl].insert(event.prompt.text);
    ++times[event.tmpl];
  }
  std::set<std::string> moulds;
  for (const auto& [tmpl, mould] : mould_of) moulds.insert(mould);
  CHECK(moulds.size() == mould_of.size());
  CHECK(moulds.size() > 500);
  std::size_t prompts = 0;
  std::size_t different = 0;
  for (const auto& [tmpl, texts] : sent) {
    if (times[tmpl] < 5) continue;
    prompts += times[tmpl];
    different += texts.size();
  }
  CHECK(static_cast<double>(different) > .75 * static_cast<double>(prompts));  // a public suite's items have no slots
}

TEST_CASE("prompts without a mould are nearly all different, and 300 characters long on the average") {
  std::set<std::string> texts;
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (const Event& event : events_of(make_world(kText), 0, 300)) {
    if (event.tmpl != "<missing>") continue;
    texts.insert(event.prompt.text);
    bytes += event.prompt.text.size();
    ++count;
  }
  CHECK(static_cast<double>(texts.size()) > .98 * static_cast<double>(count));
  CHECK(bytes / count > 250);
  CHECK(bytes / count < 400);
}

TEST_CASE("text is UTF-8 without control characters, in several languages, and some of it is long") {
  std::size_t chinese = 0;
  std::size_t accents = 0;
  std::size_t long_ones = 0;
  for (const Event& event : events_of(make_world(with(.9)), 300, 600)) {
    const std::string& text = event.prompt.text;
    CHECK(is_utf8(text));
    CHECK(std::ranges::none_of(text, [](char c) { return c >= 0 && c < 32 && c != '\n' && c != '\t'; }));
    chinese += text.find("的") != text.npos;
    accents += text.find("é") != text.npos || text.find("ü") != text.npos;
    long_ones += text.size() > 2000;
  }
  CHECK(chinese > 50);
  CHECK(accents > 50);
  CHECK(long_ones > 50);
}
