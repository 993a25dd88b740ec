/// The same options give the same bytes, however they are asked for.
#include <doctest/doctest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include "log.hpp"

using namespace accountgraph;
using support::lines;

namespace {
const WorldOptions kSmall{.accounts = 3000, .operation = 300, .seed = 7};
}

TEST_CASE("the same options and seed give the same events and truth; another seed gives others") {
  const World world = make_world(kSmall);
  const World again = make_world(kSmall);
  const std::string events = lines(world, 0, world.num_accounts());
  CHECK(events == lines(again, 0, again.num_accounts()));
  CHECK(support::groups(world) == support::groups(again));
  WorldOptions other = kSmall;
  other.seed = 8;
  const World different = make_world(other);
  CHECK(events != lines(different, 0, different.num_accounts()));
}

TEST_CASE("any cut into batches gives the same events") {
  const World world = make_world(kSmall);
  const std::string whole = lines(world, 0, world.num_accounts());
  std::string pieces;
  const std::uint32_t cuts[] = {0, 1, 2, 2, 777, 2999, 3001, 3300};
  for (int i = 0; i + 1 < 8; ++i) pieces += lines(world, cuts[i], cuts[i + 1]);
  CHECK(pieces == whole);
  std::string single;
  for (std::uint32_t account = 0; account < 50; ++account) {
    const EventBlock made = generate_block(world, account, account + 1);
    EventBlock moved;
    moved = EventBlock(generate_block(world, account, account + 1));
    support::append(single, moved.batch);
    CHECK(made.batch.num_events() == moved.batch.num_events());
  }
  CHECK(whole.compare(0, single.size(), single) == 0);
}

TEST_CASE("1, 2 and 7 threads give the same events, in the same order") {
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, 7);
  const World world = make_world(kSmall);
  std::string first;
  for (const int threads : {1, 2, 7}) {
    tbb::task_arena arena(threads);
    const std::string events = arena.execute([&] { return lines(world, 0, world.num_accounts()); });
    if (first.empty()) first = events;
    CHECK(events == first);
  }
}

TEST_CASE("the table holds the streamed events, missing values as nulls") {
  const World world = make_world(kSmall);
  const Table table = events_table(world, 0, 200);
  std::string rows;
  for (std::size_t row = 0; row < table.num_rows(); ++row) {
    rows += std::string(std::get<StringPool>(table.columns[0].values)[row]) + '\t' +
            std::to_string(std::get<Timestamps>(table.columns[1].values).micros[row]);
    for (int kind = 0; kind < 5; ++kind) {
      const Column& column = table.columns[2 + kind];
      CHECK(column.name == kEventKinds[kind]);
      rows += '\t' + (column.valid[row] ? std::string(std::get<StringPool>(column.values)[row]) : "<missing>");
    }
    rows += '\n';
  }
  CHECK(rows == lines(world, 0, 200));
}

TEST_CASE("a sink that throws and a stop request end the run") {
  const World world = make_world(kSmall);
  const auto refuse = [](const EventBatch&) { throw std::runtime_error("full"); };
  CHECK_THROWS_WITH(generate_events(world, 0, 100, refuse), "full");
  std::stop_source stop;
  stop.request_stop();
  const Control control{stop.get_token()};
  CHECK_THROWS_AS(generate_events(world, 0, 100, [](const EventBatch&) {}, control), Cancelled);
}
