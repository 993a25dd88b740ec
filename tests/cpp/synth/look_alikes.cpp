/// Every honest look-alike is present, with the sharing it promises.
#include <doctest/doctest.h>

#include <algorithm>

#include "log.hpp"

using namespace accountgraph;
using support::Holders;

namespace {

const World& world() {
  static const World value = make_world({.accounts = 12'000, .operation = 200, .seed = 5});
  return value;
}
const Holders& holders() {
  static const Holders value(world());
  return value;
}
const std::map<std::string, std::map<std::string, std::set<std::string>>>& truth_groups() {
  static const auto value = support::groups(world());
  return value;
}
std::size_t members(const std::string& type) {
  std::size_t sum = 0;
  for (const auto& [group, accounts] : truth_groups().at(type)) sum += accounts.size();
  return sum;
}
std::size_t degree_of_widest(support::Kind kind) {
  std::size_t widest = 0;
  for (const auto& [identifier, accounts] : holders().of[kind]) widest = std::max(widest, accounts.size());
  return widest;
}

/// A world with one look-alike only, so that what is shared is shared by its groups.
World world_of(double LookAlikes::* share, double value, std::uint32_t accounts = 2000) {
  WorldOptions options{.accounts = accounts, .operation = 0};
  visit_look_alikes(options.look_alikes, [](const char* name, double& knob, double, double high) {
    if (high == 1 && std::string_view(name).find("household_") == std::string_view::npos) knob = 0;
  });
  options.look_alikes.*share = value;
  return make_world(options);
}

}  // namespace

TEST_CASE(
    "the truth holds every look-alike in about its share, every planted account, and no account twice in a group") {
  const LookAlikes some;
  const std::pair<const char*, double> shares[] = {{"household", some.household},
                                                   {"office", some.office},
                                                   {"classroom", some.classroom},
                                                   {"reseller", some.reseller},
                                                   {"carrier_nat", some.carrier_nat},
                                                   {"dynamic_address", some.dynamic_address},
                                                   {"ipv6", some.ipv6},
                                                   {"vpn", some.vpn},
                                                   {"traveller", some.traveller},
                                                   {"popular_phone", some.popular_phone},
                                                   {"framework", some.framework},
                                                   {"tutorial", some.tutorial},
                                                   {"evaluation_suite", some.evaluation_suite},
                                                   {"ci_runner", some.ci_runner},
                                                   {"gateway", some.gateway},
                                                   {"placeholder", some.placeholder},
                                                   {"team_key", some.team_key},
                                                   {"busy", some.busy},
                                                   {"second_hand_device", some.second_hand_device},
                                                   {"recycled_phone", some.recycled_phone},
                                                   {"public_number", some.public_number}};
  for (const auto& [type, share] : shares) {
    CAPTURE(type);
    CHECK(static_cast<double>(members(type)) == doctest::Approx(12'000 * share).epsilon(.35));
  }
  CHECK(members("operation") == 200);
  CHECK(members("operation_cell") == 200);
  std::set<std::string> in_truth;
  std::size_t rows = 0;
  for (const auto& [type, groups] : truth_groups()) {
    for (const auto& [group, accounts] : groups) {
      in_truth.insert(accounts.begin(), accounts.end());
      rows += accounts.size();
    }
  }
  CHECK(rows == truth(world()).num_rows());
  CHECK(in_truth.size() < world().num_accounts());  // some honest accounts belong to nothing
  for (std::uint32_t planted = 12'000; planted < world().num_accounts(); ++planted) {
    CHECK(in_truth.count(account_name(world(), planted)) == 1);
  }
}

TEST_CASE("members of a household share its address, often a card, sometimes a computer, and nobody else has them") {
  const World homes = world_of(&LookAlikes::household, .5);
  const Holders seen(homes);
  const auto households = support::groups(homes).at("household");
  std::map<std::string, std::string> home_of;
  std::size_t cards = 0, computers = 0;
  for (const auto& [home, accounts] : households) {
    CHECK(accounts.size() >= 2);
    CHECK(accounts.size() <= 6);
    for (const std::string& account : accounts) home_of[account] = home;
    CHECK(seen.best_share(support::ip, accounts) == 1.0);
    cards += seen.best_share(support::payment, accounts) == 1.0;
    computers += seen.best_share(support::device, accounts) > 1.0 / static_cast<double>(accounts.size());
  }
  CHECK(static_cast<double>(cards) == doctest::Approx(.6 * static_cast<double>(households.size())).epsilon(.2));
  CHECK(computers > households.size() / 4);
  for (const auto& [address, accounts] : seen.of[support::ip]) {
    std::set<std::string> at;
    for (const std::string& account : accounts) at.insert(home_of.count(account) ? home_of[account] : account);
    CHECK_MESSAGE(at.size() == 1, address);
  }
}

TEST_CASE("offices, classrooms and agencies: one network, one card or common prompts for 5 to 500 accounts") {
  std::size_t with_address = 0;
  for (const auto& [office, accounts] : truth_groups().at("office")) {
    CHECK(accounts.size() >= 10);
    CHECK(accounts.size() <= 500);
    with_address += holders().best_share(support::ip, accounts) > .5;
  }
  CHECK(with_address >= truth_groups().at("office").size() * 8 / 10);
  for (const auto& [classroom, accounts] : truth_groups().at("classroom")) {
    CHECK(accounts.size() >= 20);
    CHECK(accounts.size() <= 200);
    CHECK(holders().best_share(support::ip, accounts) > .5);
    CHECK(holders().best_share(support::prompt, accounts) > .25);
  }
  for (const auto& [agency, accounts] : truth_groups().at("reseller")) {
    CHECK(accounts.size() >= 5);
    CHECK(accounts.size() <= 80);
    CHECK(holders().best_share(support::payment, accounts) > .9);
    CHECK(holders().best_share(support::device, accounts) < .75);
  }
}

TEST_CASE("at 50,000 accounts a carrier's exit serves over a thousand and one framework a third") {
  const World large = make_world({.accounts = 50'000, .operation = 0, .events_per_account = 15});
  std::map<std::string, std::set<std::uint32_t>> at;
  std::map<std::string, std::set<std::uint32_t>> prompts;
  for (std::uint32_t account = 0; account < large.num_accounts(); ++account) {
    const EventBlock block = generate_block(large, account, account + 1);
    for (const std::string_view address : block.batch.values[support::ip]) at[std::string(address)].insert(account);
    for (const std::string_view prompt : block.batch.values[support::prompt]) {
      if (!prompt.empty()) prompts[std::string(prompt)].insert(account);
    }
  }
  const auto above = [](const auto& sets, std::size_t least) {
    return std::ranges::count_if(sets, [&](const auto& entry) { return entry.second.size() > least; });
  };
  CHECK(above(at, 1000) >= 4);
  CHECK(above(prompts, 50'000 / 5) == 1);
}

TEST_CASE("addresses of changing lines pass between homes, never to two at one time") {
  const World lines = world_of(&LookAlikes::dynamic_address, 1.0);
  std::map<std::pair<std::string, std::int64_t>, std::set<std::string>> on_day;
  std::map<std::string, std::set<std::string>> ever;
  generate_events(lines, 0, lines.num_accounts(), [&](const EventBatch& batch) {
    for (std::size_t event = 0; event < batch.num_events(); ++event) {
      // Sessions that run past midnight keep their address: leave the first hours out.
      constexpr std::int64_t kDay = 86'400'000'000;
      if (batch.time_micros[event] % kDay < kDay / 4) continue;
      const std::string address(batch.values[support::ip][event]);
      on_day[{address, batch.time_micros[event] / kDay}].insert(std::string(batch.account[event]));
      ever[address].insert(std::string(batch.account[event]));
    }
  });
  for (const auto& [address, accounts] : on_day) CHECK_MESSAGE(accounts.size() == 1, address.first);
  CHECK(std::ranges::count_if(ever, [](const auto& entry) { return entry.second.size() >= 2; }) > 500);
}

TEST_CASE("IPv6 homes show many addresses of one /64; second-hand devices have two owners, one after the other") {
  const World six = world_of(&LookAlikes::ipv6, 1.0);
  std::set<std::string> addresses, networks;
  const EventBlock block = generate_block(six, 0, 300);  // named: the views point into it
  for (const std::string_view address : block.batch.values[support::ip]) {
    if (address.find(':') == std::string_view::npos) continue;
    addresses.insert(std::string(address));
    networks.insert(std::string(address.substr(0, Holders::network_end(std::string(address)))));
  }
  CHECK(networks.size() <= 300);
  CHECK(addresses.size() > 2 * networks.size());

  const World passed = world_of(&LookAlikes::second_hand_device, 1.0);
  std::map<std::string, std::map<std::string, std::pair<std::int64_t, std::int64_t>>> use;
  generate_events(passed, 0, passed.num_accounts(), [&](const EventBatch& batch) {
    for (std::size_t event = 0; event < batch.num_events(); ++event) {
      const std::int64_t time = batch.time_micros[event];
      auto& [first, last] = use[std::string(batch.values[support::device][event])]
                                .try_emplace(std::string(batch.account[event]), time, time)
                                .first->second;
      first = std::min(first, time);
      last = std::max(last, time);
    }
  });
  std::size_t handed_over = 0;
  for (const auto& [device, owners] : use) {
    if (owners.size() != 2) continue;
    const auto& a = owners.begin()->second;
    const auto& b = owners.rbegin()->second;
    constexpr std::int64_t kNight = 6LL * 3'600'000'000;  // a session may run past midnight
    handed_over += a.second < b.first + kNight || b.second < a.first + kNight;
  }
  CHECK(handed_over > 200);
}

TEST_CASE("popular phones, VPN exits, placeholders and rare prompts") {
  CHECK(degree_of_widest(support::device) > 12'000 / 25);
  CHECK(holders().of[support::ip].count("0.0.0.0") == 1);
  CHECK(holders().of[support::device].count("00000000-0000-0000-0000-000000000000") == 1);
  CHECK(holders().of[support::payment].count("unknown") == 1);
  const auto& vpn = truth_groups().at("vpn").begin()->second;
  CHECK(holders().best_share(support::ip, vpn) > .2);
  std::size_t alone = 0;
  for (const auto& [prompt, accounts] : holders().of[support::prompt]) alone += accounts.size() == 1;
  CHECK(alone > holders().of[support::prompt].size() * 8 / 10);  // most prompts are one person's
  for (const auto& [phone, accounts] : truth_groups().at("team_key")) CHECK(accounts.size() == 1);
}

TEST_CASE("phone numbers are one's own, the household's, the office's, a public one, or pass to a stranger") {
  const auto& phones = holders().of[support::phone];
  std::size_t own = 0, few = 0, many = 0;
  for (const auto& [number, accounts] : phones) {
    own += accounts.size() == 1;
    few += accounts.size() > 1 && accounts.size() <= 6;
    many += accounts.size() > 6;
  }
  CHECK(own > 12'000 * .25);
  CHECK(few > 100);
  CHECK(many > 3);
  for (const auto& [pair, accounts] : truth_groups().at("recycled_phone")) {
    std::set<std::string> common;
    for (const auto& [number, users] : phones) {
      if (std::ranges::includes(users, accounts)) common.insert(number);
    }
    CHECK(accounts.size() == 2);
    CHECK(common.size() <= 1);
  }
}

TEST_CASE("a recycled number is never two customers' at once") {
  const World numbers = world_of(&LookAlikes::recycled_phone, 1);
  std::map<std::string, std::map<std::string, std::pair<std::int64_t, std::int64_t>>> used;
  const EventBlock block = generate_block(numbers, 0, 2000);
  for (std::size_t i = 0; i < block.batch.num_events(); ++i) {
    if (block.batch.values[4][i].empty()) continue;
    const std::int64_t time = block.batch.time_micros[i];
    auto& span = used[std::string(block.batch.values[4][i])]
                     .try_emplace(std::string(block.batch.account[i]), time, time)
                     .first->second;
    span = {std::min(span.first, time), std::max(span.second, time)};
  }
  std::size_t passed_on = 0;
  for (const auto& [number, users] : used) {
    CHECK(users.size() <= 2);
    if (users.size() < 2) continue;
    ++passed_on;
    const auto& [a, b] = std::pair(users.begin()->second, users.rbegin()->second);
    CHECK((a.second < b.first || b.second < a.first));
  }
  CHECK(passed_on > 300);
}
