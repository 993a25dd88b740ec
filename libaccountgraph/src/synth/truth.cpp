#include <accountgraph/core/ids.hpp>
#include <accountgraph/synth/world.hpp>

#include "honest_person.hpp"

namespace accountgraph {
namespace {

using namespace synth;

struct Rows {
  StringPool account, type, group;
  void add(std::string_view name, std::string_view kind, std::string_view number) {
    account.push_back(name);
    type.push_back(kind);
    group.push_back(number);
  }
};

constexpr std::string_view kWorkplaceNames[] = {"office", "classroom", "reseller"};

void add_planted(const World& world, std::uint32_t index, std::string_view name, Rows& rows) {
  const std::uint32_t number = world.planted[index].cell;
  const auto operation = [](std::uint32_t which) { return "operation-" + std::to_string(which + 1); };
  const Cell& cell = world.cells[number];
  rows.add(name, "operation", operation(cell.operation));
  if (world.planted[index].both_tasks) rows.add(name, "operation", operation(cell.next_operation));
  rows.add(name, "operation_cell", operation(cell.operation) + "/cell-" + std::to_string(number + 1));
}

void add_honest(const World& world, std::uint32_t account, std::string_view name, Rows& rows) {
  const Person person = describe(world, account);
  const auto add = [&](std::string_view type, std::uint64_t number) {
    rows.add(name, type, std::string(type) + "-" + std::to_string(number + 1));
  };
  if (world.home_members[person.home] > 1) add("household", person.home);
  if (person.workplace != kNone) {
    add(kWorkplaceNames[static_cast<int>(world.workplaces[person.workplace].type)], person.workplace);
  }
  if (person.mobile_share > 0) add("carrier_nat", person.region);
  if (home_has_changing_address(world, person.home)) add("dynamic_address", lease_pool(person.home));
  if (home_has_ipv6(world, person.home)) add("ipv6", person.home);
  if (person.vpn_share > 0) add("vpn", 0);
  if (person.travel_from != kNever) add("traveller", 0);
  if (person.second_hand_partner != kNone) {
    add("second_hand_device", std::min(account, person.second_hand_partner));
  } else if (person.phone_model != kNone) {
    add("popular_phone", person.phone_model);
  }
  if (person.number_partner != kNone) add("recycled_phone", std::min(account, person.number_partner));
  if (person.public_number != kNone) add("public_number", person.public_number);
  if (person.framework != kNone) add("framework", person.framework);
  if (person.tutorial) add("tutorial", 0);
  if (person.evaluation) add("evaluation_suite", 0);
  if (person.ci) add("ci_runner", 0);
  if (person.gateway) add("gateway", 0);
  if (person.placeholder_kind != kNone) add("placeholder", person.placeholder_kind);
  if (person.team > 0) add("team_key", account);
  if (person.busy) add("busy", 0);
}

}  // namespace

Table truth(const World& world) {
  Rows rows;
  std::size_t forgery = 0;
  for (std::uint32_t account = 0; account < world.num_accounts(); ++account) {
    const std::string name = account_name(world, account);
    if (world.is_planted(account)) {
      if (world.options.rewired) continue;  // what they share is chance now
      add_planted(world, account - static_cast<std::uint32_t>(world.home.size()), name, rows);
      continue;
    }
    add_honest(world, account, name, rows);
    if (forgery < world.forgeries.size() && world.forgeries[forgery].victim == account) {
      rows.add(name, "forged", "forged-1");
      while (forgery < world.forgeries.size() && world.forgeries[forgery].victim == account) ++forgery;
    }
  }
  Table table;
  table.add("account_id", std::move(rows.account));
  table.add("group_type", std::move(rows.type));
  table.add("group", std::move(rows.group));
  return table;
}

}  // namespace accountgraph
