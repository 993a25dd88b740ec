/// Who is in which cell, with which cards and devices, from when to when.
#include <algorithm>
#include <cmath>

#include <accountgraph/core/ids.hpp>

#include "generators.hpp"

namespace accountgraph::synth {
namespace {

enum CellDraw : std::uint64_t { draw_size = 1, draw_burst_day, draw_clock };
enum PlantedDraw : std::uint64_t {
  draw_one_off_card = 1,
  draw_unpaid,
  draw_one_off_device,
  draw_cross,
  draw_dies,
  draw_death,
  draw_delay,
  draw_keeps_card,
  draw_device,
  draw_cross_device,
  draw_shared,
  draw_shared_device,
  draw_both,
  draw_no_phone,
  draw_one_off_phone,
  draw_phone
};

constexpr std::uint32_t kSharedDevices = 1U << 31;  // numbers of the devices that all operations use begin here

struct Span {
  std::int32_t first = 0;
  std::int32_t last = 0;  ///< inclusive
};

/// What the members of one cell draw on while it is planned.
struct Stock {
  Span wave;                   ///< the cell's part of the window
  std::int32_t burst_day = 0;  ///< sign-ups begin
  std::uint32_t card = 0;      ///< the card in use
  double on_card = 0;          ///< accounts on it
  std::uint32_t first_device = 0;
  std::uint32_t num_devices = 0;
  std::uint32_t first_number = 0;
  std::uint32_t num_numbers = 0;
  std::uint32_t side = 0;      ///< of the lattice; 0 = none
  bool previous_died = false;  ///< the member before needs a successor
};

/// The smallest prime whose square holds `size` points, at least 5.
std::uint32_t lattice_side(std::uint32_t size) {
  const auto prime = [](std::uint32_t n) {
    for (std::uint32_t d = 2; d * d <= n; ++d) {
      if (n % d == 0) return false;
    }
    return true;
  };
  std::uint32_t side = 5;
  while (std::uint64_t{side} * side < size || !prime(side)) ++side;
  return side;
}

struct Planner {
  World& world;
  const OperationKnobs& knobs;
  std::uint32_t next_card = 0;
  std::uint32_t next_device = 0;
  std::uint32_t next_number = 0;
  std::uint32_t neighbour_first_device = 0;  ///< devices of the cell before, for cross-cell use
  std::uint32_t neighbour_num_devices = 0;

  std::uint32_t planned_size(std::uint32_t cell, std::uint32_t left) const {
    const double unit = CounterRandom(world.planted_random.at(stream_cell, cell)).unit(draw_size);
    const auto size = static_cast<std::uint32_t>(knobs.cell_min + (knobs.cell_max + 1 - knobs.cell_min) * unit);
    const auto smallest = static_cast<std::uint32_t>(knobs.cell_min);
    if (left >= size + smallest) return size;
    // No crumb at the end: the last cell takes what is left, or leaves enough for one more.
    return left <= static_cast<std::uint32_t>(knobs.cell_max) ? left : left - smallest;
  }

  std::vector<std::uint32_t> choose_families(std::uint32_t cell, std::uint32_t operation, std::uint32_t side) const {
    if (side > 0) {  // one task a line, of two directions of the lattice
      std::vector<std::uint32_t> lines(2 * std::size_t{side});
      for (std::uint32_t i = 0; i < lines.size(); ++i) lines[i] = operation * kTasksPerOperation + i;
      return lines;
    }
    const auto all = static_cast<std::uint32_t>(knobs.prompt_families);
    const auto wanted = std::min(all, static_cast<std::uint32_t>(knobs.families_per_cell));
    const CounterRandom draw(world.planted_random.at(stream_family, cell));
    std::vector<std::uint32_t> families(all);
    for (std::uint32_t i = 0; i < all; ++i) families[i] = operation * kTasksPerOperation + i;
    for (std::uint32_t i = 0; i < wanted; ++i) std::swap(families[i], families[i + draw.below(all - i, 1, i)]);
    families.resize(wanted);
    return families;
  }

  void set_lifetime(PlantedAccount& account, CounterRandom own, Stock& stock) {
    std::int32_t start = stock.burst_day + static_cast<std::int32_t>(own.below(3, draw_delay));
    account.replacement = stock.previous_died;
    if (account.replacement)
      start = world.planted.back().last_day + 1 + static_cast<std::int32_t>(own.below(2, draw_delay));
    std::int32_t last = std::min(stock.wave.last, start + static_cast<std::int32_t>(knobs.days_active) - 1);
    account.first_day = std::clamp(start, stock.wave.first, stock.wave.last);
    const bool dies = !account.replacement && own.unit(draw_dies) < knobs.replaced;
    if (dies) {
      last =
          account.first_day + static_cast<std::int32_t>((last - account.first_day) * (.2 + .6 * own.unit(draw_death)));
    }
    account.last_day = std::clamp(last, account.first_day, stock.wave.last);
    stock.previous_died = dies && account.last_day < stock.wave.last;
  }

