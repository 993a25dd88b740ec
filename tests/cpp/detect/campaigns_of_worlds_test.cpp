#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <accountgraph/detect.hpp>
#include <accountgraph/synth/events.hpp>

using namespace accountgraph;

namespace {

struct Judged {
  Case found;
  std::map<std::string, std::set<std::string>> operations;  ///< true operation -> its accounts
};

Judged judged(const WorldOptions& options) {
  const World world = make_world(options);
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  IncidenceBuilder builder(kinds);
  generate_events(world, 0, world.num_accounts(), [&](const EventBatch& batch) { builder.add(batch); });
  Judged result{detect(std::move(builder).finish()), {}};
  const Table table = truth(world);
  const auto& account = std::get<StringPool>(table.find("account_id")->values);
  const auto& type = std::get<StringPool>(table.find("group_type")->values);
  const auto& group = std::get<StringPool>(table.find("group")->values);
  for (std::size_t row = 0; row < account.size(); ++row) {
    if (type[row] == "operation") result.operations[std::string(group[row])].emplace(account[row]);
  }
  return result;
}

}  // namespace

TEST_CASE("two operations on one proxy network are two campaigns, each of one of them") {
  const Judged world = judged({.accounts = 6'000,
                               .operation = 600,
                               .difficulty = 0.3,
                               .seed = 103,
                               .events_per_account = 40,
                               .operation_knobs = {{"operations", 2.0}, {"shared_device", 0.1}, {"both_tasks", 0.05}}});
  REQUIRE(world.operations.size() == 2);
  std::map<std::string, int> campaigns_of;  // true operation -> campaigns of 60 and more that are of it
  for (const Campaign& campaign : world.found.campaigns) {
    if (campaign.members.size() < 60) continue;
    for (const auto& [name, accounts] : world.operations) {
      const auto own =
          std::count_if(campaign.members.begin(), campaign.members.end(), [&](const CampaignMember& member) {
            return accounts.contains(std::string(world.found.incidence.accounts[member.account]));
          });
      if (static_cast<double>(own) >= 0.95 * static_cast<double>(campaign.members.size())) ++campaigns_of[name];
    }
  }
  CHECK(campaigns_of == std::map<std::string, int>{{"operation-1", 1}, {"operation-2", 1}});
}

TEST_CASE("the second pool of a failover is the successor of the first, and one pool has none") {
  const Judged two = judged({.preset = "two_pool_failover",
                             .accounts = 6'000,
                             .operation = 480,
                             .difficulty = 0.3,
                             .seed = 103,
                             .events_per_account = 40});
  REQUIRE(two.found.successions.size() == 1);
  const Succession& one = two.found.successions[0];
  CHECK(one.predecessor.size() > 180);
  CHECK(one.successor.size() > 180);
  CHECK(one.began_day - one.ended_day <= 1);
  CHECK(one.peak_day >= one.ended_day + 2);
  const Judged pooled =
      judged({.accounts = 6'000, .operation = 300, .difficulty = 0.3, .seed = 103, .events_per_account = 40});
  CHECK(pooled.found.successions.empty());
}
