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
  options.operation_knobs = {
      {"residential", 0}, {"shared_exit", 0}, {"camouflage", 0}, {"stolen_card", 0}, {"popular_fingerprint", 0}};
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
  for (int kind = 0; kind < 4; ++kind) {
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
    users.resize(std::max<std::size_t>(users.size(), account.card + 1));
    ++users[account.card];
  }
  for (const PlantedAccount& account : world.planted) {
    if (account.one_off_card) CHECK(users[account.card] == 1);
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