  void set_card(PlantedAccount& account, CounterRandom own, Stock& stock) {
    const bool unpaid = own.unit(draw_unpaid) < knobs.unpaid;
    account.one_off_card = !unpaid && own.unit(draw_one_off_card) < knobs.one_off_payment;
    if (unpaid) {
      account.card = kNone;
      return;
    }
    if (account.one_off_card) {
      account.card = next_card++;
      return;
    }
    if (stock.side > 0) {
      account.card = stock.card + lattice_line(lattice_card, account.member, stock.side);
      return;
    }
    if (account.replacement && own.unit(draw_keeps_card) < .5) {
      const PlantedAccount& dead = world.planted.back();
      if (dead.card != kNone && !dead.one_off_card) {
        account.card = dead.card;
        return;
      }
    }
    if (stock.on_card + 1 > knobs.accounts_per_card) {
      stock.card = next_card++;
      stock.on_card -= knobs.accounts_per_card - 1;  // fractions carry over, so that the mean is right
    } else {
      stock.on_card += 1;
    }
    account.card = stock.card;
  }

  void set_devices(PlantedAccount& account, CounterRandom own, const Stock& stock) {
    const std::uint32_t member = account.member;
    account.one_off_device = own.unit(draw_one_off_device) < knobs.one_off_device;
    if (stock.side > 0) {  // one of the cell's, and one of the account's own
      const std::uint32_t line = lattice_line(lattice_device, member, stock.side);
      account.num_devices = 2;
      account.devices[0] = account.one_off_device ? next_device++ : stock.first_device + line;
      account.devices[1] = next_device++;
      return;
    }
    account.num_devices = static_cast<std::uint32_t>(knobs.devices_per_account);
    for (std::uint32_t slot = 0; slot < account.num_devices; ++slot) {
      // The first goes round the cell, the others are random: no two accounts are bound to have the same set.
      const auto turn = slot == 0 ? member % stock.num_devices
                                  : static_cast<std::uint32_t>(own.below(stock.num_devices, draw_device, slot));
      account.devices[slot] = account.one_off_device ? next_device++ : stock.first_device + turn;
    }
    if (account.one_off_device) return;
    std::uint32_t& last = account.devices[account.num_devices - 1];
    if (own.unit(draw_shared) < knobs.shared_device) {
      const double users = world.options.operation * knobs.shared_device;
      const auto devices = static_cast<std::uint64_t>(users / knobs.accounts_per_device) + 1;
      last = kSharedDevices + static_cast<std::uint32_t>(own.below(devices, draw_shared_device));
    } else if (neighbour_num_devices > 0 && own.unit(draw_cross) < knobs.cross_cell_device) {
      last = neighbour_first_device + static_cast<std::uint32_t>(own.below(neighbour_num_devices, draw_cross_device));
    }
  }

  void set_number(PlantedAccount& account, CounterRandom own, const Stock& stock) {
    if (own.unit(draw_no_phone) < knobs.no_phone) {
      account.number = kNone;
    } else if (own.unit(draw_one_off_phone) < knobs.one_off_phone) {
      account.number = next_number++;
    } else {
      account.number = stock.first_number + static_cast<std::uint32_t>(own.below(stock.num_numbers, draw_phone));
    }
  }

  /// Day of the window on which a wave begins; the operation's days are cut into equal waves.
  std::int32_t wave_begin(std::uint32_t wave) const {
    const std::int64_t window = world.options.days;
    const auto first = static_cast<std::int64_t>(knobs.start * static_cast<double>(window));
    const std::int64_t days = std::min(window - first, static_cast<std::int64_t>(knobs.span_days));
    return static_cast<std::int32_t>(first + days * wave / static_cast<std::int64_t>(knobs.waves));
  }

