/// The planted operation: what it shares, what difficulty does, and that it leaves honest accounts alone.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/core/ids.hpp>

#include "log.hpp"

using namespace accountgraph;
using support::Holders;
using support::lines;

namespace {

/// Nothing of an honest account is used by the operation.
WorldOptions apart() {
  WorldOptions options{.accounts = 2000, .operation = 600, .difficulty = .6};
  options.operation_knobs = {{"residential", 0}, {"shared_exit", 0},         {"camouflage", 0},
                             {"stolen_card", 0}, {"popular_fingerprint", 0}, {"public_number", 0}};
  options.look_alikes.placeholder = options.look_alikes.gateway = 0;
  return options;
}

double share(const World& world, bool PlantedAccount::* flag) {
  const auto count = std::ranges::count_if(world.planted, [&](const PlantedAccount& account) { return account.*flag; });
  return static_cast<double>(count) / static_cast<double>(world.planted.size());
}

}  // namespace

TEST_CASE("removing the operation, or changing it, leaves honest events byte-identical") {
  WorldOptions options{.accounts = 2000, .operation = 400, .seed = 3};
  const World with = make_world(options);
  const std::string honest = lines(with, 0, options.accounts);
  auto truth_with = support::groups(with);
  options.operation = 0;
  const World without = make_world(options);
  CHECK(without.num_accounts() == 2000);
  CHECK(lines(without, 0, 2000) == honest);
  truth_with.erase("operation");
  truth_with.erase("operation_cell");
  CHECK(support::groups(without) == truth_with);
  options.operation = 900;
  options.difficulty = .9;
  options.preset = "rings";
  CHECK(lines(make_world(options), 0, 2000) == honest);
}

TEST_CASE("identifiers of the operation's own never collide with honest ones") {
  const World world = make_world(apart());
  const Holders honest(world, 0, 2000);
  const Holders planted(world, 2000, 2600);
  for (int kind = 0; kind < 5; ++kind) {
    CHECK(planted.of[kind].size() > 20);
    for (const auto& [identifier, accounts] : planted.of[kind]) {
      CHECK_MESSAGE(honest.of[kind].count(identifier) == 0, identifier);
    }
  }
}

TEST_CASE("cells share cards and devices in small numbers, the network more widely, and tasks across cells") {
  WorldOptions options = apart();
  options.difficulty = .3;
  const World world = make_world(options);
  const Holders planted(world, 2000, 2600);
  std::size_t shared_cards = 0;
  for (const auto& [card, accounts] : planted.of[support::payment]) {
    CHECK(accounts.size() <= 8);
    shared_cards += accounts.size() > 1;
  }
  CHECK(shared_cards > 60);
  for (const auto& [device, accounts] : planted.of[support::device]) CHECK(accounts.size() <= 24);
  std::size_t widest_task = 0;
  for (const auto& [task, accounts] : planted.of[support::prompt]) widest_task = std::max(widest_task, accounts.size());
  CHECK(widest_task > 100);
  CHECK(share(world, &PlantedAccount::one_off_card) == doctest::Approx(.25).epsilon(.25));
  CHECK(share(world, &PlantedAccount::one_off_device) == doctest::Approx(.2).epsilon(.25));
}

TEST_CASE("a one-off card or device belongs to one account") {
  const World world = make_world(apart());
  std::vector<int> users;
  for (const PlantedAccount& account : world.planted) {
    if (account.card == kNone) continue;
    users.resize(std::max<std::size_t>(users.size(), account.card + std::size_t{1}));
    ++users[account.card];
  }
  for (const PlantedAccount& account : world.planted) {
    if (account.one_off_card && account.card != kNone) CHECK(users[account.card] == 1);
  }
}

TEST_CASE("difficulty raises the share of one-off devices and cards, the size of the network and never lowers them") {
  double devices = -1, cards = -1;
  std::size_t addresses = 0;
  for (const double difficulty : {0.0, .15, .3, .45, .6, .75, .9, 1.0}) {
    const World world = make_world({.accounts = 1000, .operation = 1000, .difficulty = difficulty});
    CHECK(share(world, &PlantedAccount::one_off_device) >= devices);
    CHECK(share(world, &PlantedAccount::one_off_card) >= cards);
    devices = share(world, &PlantedAccount::one_off_device);
    cards = share(world, &PlantedAccount::one_off_card);
    CHECK(world.cells.front().network_size >= addresses);
    addresses = world.cells.front().network_size;
  }
  CHECK(devices > .85);
  CHECK(make_world({.accounts = 10, .operation = 1000, .difficulty = 0}).planted.size() == 1000);
}

