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
  draw_version,
  draw_synchronous,
  draw_job,
  draw_job_second,
  draw_replayed,
  draw_recording,
  draw_weekend,
  draw_other_day,
  draw_gateway_line,
  draw_placeholder
};
enum EventDraw : std::uint64_t {
  draw_gap = 1,
  draw_camouflage,
  draw_kind,
  draw_which,
  draw_family,
  draw_paraphrase,
  draw_variant,
  draw_micros,
  draw_both,
  draw_other_family,
  draw_retargeted,
  draw_follow_up,
  draw_template_missing
};
enum AccountDraw : std::uint64_t {
  draw_activity = 100,
  draw_burst,
  draw_zone,
  draw_round,
  draw_turn,
  draw_retarget_hour,
  draw_gateway,
  draw_has_placeholder,
  draw_placeholder_kind,
  draw_placeholder_text
};

/// The address in one place of a proxy network: a household's line, a popular VPN exit, or the network's own.
Code network_address(const World& world, const Cell& cell, std::uint64_t place, std::int32_t day,
                     std::uint64_t version) {
  const std::uint64_t slot = cell.network + place % cell.network_size;
  const CounterRandom draw(world.planted_random.at(stream_slot, slot));
  double unit = draw.unit(1);
  if ((unit -= cell.residential) < 0) {
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
  for (std::uint64_t attempt = 0; attempt < 64; ++attempt) {
    const auto customer = static_cast<std::uint32_t>(draw.below(world.home.size(), 2, attempt));
    if (has_own_card(world, customer)) return make_code(Pool::own_card, customer * 4ULL);
  }
  return make_code(Pool::planted_card, card);  // hardly anybody has a card of their own
}
Code planted_device(const World& world, std::uint32_t device) {
  const CounterRandom draw(world.planted_random.at(stream_device, device));
  if (draw.unit(1) < world.knobs.popular_fingerprint) return popular_phone(world, draw.unit(2));
  return make_code(Pool::planted_device, device);
}

Code planted_number(const World& world, std::uint32_t number) {
  if (number == kNone) return 0;
  const CounterRandom draw(world.planted_random.at(stream_number, number));
  if (draw.unit(1) < world.knobs.public_number) return public_number(world, draw.unit(2));
  return make_code(Pool::planted_number, number);
}

/// The task of one exchange, numbered through the world.
std::uint64_t choose_task(const World& world, const PlantedAccount& account, const Cell& cell, bool retargeted,
                          CounterRandom draw) {
  const OperationKnobs& knobs = world.knobs;
  if (cell.side > 0) {
    const auto direction = draw.unit(draw_family) < .5 ? lattice_task : lattice_second_task;
    const std::uint32_t line = lattice_line(direction, account.member, cell.side);
    return cell.families[direction == lattice_task ? line : cell.side + line];
  }
  const auto all = static_cast<std::uint64_t>(knobs.prompt_families);
  std::uint64_t task = cell.families[draw.below(cell.families.size(), draw_family)];
  if (account.both_tasks && draw.unit(draw_both) < .5) {
    task = std::uint64_t{cell.next_operation} * kTasksPerOperation + draw.below(all, draw_other_family);
  }
  // The new tasks of all operations are numbered after the old ones.
  if (retargeted && draw.unit(draw_retargeted) < knobs.retarget) task += std::uint64_t{1} << 24;
  return task;
}

Code task_prompt(const World& world, const PlantedAccount& account, const Cell& cell, std::uint32_t index,
                 std::uint32_t event, bool retargeted, CounterRandom draw) {
  const OperationKnobs& knobs = world.knobs;
  if (draw.unit(draw_camouflage) < camouflage(knobs).share) {
    if (draw.unit(draw_kind) < knobs.camouflage_popular) {
      const double which = draw.unit(draw_which);
      return draw.unit(draw_kind, 1) < .7 ? popular_framework(which) : popular_tutorial(world, which);
    }
    // As customers do: mostly no template, else one of one's own or a single one.
    const double rest = draw.unit(draw_kind, 2);
    if (rest < .65) return 0;
    if (rest < .8) return make_code(Pool::planted_own, index * 16ULL + draw.below(5, draw_which));
    return make_code(Pool::planted_one_off, (std::uint64_t{index} << 24) + event);
  }
  if (draw.unit(draw_follow_up) < knobs.follow_up) return 0;
  const std::uint64_t family = choose_task(world, account, cell, retargeted, draw);
  const bool paraphrased = draw.unit(draw_paraphrase) < knobs.paraphrase;
  if (paraphrased && cell.side > 0) return make_code(Pool::planted_one_off, (std::uint64_t{index} << 24) + event);
  const std::uint64_t variant =
      paraphrased ? 1 + draw.below(static_cast<std::uint64_t>(knobs.variants), draw_variant) : 0;
  return make_code(Pool::planted_task, family << 24 | variant);
}

struct Moment {
  std::int32_t day = 0;
  std::int64_t second = 0;  ///< of the day
};

/// When a session begins: with a job of the cell, or at the account's own time. A log that is a sample keeps whole jobs,
/// so that those who worked together are seen together.
Moment begin_session(const World& world, const PlantedAccount& account, std::int32_t zone, CounterRandom begin) {
  const OperationKnobs& knobs = world.knobs;
  const Cell& cell = world.cells[account.cell];
  const auto life = static_cast<std::uint64_t>(account.last_day - account.first_day + 1);
  if (begin.unit(draw_synchronous) < knobs.synchrony) {
    const CounterRandom jobs(world.planted_random.at(stream_job, account.cell));
    const double sampled = std::min(1.0, world.options.events_per_account / kFullLogEvents);
    const auto kept = static_cast<std::uint64_t>(std::max(1.0, knobs.jobs_per_day * world.options.days * sampled));
    for (std::uint64_t attempt = 0; attempt < 16; ++attempt) {
      const std::uint64_t job = begin.below(kept, draw_job, attempt);
      const auto day = static_cast<std::int32_t>(jobs.below(world.options.days, 1, job));
      if (day < account.first_day || day > account.last_day) continue;
      const auto within = begin.below(static_cast<std::uint64_t>(knobs.job_seconds), draw_job_second);
      return {day, static_cast<std::int64_t>(jobs.below(86'400, 2, job) + within)};
    }
  }
  Moment moment{account.first_day + static_cast<std::int32_t>(begin.below(life, draw_day)), 0};
  const double unit = begin.unit(draw_second);
  moment.second = static_cast<std::int64_t>(unit * 86'400);
  if (cell.round_the_clock) return moment;
  if (is_weekend(world, moment.day) && begin.unit(draw_weekend) < .4) {
    moment.day = account.first_day + static_cast<std::int32_t>(begin.below(life, draw_other_day));
  }
  moment.second = (diurnal_second(unit) - zone * 3600 + 86'400) % 86'400;
  return moment;
}

/// What planted accounts lack as customers do: some come through a gateway, some send placeholders.
struct Missing {
  bool gateway = false;
  std::uint32_t placeholder_kind = kNone;  ///< kNone = none
  Code placeholder = 0;
};

Missing describe_missing(const World& world, CounterRandom own) {
  const LookAlikes& some = world.options.look_alikes;
  Missing missing;
  missing.gateway = own.unit(draw_gateway) < some.gateway;
  missing.placeholder_kind = own.unit(draw_has_placeholder) < some.placeholder
                                 ? static_cast<std::uint32_t>(own.below(4, draw_placeholder_kind))
                                 : kNone;
  missing.placeholder = make_code(Pool::placeholder, own.below(kNumPlaceholders, draw_placeholder_text));
  return missing;
}

/// A session's address: the account's own, a line of the lattice, or one of those that the cell uses at the time.
Code session_address(const World& world, std::uint32_t index, const Moment& moment, CounterRandom begin) {
  const OperationKnobs& knobs = world.knobs;
  const PlantedAccount& account = world.planted[index];
  const Cell& cell = world.cells[account.cell];
  if (begin.unit(draw_own_address) < knobs.own_address) {
    return make_code(Pool::proxy_own, index * 4ULL + begin.below(4, draw_own_slot));
  }
  const std::uint64_t version = begin.at(draw_version);
  if (cell.side > 0) {
    const auto direction = begin.unit(draw_slot) < .5 ? lattice_address : lattice_second_address;
    const std::uint32_t line = lattice_line(direction, account.member, cell.side);
    return network_address(world, cell, direction == lattice_address ? line : cell.side + line, moment.day, version);
  }
  const auto slice = std::min<std::uint64_t>(cell.network_size, static_cast<std::uint64_t>(knobs.slice_addresses));
  const auto period =
      static_cast<std::uint64_t>((moment.day + static_cast<double>(moment.second) / 86'400) / knobs.rotation_days);
  const CounterRandom turn_of_cell(world.planted_random.at(stream_slice, account.cell));
  const std::uint64_t place = turn_of_cell.below(cell.network_size, 1, period) + begin.below(slice, draw_slot);
  return network_address(world, cell, place, moment.day, version);
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
  const double rate =
      knobs.exchanges_per_day * camouflage(knobs).growth * world.options.events_per_account / kFullLogEvents;
  // Two thirds of the load are even, the rest is as uneven as customers' is.
  const double mean = rate * life * (2.0 / 3 + 1.0 / 3 * activity(own.unit(draw_activity)));
  const auto count = static_cast<std::uint32_t>(std::clamp(mean + own.unit(draw_round), 1.0, 1e6));
  const auto burst = static_cast<std::uint32_t>(1 + own.below(4, draw_burst));
  const std::int32_t zone = time_zone(own.unit(draw_zone));
  const Missing missing = cell.side > 0 ? Missing{} : describe_missing(world, own);  // those would be shared
  // Everyone changes to the new tasks within one day of the same moment.
  const double retarget_day = knobs.retarget_at * world.options.days + own.unit(draw_retarget_hour);

  Draft session;
  Moment moment;
  const Recording* recording = nullptr;
  for (std::uint32_t event = 0; event < count; ++event) {
    const CounterRandom draw(events.at(event));
    const std::uint32_t step = event % burst;
    if (step == 0) {
      const CounterRandom begin(sessions.at(event / burst));
      moment = begin_session(world, account, zone, begin);
      const bool replayed = begin.unit(draw_replayed) < knobs.replay;
      recording = replayed ? &world.recordings[begin.below(world.recordings.size(), draw_recording)] : nullptr;
      session.codes[0] = planted_card(world, account.card);
      const std::uint64_t turn = own.at(draw_turn) % account.num_devices + static_cast<std::uint64_t>(moment.day);
      session.codes[1] = planted_device(world, account.devices[turn % account.num_devices]);
      session.codes[2] = session_address(world, index, moment, begin);
      session.codes[4] = planted_number(world, account.number);
      session.salt = (std::uint64_t{1} << 60) + (std::uint64_t{index} << 16) + static_cast<std::uint64_t>(moment.day);
      if (missing.gateway) {
        session.codes[1] = 0;
        session.codes[2] = gateway_line(world, begin.unit(draw_gateway_line));
      }
      if (missing.placeholder_kind < 3 && begin.unit(draw_placeholder) < .8) {
        session.codes[missing.placeholder_kind] = missing.placeholder;
      }
      if (missing.placeholder_kind != kNone && session.codes[4] != 0) session.codes[4] = missing.placeholder;
    } else {
      moment.second += recording != nullptr ? recording->pause_seconds[step] : 15 + draw.below(600, draw_gap);
    }
    session.time_micros =
        std::min(window_time(world, moment.day, moment.second, draw.below(1'000'000, draw_micros)), end - 1);
    const bool retargeted = moment.day + static_cast<double>(moment.second) / 86'400 >= retarget_day;
    session.codes[3] = recording != nullptr ? recording->prompts[step]
                                            : task_prompt(world, account, cell, index, event, retargeted, draw);
    if (missing.gateway && draw.unit(draw_template_missing) < .8) session.codes[3] = 0;
    if (missing.placeholder_kind == 3 && draw.unit(draw_template_missing) < .8) session.codes[3] = missing.placeholder;
    drafts.push_back(session);
  }
}

}  // namespace accountgraph::synth