  void plan_cell(std::uint32_t number, std::uint32_t size, std::uint32_t wave) {
    const CounterRandom draw(world.planted_random.at(stream_cell, number));
    const bool separate = knobs.separate_cells >= .5;
    const auto operations = static_cast<std::uint32_t>(knobs.operations);
    Cell cell;
    cell.operation = separate ? number : number % operations;
    cell.next_operation = separate ? number : (number + 1) % operations;
    cell.side = knobs.lattice >= .5 ? lattice_side(size) : 0;
    cell.network = separate || cell.side > 0 ? number : wave;
    cell.residential = std::min(1.0, knobs.residential + (wave > 0 ? knobs.later_residential : 0));
    cell.members = size;
    cell.families = choose_families(number, cell.operation, cell.side);
    cell.round_the_clock = draw.unit(draw_clock) < knobs.round_the_clock;

    Stock stock;
    stock.wave.first = wave_begin(wave);
    stock.wave.last = std::max(stock.wave.first, wave_begin(wave + 1) - 1);
    // A third of the burst's range lies before the window: some cells are at work when it opens.
    stock.burst_day =
        stock.wave.first + static_cast<std::int32_t>((draw.unit(draw_burst_day) - 1.0 / 3) * knobs.burst_spread_days);
    stock.side = cell.side;
    stock.card = next_card;
    next_card += std::max(1U, cell.side);
    stock.first_device = next_device;
    stock.num_devices = std::max(1U, static_cast<std::uint32_t>(std::ceil(size * std::floor(knobs.devices_per_account) /
                                                                          knobs.accounts_per_device)));
    if (cell.side > 0) stock.num_devices = cell.side;
    next_device += stock.num_devices;
    stock.first_number = next_number;
    stock.num_numbers = std::max(1U, static_cast<std::uint32_t>(std::ceil(size / knobs.accounts_per_phone)));
    next_number += stock.num_numbers;
    for (std::uint32_t member = 0; member < size; ++member) {
      const CounterRandom own(world.planted_random.at(stream_planted, world.planted.size()));
      PlantedAccount account;
      account.cell = number;
      account.member = member;
      account.both_tasks = cell.next_operation != cell.operation && own.unit(draw_both) < knobs.both_tasks;
      set_lifetime(account, own, stock);
      set_card(account, own, stock);
      set_devices(account, own, stock);
      set_number(account, own, stock);
      world.planted.push_back(account);
    }
    neighbour_first_device = stock.first_device;
    neighbour_num_devices = separate ? 0 : stock.num_devices;
    world.cells.push_back(std::move(cell));
  }

  /// Networks are sized by the accounts that use them, and laid out one after the other.
  void lay_out_networks() {
    std::vector<std::uint32_t> users, least;
    for (const Cell& cell : world.cells) {
      if (users.size() <= cell.network) users.resize(cell.network + 1);
      least.resize(users.size(), 1);
      users[cell.network] += cell.members;
      least[cell.network] = std::max(least[cell.network], 2 * cell.side);
    }
    std::vector<std::uint32_t> begin(users.size() + 1, 0);
    for (std::size_t network = 0; network < users.size(); ++network) {
      const auto addresses = static_cast<std::uint32_t>(users[network] * knobs.addresses_per_account + .5);
      begin[network + 1] = begin[network] + std::max(least[network], addresses);
    }
    for (Cell& cell : world.cells) {
      cell.network_size = begin[cell.network + 1] - begin[cell.network];
      cell.network = begin[cell.network];
    }
  }
};

}  // namespace

std::uint32_t lattice_line(std::uint32_t direction, std::uint32_t member, std::uint32_t side) {
  const std::uint32_t x = member % side;
  const std::uint32_t y = member / side;
  return direction == lattice_card ? x : (y + (direction - 1) * x) % side;
}

namespace {

/// Sessions of random customers. A prompt without template gets one by being sent more than once.
void record_sessions(World& world) {
  const double wanted = world.knobs.recordings * static_cast<double>(world.planted.size());
  world.recordings.resize(std::max<std::size_t>(1, static_cast<std::size_t>(wanted)));
  std::vector<Draft> drafts;
  for (std::size_t number = 0; number < world.recordings.size(); ++number) {
    const CounterRandom draw(world.planted_random.at(stream_recording, number));
    drafts.clear();
    draft_honest_events(world, static_cast<std::uint32_t>(draw.below(world.home.size(), 1)), drafts);
    const std::size_t first = draw.below(drafts.size(), 2);
    Recording& recording = world.recordings[number];
    for (std::size_t i = 0; i < std::size(recording.prompts); ++i) {
      const Code prompt = first + i < drafts.size() ? drafts[first + i].codes[3] : 0;
      const bool has_template = prompt != 0 && pool_of(prompt) != Pool::placeholder;
      recording.prompts[i] = has_template ? prompt : make_code(Pool::recorded_prompt, number << 8 | i);
      recording.pause_seconds[i] = 15 + static_cast<std::uint32_t>(draw.below(600, 3, i));
    }
  }
}

}  // namespace

void plan_operation(World& world) {
  Planner planner{world, world.knobs};
  const std::uint32_t total = world.options.operation;
  const auto waves = static_cast<std::uint32_t>(world.knobs.waves);
  world.planted.reserve(total);
  std::uint32_t number = 0;
  for (std::uint32_t wave = 0; wave < waves; ++wave) {
    const auto wave_end = static_cast<std::uint32_t>(std::uint64_t{total} * (wave + 1) / waves);
    while (world.planted.size() < wave_end) {
      const auto left = wave_end - static_cast<std::uint32_t>(world.planted.size());
      planner.plan_cell(number, planner.planned_size(number, left), wave);
      ++number;
    }
  }
  planner.lay_out_networks();
  if (world.knobs.replay > 0) record_sessions(world);
}

}  // namespace accountgraph::synth
