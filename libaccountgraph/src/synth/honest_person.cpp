#include "honest_person.hpp"

#include <algorithm>
#include <array>

#include <accountgraph/core/ids.hpp>

namespace accountgraph::synth {
namespace {

enum AccountDraw : std::uint64_t {
  draw_activity = 1,
  draw_busy,
  draw_first,
  draw_last,
  draw_burst,
  draw_mobile,
  draw_mobile_share,
  draw_vpn,
  draw_vpn_share,
  draw_travel,
  draw_travel_from,
  draw_travel_days,
  draw_phone,
  draw_phone_model,
  draw_browser,
  draw_browser_model,
  draw_new_laptop,
  draw_new_card,
  draw_cards,
  draw_framework,
  draw_framework_which,
  draw_tutorial,
  draw_evaluation,
  draw_ci,
  draw_gateway,
  draw_unpaid,
  draw_placeholder,
  draw_placeholder_kind,
  draw_round,
  draw_team,
  draw_team_size,
  draw_number,
  draw_public_number,
  draw_public_number_which
};
enum HomeDraw : std::uint64_t {
  draw_changing = 1,
  draw_ipv6,
  draw_zone,
  draw_region,
  draw_card,
  draw_computer,
  draw_home_number
};

/// Activity relative to the mean: a quantile function in straight pieces, heavy to the right. The mean is taken out.
struct Quantile {
  double share, value;
};
constexpr std::array<Quantile, 13> kActivity = {{{0, .01},
                                                 {.1, .08},
                                                 {.2, .15},
                                                 {.3, .23},
                                                 {.4, .34},
                                                 {.5, .47},
                                                 {.6, .65},
                                                 {.7, .9},
                                                 {.8, 1.35},
                                                 {.9, 2.3},
                                                 {.97, 4.6},
                                                 {.995, 10},
                                                 {1, 25}}};
constexpr double activity_mean() {
  double sum = 0;
  for (std::size_t i = 1; i < kActivity.size(); ++i) {
    sum += (kActivity[i].share - kActivity[i - 1].share) * (kActivity[i].value + kActivity[i - 1].value) / 2;
  }
  return sum;
}

/// People by time zone (hours east of UTC) and hours of a day by how many are active, both as weights of 24.
constexpr std::array<int, 24> kZones = {-8, -8, -7, -6, -6, -5, -5, -5, -5, -3, 0, 0,
                                        1,  1,  1,  2,  3,  5,  5,  5,  7,  8,  8, 9};
constexpr std::array<int, 24> kHourWeights = {12, 7,  4,  3,  2,  3,  8,  18, 38, 58, 66, 64,
                                              56, 60, 66, 66, 62, 56, 48, 46, 48, 46, 36, 22};

constexpr std::uint64_t kLeaseHomes = 509;  // prime, so that a multiplication permutes the addresses of a pool

CounterRandom of(const World& world, std::uint64_t stream, std::uint64_t index) {
  return CounterRandom(world.honest_random.at(stream, index));
}
std::uint32_t count_at_least(double value, std::uint32_t least) {
  return std::max(least, static_cast<std::uint32_t>(value));
}

struct Handover {
  std::uint32_t partner = kNone;
  std::int32_t day = kNever;
};

/// Whether something of two strangers' passes from one to the other: both see the same partner and day.
Handover handover(const World& world, std::uint32_t account, std::uint64_t stream, double share) {
  const std::uint64_t count = world.home.size();
  const std::uint64_t turn = world.honest_random.below(count, stream);
  const std::uint64_t partner = (turn + count - account % count) % count;  // an involution: the partner's partner is us
  if (partner == account || world.home[partner] == world.home[account]) return {};
  const CounterRandom pair = of(world, stream, 1 + std::min<std::uint64_t>(partner, account));
  if (pair.unit(1) >= share) return {};
  return {static_cast<std::uint32_t>(partner),
          static_cast<std::int32_t>(world.options.days * (.25 + .5 * pair.unit(2)))};
}

}  // namespace

Person describe(const World& world, std::uint32_t account) {
  const LookAlikes& some = world.options.look_alikes;
  const auto days = static_cast<std::int32_t>(world.options.days);
  const CounterRandom draw = of(world, stream_account, account);
  const double accounts = static_cast<double>(world.home.size());
  Person person;
  person.home = world.home[account];
  person.workplace = world.workplace[account];
  const CounterRandom home = of(world, stream_home, person.home);

  // Three quarters were customers before the window; the others sign up in it. A fifth leave again.
  const double first = draw.unit(draw_first);
  const double last = draw.unit(draw_last);
  person.first_day = first < .75 ? 0 : static_cast<std::int32_t>((first - .75) / .25 * days);
  person.last_day =
      last < .8 ? days - 1 : person.first_day + static_cast<std::int32_t>((last - .8) / .2 * (days - person.first_day));
  person.last_day = std::clamp(person.last_day, person.first_day, days - 1);
  constexpr double kMeanLife = .79;  // of the window, by the shares above
  const double life = static_cast<double>(person.last_day - person.first_day + 1) / days;
  person.busy = draw.unit(draw_busy) < some.busy;
  const double mean = world.options.events_per_account / (1 + 9 * some.busy) * (person.busy ? 10 : 1);
  const double events = mean * activity(draw.unit(draw_activity)) * life / kMeanLife;
  person.events = static_cast<std::uint32_t>(std::clamp(events + draw.unit(draw_round), 1.0, 1e6));
  person.burst = 1 + static_cast<std::uint32_t>(draw.below(5, draw_burst));

  person.time_zone = time_zone(home.unit(draw_zone));
  person.region = static_cast<std::uint32_t>(home.below(world.carrier_regions, draw_region));
  if (draw.unit(draw_mobile) < some.carrier_nat) person.mobile_share = .15 + .55 * draw.unit(draw_mobile_share);
  if (draw.unit(draw_vpn) < some.vpn) person.vpn_share = .2 + .8 * draw.unit(draw_vpn_share);
  if (draw.unit(draw_travel) < some.traveller) {
    person.travel_from = static_cast<std::int32_t>(draw.below(world.options.days, draw_travel_from));
    person.travel_days = 3 + static_cast<std::int32_t>(draw.below(14, draw_travel_days));
  }

  // Fingerprints: popular phone models (a few lead), browsers that a handful of strangers share, else unique.
  person.phone_model = draw.unit(draw_phone) < some.popular_phone
                           ? static_cast<std::uint32_t>(index_of(popular_phone(world, draw.unit(draw_phone_model))))
                           : kNone;
  person.common_browser =
      draw.unit(draw_browser) < .12
          ? static_cast<std::uint32_t>(draw.below(count_at_least(accounts / 40, 1), draw_browser_model))
          : kNone;
  if (draw.unit(draw_new_laptop) < .2)
    person.new_laptop_day = static_cast<std::int32_t>(draw.unit(draw_new_laptop) / .2 * days);
  if (draw.unit(draw_new_card) < .1)
    person.new_card_day = static_cast<std::int32_t>(draw.unit(draw_new_card) / .1 * days);
  person.cards = draw.unit(draw_cards) < .18 ? 2 : 1;

  person.framework = kNone;
  if (draw.unit(draw_framework) < some.framework) {
    person.framework = static_cast<std::uint32_t>(index_of(popular_framework(draw.unit(draw_framework_which))));
  }
  person.tutorial = draw.unit(draw_tutorial) < some.tutorial;
  person.evaluation = draw.unit(draw_evaluation) < some.evaluation_suite;
  person.ci = draw.unit(draw_ci) < some.ci_runner;
  person.gateway = draw.unit(draw_gateway) < some.gateway;
  if (draw.unit(draw_team) < some.team_key)
    person.team = 5 + static_cast<std::uint32_t>(draw.below(16, draw_team_size));
  person.unpaid = draw.unit(draw_unpaid) < some.unpaid;
  person.placeholder_kind = draw.unit(draw_placeholder) < some.placeholder
                                ? static_cast<std::uint32_t>(draw.below(4, draw_placeholder_kind))
                                : kNone;
  const Handover device = handover(world, account, stream_pair, some.second_hand_device);
  person.second_hand_partner = device.partner;
  person.second_hand_day = device.day;

  const Handover number = handover(world, account, stream_number_pair, some.recycled_phone);
  person.number_partner = number.partner;
  person.number_day = number.day;
  person.has_number = draw.unit(draw_number) < some.phone;
  person.public_number = kNone;
  if (number.partner == kNone && draw.unit(draw_public_number) < some.public_number) {
    person.has_number = true;
    person.public_number =
        static_cast<std::uint32_t>(index_of(public_number(world, draw.unit(draw_public_number_which))));
  }
  return person;
}

double activity(double unit) {
  std::size_t right = 1;
  while (right + 1 < kActivity.size() && kActivity[right].share <= unit) ++right;
  const Quantile& a = kActivity[right - 1];
  const Quantile& b = kActivity[right];
  return (a.value + (b.value - a.value) * (unit - a.share) / (b.share - a.share)) / activity_mean();
}
std::int32_t time_zone(double unit) { return kZones[static_cast<std::size_t>(unit * kZones.size())]; }
bool is_weekend(const World& world, std::int32_t day) { return (world.options.start_day + day + 3) % 7 >= 5; }

bool home_has_changing_address(const World& world, std::uint32_t home) {
  return of(world, stream_home, home).unit(draw_changing) < world.options.look_alikes.dynamic_address;
}
bool home_has_ipv6(const World& world, std::uint32_t home) {
  return of(world, stream_home, home).unit(draw_ipv6) < world.options.look_alikes.ipv6;
}
std::uint32_t lease_pool(std::uint32_t home) { return static_cast<std::uint32_t>(home / kLeaseHomes); }

Code home_address(const World& world, std::uint32_t home, std::int32_t day, std::uint64_t session) {
  if (home_has_ipv6(world, home) && (session & 1)) return make_code(Pool::home_ipv6, home);
  if (!home_has_changing_address(world, home)) return make_code(Pool::home_line, home);
  // A provider renumbers a pool of homes at once, every 5 to 20 days: the address of one is next another's.
  const std::uint64_t pool = lease_pool(home);
  const std::uint64_t lease_days = 5 + world.honest_random.below(16, stream_lease, pool);
  const std::uint64_t lease = (static_cast<std::uint64_t>(day) + pool) / lease_days;
  const CounterRandom random = of(world, stream_lease, 1 + (pool << 32) + lease);
  const std::uint64_t factor = 1 + random.below(kLeaseHomes - 1, 1);
  const std::uint64_t slot = (home % kLeaseHomes * factor + random.below(kLeaseHomes, 2)) % kLeaseHomes;
  return make_code(Pool::home_line, kHomeLines + pool * kLeaseHomes + slot);
}

bool household_has_card(const World& world, std::uint32_t home) {
  return world.home_members[home] > 1 &&
         of(world, stream_home, home).unit(draw_card) < world.options.look_alikes.household_card;
}
bool has_own_card(const World& world, std::uint32_t account) {
  const std::uint32_t workplace = world.workplace[account];
  if (workplace != kNone && world.workplaces[workplace].type == WorkplaceType::reseller) return false;
  if (workplace != kNone && workplace_has(world, workplace, world.options.look_alikes.office_card, has_card)) {
    return false;
  }
  return !household_has_card(world, world.home[account]) && !describe(world, account).unpaid;
}
bool household_has_computer(const World& world, std::uint32_t home) {
  return world.home_members[home] > 1 &&
         of(world, stream_home, home).unit(draw_computer) < world.options.look_alikes.household_computer;
}
bool household_has_number(const World& world, std::uint32_t home) {
  return world.home_members[home] > 1 &&
         of(world, stream_home, home).unit(draw_home_number) < world.options.look_alikes.household_phone;
}
bool workplace_has(const World& world, std::uint32_t workplace, double office_share, std::uint64_t what) {
  return world.workplaces[workplace].type == WorkplaceType::office &&
         of(world, stream_workplace, workplace).unit(what) < office_share;
}

Code gateway_line(const World& world, double unit) {
  const double lines = 6 + static_cast<double>(world.home.size()) / 20'000;
  return make_code(Pool::gateway_line, static_cast<std::uint64_t>(unit * lines));
}
Code vpn_exit(const World& world, double unit) {
  const std::uint32_t exits = count_at_least(static_cast<double>(world.home.size()) / 1000, 8);
  return make_code(Pool::vpn_exit, static_cast<std::uint64_t>(exits * unit * unit * unit));
}
Code popular_phone(const World& world, double unit) {
  const std::uint32_t models = count_at_least(static_cast<double>(world.home.size()) / 2500, 4);
  return make_code(Pool::phone_model, static_cast<std::uint64_t>(models * unit * unit));
}
Code public_number(const World& world, double unit) {
  const std::uint32_t numbers = count_at_least(static_cast<double>(world.home.size()) / 20'000, 4);
  return make_code(Pool::public_number, static_cast<std::uint64_t>(numbers * unit * unit));
}
Code popular_framework(double unit) {
  // Two thirds use the leader; nine more share the rest, the earlier the more.
  if (unit < 2.0 / 3) return make_code(Pool::framework, 0);
  const double rest = (unit - 2.0 / 3) * 3;
  return make_code(Pool::framework, 1 + std::min(8, static_cast<int>(9 * rest * rest)));
}
Code popular_tutorial(const World& world, double unit) {
  const std::uint32_t prompts = count_at_least(static_cast<double>(world.home.size()) / 100, 20);
  return make_code(Pool::tutorial, static_cast<std::uint64_t>(prompts * unit * unit * unit));
}

std::int32_t diurnal_second(double unit) {
  int total = 0;
  for (const int weight : kHourWeights) total += weight;
  double left = unit * total;
  int hour = 0;
  while (hour < 23 && left >= kHourWeights[hour]) left -= kHourWeights[hour++];
  return hour * 3600 + std::min(3599, static_cast<std::int32_t>(left / kHourWeights[hour] * 3600));
}

std::int64_t window_time(const World& world, std::int32_t day, std::int64_t second, std::uint64_t micros) {
  constexpr std::int64_t kDay = 86'400;
  return ((world.options.start_day + day) * kDay + second) * 1'000'000 + static_cast<std::int64_t>(micros);
}

}  // namespace accountgraph::synth
