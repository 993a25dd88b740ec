/// What planted accounts do: light use through the proxy network, tasks with paraphrases, and camouflage.
#include <algorithm>
#include <cmath>

#include <accountgraph/core/ids.hpp>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

constexpr double kFullLogEvents = 1440;  // events_per_account of a log that holds every exchange

enum SessionDraw : std::uint64_t {
  draw_day = 1,
  draw_second,
  draw_own_address,
  draw_own_slot,
  draw_slot,
  draw_version
};
enum EventDraw : std::uint64_t {
  draw_gap = 1,
  draw_camouflage,
  draw_kind,
  draw_which,
  draw_family,
  draw_paraphrase,
  draw_variant,
  draw_micros
};
enum AccountDraw : std::uint64_t { draw_activity = 100, draw_burst, draw_zone, draw_round, draw_turn };

/// The address in one place of a proxy network: a household's line, a popular VPN exit, or the network's own.
Code network_address(const World& world, std::uint64_t slot, std::int32_t day, std::uint64_t version) {
  const CounterRandom draw(world.planted_random.at(stream_slot, slot));
  double unit = draw.unit(1);
  if ((unit -= world.knobs.residential) < 0) {
    return home_address(world, static_cast<std::uint32_t>(draw.below(world.num_homes, 2)), day, version);
  }
  if ((unit -= world.knobs.shared_exit) < 0) return vpn_exit(world, draw.unit(3));
  return make_code(Pool::proxy_line, slot);
}

/// A card, which may be stolen from a customer, and a device, which may look like a popular phone.
Code planted_card(const World& world, std::uint32_t card) {
  if (card == kNone) return 0;
  const CounterRandom draw(world.planted_random.at(stream_card, card));
  if (draw.unit(1) >= world.knobs.stolen_card) return make_code(Pool::planted_card, card);
  return make_code(Pool::own_card, draw.below(world.home.size(), 2) * 4);
}
Code planted_device(const World& world, std::uint32_t device) {
  const CounterRandom draw(world.planted_random.at(stream_device, device));
  if (draw.unit(1) < world.knobs.popular_fingerprint) return popular_phone(world, draw.unit(2));
  return make_code(Pool::planted_device, device);
}

Code task_prompt(const World& world, const Cell& cell, std::uint32_t index, std::uint32_t event, CounterRandom draw) {
  const OperationKnobs& knobs = world.knobs;
  if (draw.unit(draw_camouflage) < knobs.camouflage) {
    if (draw.unit(draw_kind) < knobs.camouflage_popular) {
      const double which = draw.unit(draw_which);
      return draw.unit(draw_kind, 1) < .7 ? popular_framework(which) : popular_tutorial(world, which);
    }
    if (draw.unit(draw_kind, 2) < .5) return 0;
    return make_code(Pool::planted_one_off, (std::uint64_t{index} << 24) + event);
  }
  const std::uint64_t family = cell.families[draw.below(cell.families.size(), draw_family)];
  const bool paraphrased = draw.unit(draw_paraphrase) < knobs.paraphrase;
  const std::uint64_t variant =
      paraphrased ? 1 + draw.below(static_cast<std::uint64_t>(knobs.variants), draw_variant) : 0;
  return make_code(Pool::planted_task, family << 24 | variant);
}

}  // namespace

void draft_planted_events(const World& world, std::uint32_t index, std::vector<Draft>& drafts) {
  const OperationKnobs& knobs = world.knobs;
  const PlantedAccount& account = world.planted[index];
  const Cell& cell = world.cells[account.cell];
  const CounterRandom own(world.planted_random.at(stream_planted, index));
  const CounterRandom sessions(world.planted_random.at(stream_planted_session, index));
  const CounterRandom events(world.planted_random.at(stream_planted_event, index));
  const std::int64_t end = window_time(world, static_cast<std::int32_t>(world.options.days), 0, 0);

  const std::int32_t life = account.last_day - account.first_day + 1;
  const double rate = knobs.exchanges_per_day * world.options.events_per_account / kFullLogEvents;
  const double mean = rate * life * (.5 + own.unit(draw_activity));
  const auto count = static_cast<std::uint32_t>(std::clamp(mean + own.unit(draw_round), 1.0, 1e6));
  const auto burst = static_cast<std::uint32_t>(1 + own.below(4, draw_burst));
  const auto zone = static_cast<std::int32_t>(own.below(24, draw_zone)) - 11;

  Draft session;
  std::int32_t day = 0;
  std::int64_t second = 0;
  for (std::uint32_t event = 0; event < count; ++event) {
    const CounterRandom draw(events.at(event));
    if (event % burst == 0) {
      const CounterRandom begin(sessions.at(event / burst));
      day = account.first_day + static_cast<std::int32_t>(begin.below(life, draw_day));
      const double unit = begin.unit(draw_second);
      second = cell.round_the_clock ? static_cast<std::int64_t>(unit * 86'400)
                                    : (diurnal_second(unit) - zone * 3600 + 86'400) % 86'400;
      session.codes[0] = planted_card(world, account.card);
      const std::uint64_t turn = own.at(draw_turn) % account.num_devices + static_cast<std::uint64_t>(day);
      session.codes[1] = planted_device(world, account.devices[turn % account.num_devices]);
      if (begin.unit(draw_own_address) < knobs.own_address) {
        session.codes[2] = make_code(Pool::proxy_own, index * 4ULL + begin.below(4, draw_own_slot));
      } else {
        const auto slice =
            std::min<std::uint64_t>(cell.network_size, static_cast<std::uint64_t>(knobs.slice_addresses));
        const auto period =
            static_cast<std::uint64_t>((day + static_cast<double>(second) / 86'400) / knobs.rotation_days);
        const CounterRandom turn_of_cell(world.planted_random.at(stream_slice, account.cell));
        const std::uint64_t place = turn_of_cell.below(cell.network_size, 1, period) + begin.below(slice, draw_slot);
        session.codes[2] =
            network_address(world, cell.network + place % cell.network_size, day, begin.at(draw_version));
      }
      session.salt = (std::uint64_t{1} << 60) + (std::uint64_t{index} << 16) + static_cast<std::uint64_t>(day);
    } else {
      second += 15 + static_cast<std::int64_t>(draw.below(600, draw_gap));
    }
    session.time_micros = std::min(window_time(world, day, second, draw.below(1'000'000, draw_micros)), end - 1);
    session.codes[3] = task_prompt(world, cell, index, event, draw);
    drafts.push_back(session);
  }
}

}  // namespace accountgraph::synth