TEST_CASE("residential proxies are addresses of real households") {
  WorldOptions options = apart();
  options.operation_knobs["residential"] = 1;
  options.operation_knobs["own_address"] = 0;
  const World world = make_world(options);
  const Holders honest(world, 0, 2000);
  const Holders planted(world, 2000, 2600);
  std::size_t met = 0;
  for (const auto& [address, accounts] : planted.of[support::ip]) met += honest.of[support::ip].count(address);
  CHECK(static_cast<double>(met) > .3 * static_cast<double>(planted.of[support::ip].size()));
}

TEST_CASE("accounts that die are replaced in their cell, after they died") {
  const World world = make_world({.accounts = 100, .operation = 2000});
  std::size_t replacements = 0;
  for (std::size_t i = 0; i < world.planted.size(); ++i) {
    const PlantedAccount& account = world.planted[i];
    CHECK(account.first_day <= account.last_day);
    CHECK(account.first_day >= 0);
    CHECK(account.last_day < 45);
    if (!account.replacement) continue;
    ++replacements;
    CHECK(world.planted[i - 1].cell == account.cell);
    CHECK(world.planted[i - 1].last_day < account.first_day + 1);
  }
  CHECK(replacements > 100);
}

TEST_CASE("a planted account looks like a light user") {
  const World world = make_world({.accounts = 3000, .operation = 1000});
  std::vector<std::size_t> honest, planted;
  for (std::uint32_t account = 0; account < world.num_accounts(); ++account) {
    (world.is_planted(account) ? planted : honest)
        .push_back(generate_block(world, account, account + 1).batch.num_events());
  }
  std::ranges::sort(honest);
  std::ranges::sort(planted);
  CHECK(planted[990] < honest[2800]);  // the busiest planted accounts lie below the busiest honest ones
  CHECK(planted[500] > honest[1000]);
}

TEST_CASE("rings are operations of 5 to 40 accounts that share no task") {
  const World world = make_world({.preset = "rings", .accounts = 1000, .operation = 500});
  const auto rings = support::groups(world)["operation"];
  CHECK(rings.size() >= 500 / 40);
  std::set<std::uint32_t> families;
  for (const Cell& cell : world.cells) {
    for (const std::uint32_t family : cell.families) CHECK(families.insert(family).second);
  }
  for (const auto& [name, accounts] : rings) {
    CHECK(accounts.size() >= 5);
    CHECK(accounts.size() <= 40);
  }
}

TEST_CASE("every preset sends what its public figure says, sampled as the log is") {
  const std::pair<const char*, double> rates[] = {
      {"pooled_25k", 25.6},  {"two_pool_failover", 850}, {"low_slow_relay_5k", 5.6}, {"hot_rotation_273", 732},
      {"replay_1500", 13.3}, {"feb_small", 2.2},         {"feb_medium", 12.6},       {"feb_large", 17.5},
      {"rings", 40},         {"careful_ring", 20}};
  CHECK(std::size(rates) == preset_names().size());
  for (const auto& [preset, rate] : rates) {
    const World world = make_world({.preset = preset, .accounts = 10, .operation = 300, .events_per_account = 144});
    double days = 0;
    for (const PlantedAccount& account : world.planted) days += account.last_day - account.first_day + 1;
    const auto events = static_cast<double>(generate_block(world, 10, 310).batch.num_events());
    CHECK_MESSAGE(events / days == doctest::Approx(rate / 10).epsilon(.12), preset);
  }
}

TEST_CASE("an operation with a start and a span keeps to them") {
  const World world = make_world({.preset = "hot_rotation_273", .accounts = 10, .operation = 273});
  for (const PlantedAccount& account : world.planted) {
    CHECK(account.first_day >= 13);
    CHECK(account.last_day < 13 + 17);
  }
}

TEST_CASE("when one pool is banned another takes over with the same prompt") {
  const World world = make_world({.preset = "two_pool_failover", .accounts = 1000, .operation = 200});
  CHECK(support::groups(world)["operation"].size() == 1);
  CHECK(world.cells.front().families == world.cells.back().families);
  CHECK(world.cells.front().residential < world.cells.back().residential);
  CHECK(world.planted.front().last_day < world.planted.back().first_day);
  const Holders planted(world, 1000, 1200);
  std::size_t widest = 0;
  for (const auto& [task, accounts] : planted.of[support::prompt]) widest = std::max(widest, accounts.size());
  CHECK(widest == 200);
}

