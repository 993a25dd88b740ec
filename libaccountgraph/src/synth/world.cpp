/// The honest plan: homes, workplaces, regions. The operation is planned after it and never changes it.
#include <accountgraph/synth/world.hpp>

#include <algorithm>
#include <numeric>

#include <accountgraph/core/ids.hpp>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph {
namespace {

using namespace synth;

/// Neighbouring indices live together; names and workplaces are scattered.
void plan_homes(World& world) {
  const std::uint32_t accounts = world.options.accounts;
  const double share = world.options.look_alikes.household;
  constexpr double kMeanSize = 3.0;
  // A new home is a household with the odds that puts `share` of accounts into households.
  const double odds = share >= 1 ? 1 : share / kMeanSize / (share / kMeanSize + (1 - share));
  world.home.reserve(accounts);
  while (world.home.size() < accounts) {
    const std::uint32_t home = world.num_homes++;
    std::uint64_t size = 1;
    if (world.honest_random.unit(stream_group_size, home) < odds) {
      const double unit = world.honest_random.unit(stream_group_size, (1ULL << 40) + home);
      size = unit < .42 ? 2 : unit < .7 ? 3 : unit < .9 ? 4 : unit < .97 ? 5 : 6;
    }
    size = std::min<std::uint64_t>(size, accounts - world.home.size());
    world.home.insert(world.home.end(), size, home);
    world.home_members.push_back(static_cast<std::uint8_t>(size));
  }
}

struct WorkplaceSizes {
  WorkplaceType type;
  double share;
  std::uint32_t least, most;
  int skew;  ///< size = least + (most - least) * unit^skew
};

void plan_workplaces(World& world, const Control& control) {
  const std::uint32_t accounts = world.options.accounts;
  const LookAlikes& some = world.options.look_alikes;
  std::vector<std::uint32_t> order(accounts);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t i = accounts; i > 1; --i) {
    if (i % 65536 == 0) control.check();
    std::swap(order[i - 1], order[world.honest_random.below(i, stream_shuffle, i)]);
  }
  world.workplace.assign(accounts, kNone);
  std::size_t next = 0;
  for (const WorkplaceSizes& sizes : {WorkplaceSizes{WorkplaceType::office, some.office, 10, 500, 4},
                                      WorkplaceSizes{WorkplaceType::classroom, some.classroom, 20, 200, 2},
                                      WorkplaceSizes{WorkplaceType::reseller, some.reseller, 5, 80, 2}}) {
    auto left = static_cast<std::uint32_t>(sizes.share * accounts);
    left = std::min(left, accounts - static_cast<std::uint32_t>(next));
    while (left >= sizes.least) {
      const auto number = static_cast<std::uint32_t>(world.workplaces.size());
      const double unit = world.honest_random.unit(stream_group_size, (2ULL << 40) + number);
      double skewed = 1;
      for (int i = 0; i < sizes.skew; ++i) skewed *= unit;
      const auto drawn = static_cast<std::uint32_t>(sizes.least + (sizes.most - sizes.least) * skewed);
      const std::uint32_t members = std::min(drawn, left);
      for (std::uint32_t i = 0; i < members; ++i) world.workplace[order[next++]] = number;
      world.workplaces.push_back({sizes.type, members});
      left -= members;
    }
  }
}

}  // namespace

World make_world(const WorldOptions& options, const Control& control) {
  validate(options);
  control.report("world");
  World world;
  world.options = options;
  world.knobs = operation_knobs(options);
  world.honest_random = CounterRandom(options.seed);
  world.planted_random = CounterRandom(mix64(options.seed) ^ 0x706C616E746564ULL);
  world.text_key = mix64(options.seed ^ 0x74657874ULL);
  const double regions =
      options.accounts * options.look_alikes.carrier_nat / options.look_alikes.carrier_accounts_per_region;
  world.carrier_regions = static_cast<std::uint32_t>(std::clamp(regions, 1.0, 8192.0));
  plan_homes(world);
  plan_workplaces(world, control);
  control.check();
  plan_operation(world);
  control.check();
  plan_forgeries(world);
  if (options.rewired) rewire(world, control);
  return world;
}

std::string account_name(const World& world, std::uint32_t account) {
  const std::uint64_t honest = world.home.size();
  // Planted names come from a range of their own, so that honest names do not depend on the operation.
  const std::uint64_t number = account < honest ? account : (std::uint64_t{1} << 40) + account - honest;
  char text[kMaxText];
  return std::string(write_token("acct_", number, world.text_key, text));
}

}  // namespace accountgraph
