/// Rewiring: nobody shares for a reason any more, and nothing else about the log changes.
#include <doctest/doctest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>

#include "log.hpp"

using namespace accountgraph;
using support::Holders;

namespace {

const WorldOptions kPlain{.accounts = 3000, .operation = 400, .difficulty = 0};

World rewired(std::uint64_t seed = 1) {
  WorldOptions options = kPlain;
  options.rewired = true;
  options.seed = seed;
  return make_world(options);
}

/// Number of identifiers of each account, per kind.
std::map<std::string, std::array<int, 5>> degrees(const Holders& holders) {
  std::map<std::string, std::array<int, 5>> of;
  for (int kind = 0; kind < 5; ++kind) {
    for (const auto& [identifier, accounts] : holders.of[kind]) {
      for (const std::string& account : accounts) ++of[account][kind];
    }
  }
  return of;
}

/// Pairs of accounts with two identifiers in common, among those with at most 30 accounts.
std::size_t close_pairs(const Holders& holders) {
  std::map<std::pair<std::string, std::string>, int> shared;
  for (const auto& kind : holders.of) {
    for (const auto& [identifier, accounts] : kind) {
      if (accounts.size() > 30) continue;
      for (const std::string& a : accounts) {
        for (const std::string& b : accounts) {
          if (a < b) ++shared[{a, b}];
        }
      }
    }
  }
  return static_cast<std::size_t>(std::ranges::count_if(shared, [](const auto& pair) { return pair.second > 1; }));
}

}  // namespace

TEST_CASE("every account keeps its number of identifiers, every identifier its number of accounts, all their events") {
  const World plain = make_world(kPlain);
  const World dealt = rewired();
  CHECK(generate_block(plain, 0, 3400).batch.time_micros == generate_block(dealt, 0, 3400).batch.time_micros);
  const Holders before(plain), after(dealt);
  CHECK(degrees(before) == degrees(after));
  for (int kind = 0; kind < 5; ++kind) {
    std::vector<std::size_t> sizes[2];
    for (const auto& [identifier, accounts] : before.of[kind]) sizes[0].push_back(accounts.size());
    for (const auto& [identifier, accounts] : after.of[kind]) sizes[1].push_back(accounts.size());
    for (std::vector<std::size_t>& list : sizes) std::ranges::sort(list);
    CHECK(sizes[0] == sizes[1]);
    CHECK(before.of[kind] != after.of[kind]);
  }
}

TEST_CASE("hardly anybody shares two rare identifiers afterwards, and the truth names no operation") {
  CHECK(close_pairs(Holders(rewired())) < close_pairs(Holders(make_world(kPlain))) / 4);
  const auto groups = support::groups(rewired());
  CHECK(groups.count("operation") == 0);
  CHECK(groups.count("household") == 1);
}

TEST_CASE("rewiring is the same for 1, 2 and 7 threads, and another for another seed") {
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, 7);
  std::string first;
  for (const int threads : {1, 2, 7}) {
    tbb::task_arena arena(threads);
    const std::string events = arena.execute([] { return support::lines(rewired(), 0, 3400); });
    if (first.empty()) first = events;
    CHECK(events == first);
  }
  CHECK(support::lines(rewired(2), 0, 3400) != first);
}