TEST_CASE("no two accounts of a careful ring share two identifiers, and many share one") {
  for (const double difficulty : {0.0, .3, .6, .9}) {
    const World world =
        make_world({.preset = "careful_ring", .accounts = 100, .operation = 200, .difficulty = difficulty});
    std::map<std::pair<std::string, std::string>, int> shared;
    const Holders planted(world, 100, 300);
    for (const auto& kind : planted.of) {
      for (const auto& [identifier, accounts] : kind) {
        for (const std::string& a : accounts) {
          for (const std::string& b : accounts) {
            if (a < b) ++shared[{a, b}];
          }
        }
      }
    }
    CHECK(shared.size() > 200);
    for (const auto& [pair, count] : shared) CHECK(count == 1);
  }
}

TEST_CASE("half of the prompts change to new tasks on the day of the new model, none before") {
  WorldOptions options{.preset = "feb_large", .accounts = 100, .operation = 300};
  options.operation_knobs = {
      {"paraphrase", 0}, {"camouflage", 0}, {"follow_up", 0}, {"days_active", 45}, {"burst_spread_days", 0}};
  options.look_alikes.placeholder = options.look_alikes.gateway = 0;
  const World world = make_world(options);
  std::map<std::string, std::size_t> before, after;
  const std::int64_t moment = (20'565LL + 27) * 86'400'000'000;
  const EventBlock block = generate_block(world, 100, 400);
  std::size_t old_tasks = 0, new_tasks = 0;
  for (std::size_t i = 0; i < block.batch.num_events(); ++i) {
    if (block.batch.time_micros[i] < moment) ++before[std::string(block.batch.values[3][i])];
  }
  for (std::size_t i = 0; i < block.batch.num_events(); ++i) {
    if (block.batch.time_micros[i] < moment + 86'400'000'000) continue;
    (before.count(std::string(block.batch.values[3][i])) ? old_tasks : new_tasks) += 1;
  }
  CHECK(before.size() == 12);
  CHECK(static_cast<double>(new_tasks) == doctest::Approx(static_cast<double>(old_tasks)).epsilon(.15));
}

TEST_CASE("recorded sessions are sent again by other accounts, with their pauses") {
  WorldOptions options{.preset = "replay_1500", .accounts = 100, .operation = 300};
  options.operation_knobs = {{"replay", 1}};
  const World world = make_world(options);
  const Holders planted(world, 100, 400);
  CHECK(planted.of[support::prompt].size() <= 4 * 60);   // 60 recordings, cut to at most 4 prompts
  std::map<std::string, std::set<std::int64_t>> pauses;  // of a recording's first two prompts
  const EventBlock block = generate_block(world, 100, 400);
  const EventBatch& batch = block.batch;
  for (std::size_t i = 1; i < batch.num_events(); ++i) {
    if (batch.account[i] != batch.account[i - 1] || batch.values[2][i] != batch.values[2][i - 1]) continue;
    const std::int64_t pause = (batch.time_micros[i] - batch.time_micros[i - 1]) / 1'000'000;
    if (pause < 0 || pause > 700) continue;
    pauses[std::string(batch.values[3][i - 1]) + std::string(batch.values[3][i])].insert(pause);
  }
  std::size_t same = 0;
  for (const auto& [prompts, seconds] : pauses) same += seconds.size() <= 2;  // microseconds may round it
  CHECK(static_cast<double>(same) > .8 * static_cast<double>(pauses.size()));
}

TEST_CASE("synchronous accounts of a cell are seen together, in a log that is a sample too") {
  // The share of pairs of a cell with events in the same half minute.
  const auto together = [](double synchrony) {
    WorldOptions options{.preset = "low_slow_relay_5k", .accounts = 10, .operation = 300};
    options.operation_knobs = {{"synchrony", synchrony}};
    const World world = make_world(options);
    std::vector<std::set<std::int64_t>> slots(300);
    for (std::uint32_t index = 0; index < 300; ++index) {
      for (const std::int64_t time : generate_block(world, 10 + index, 11 + index).batch.time_micros) {
        slots[index].insert(time / 30'000'000);
      }
    }
    double pairs = 0, met = 0;
    for (std::uint32_t a = 0; a < 300; ++a) {
      for (std::uint32_t b = a + 1; b < 300 && world.planted[b].cell == world.planted[a].cell; ++b) {
        ++pairs;
        met += std::ranges::any_of(slots[a], [&](std::int64_t slot) { return slots[b].contains(slot); });
      }
    }
    return met / pairs;
  };
  CHECK(together(0) < .02);
  CHECK(together(.5) > .1);
  CHECK(together(1) > .3);
}

TEST_CASE("two operations on one network share a tenth of the devices and some accounts, and no task") {
  WorldOptions options = apart();
  options.operation = 1200;
  options.operation_knobs["operations"] = 2;
  options.operation_knobs["shared_device"] = .1;
  options.operation_knobs["one_off_device"] = 0;
  options.operation_knobs["cross_cell_device"] = 0;
  options.operation_knobs["both_tasks"] = .05;
  const World world = make_world(options);
  auto groups = support::groups(world)["operation"];
  CHECK(groups.size() == 2);
  std::set<std::string> both;
  std::ranges::set_intersection(groups["operation-1"], groups["operation-2"], std::inserter(both, both.end()));
  CHECK(static_cast<double>(both.size()) == doctest::Approx(60).epsilon(.35));
  const Holders planted(world, 2000, 3200);
  const auto crossing = [&](support::Kind kind) {
    std::set<std::string> users;
    for (const auto& [identifier, accounts] : planted.of[kind]) {
      std::set<std::string> first, second;
      for (const std::string& account : accounts) {
        if (both.count(account)) continue;
        if (groups["operation-1"].count(account)) first.insert(account);
        if (groups["operation-2"].count(account)) second.insert(account);
      }
      if (first.empty() || second.empty()) continue;
      users.insert(first.begin(), first.end());
      users.insert(second.begin(), second.end());
    }
    return users.size();
  };
  CHECK(crossing(support::payment) == 0);
  CHECK(static_cast<double>(crossing(support::device)) == doctest::Approx(.1 * 1140).epsilon(.35));
  CHECK(crossing(support::ip) > 400);
  CHECK(crossing(support::prompt) == 0);
}

TEST_CASE("camouflage_times adds camouflage and leaves the traffic for the tasks as it is") {
  WorldOptions options{.accounts = 10, .operation = 500, .events_per_account = 100};
  options.operation_knobs = {{"camouflage", .2}, {"camouflage_popular", 1}, {"paraphrase", 0}};
  const auto traffic = [&] {
    const World world = make_world(options);
    WorldOptions imitation = options;
    imitation.operation_knobs["camouflage"] = 1;
    const Holders popular(make_world(imitation), 10, 510);  // camouflage only
    std::size_t tasks = 0;
    const EventBlock block = generate_block(world, 10, 510);
    for (const std::string_view prompt : block.batch.values[3]) {
      tasks += !prompt.empty() && !popular.of[support::prompt].contains(std::string(prompt));
    }
    return std::pair(tasks, block.batch.num_events());
  };
  const auto [tasks, all] = traffic();
  options.operation_knobs["camouflage_times"] = 5;
  const auto [tasks_after, all_after] = traffic();
  CHECK(static_cast<double>(all_after) == doctest::Approx(1.8 * static_cast<double>(all)).epsilon(.02));
  CHECK(camouflage(operation_knobs(options)).share == doctest::Approx(5 * .2 / 1.8));
  CHECK(tasks > 5000);
  CHECK(static_cast<double>(tasks_after) == doctest::Approx(static_cast<double>(tasks)).epsilon(.04));
}

TEST_CASE("waves follow one another with nothing in common but their tasks") {
  WorldOptions options = apart();
  options.operation_knobs["waves"] = 2;
  options.operation_knobs["cross_cell_device"] = 0;
  const World world = make_world(options);
  CHECK(std::ranges::count_if(world.planted, [](const auto& a) { return a.last_day < 22; }) == 300);
  CHECK(std::ranges::count_if(world.planted, [](const auto& a) { return a.first_day >= 22; }) == 300);
  const Holders first(world, 2000, 2300), second(world, 2300, 2600);
  for (const support::Kind kind : {support::payment, support::device, support::ip}) {
    for (const auto& [identifier, accounts] : first.of[kind]) CHECK(second.of[kind].count(identifier) == 0);
  }
}
