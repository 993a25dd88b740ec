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
  draw_cross_device
};

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
  bool previous_died = false;  ///< the member before needs a successor
};

struct Planner {
  World& world;
  const OperationKnobs& knobs;
  std::uint32_t next_card = 0;
  std::uint32_t next_device = 0;
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

  std::vector<std::uint32_t> choose_families(std::uint32_t cell, std::uint32_t operation) const {
    const auto all = static_cast<std::uint32_t>(knobs.prompt_families);
    const auto wanted = std::min(all, static_cast<std::uint32_t>(knobs.families_per_cell));
    const CounterRandom draw(world.planted_random.at(stream_family, cell));
    std::vector<std::uint32_t> families(all);
    for (std::uint32_t i = 0; i < all; ++i) families[i] = operation * 1000 + i;
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

  void set_devices(PlantedAccount& account, std::uint32_t member, CounterRandom own, const Stock& stock) {
    account.one_off_device = own.unit(draw_one_off_device) < knobs.one_off_device;
    account.num_devices = static_cast<std::uint32_t>(knobs.devices_per_account);
    for (std::uint32_t slot = 0; slot < account.num_devices; ++slot) {
      // The first goes round the cell, the others are random: no two accounts are bound to have the same set.
      const auto turn = slot == 0 ? member % stock.num_devices
                                  : static_cast<std::uint32_t>(own.below(stock.num_devices, draw_device, slot));
      account.devices[slot] = account.one_off_device ? next_device++ : stock.first_device + turn;
    }
    if (account.one_off_device || neighbour_num_devices == 0 || own.unit(draw_cross) >= knobs.cross_cell_device) return;
    account.devices[account.num_devices - 1] =
        neighbour_first_device + static_cast<std::uint32_t>(own.below(neighbour_num_devices, draw_cross_device));
  }

  void plan_cell(std::uint32_t number, std::uint32_t size, std::uint32_t wave) {
    const auto waves = static_cast<std::int64_t>(knobs.waves);
    const std::int64_t days = world.options.days;
    const CounterRandom draw(world.planted_random.at(stream_cell, number));
    const bool separate = knobs.separate_cells >= .5;
    Cell cell;
    cell.operation = separate ? number : 0;
    cell.network = separate ? number : wave;
    cell.members = size;
    cell.families = choose_families(number, cell.operation);
    cell.round_the_clock = draw.unit(draw_clock) < knobs.round_the_clock;

    Stock stock;
    stock.wave.first = static_cast<std::int32_t>(days * wave / waves);
    stock.wave.last = std::max(stock.wave.first, static_cast<std::int32_t>(days * (wave + 1) / waves) - 1);
    // A third of the burst's range lies before the window: some cells are at work when it opens.
    stock.burst_day =
        stock.wave.first + static_cast<std::int32_t>((draw.unit(draw_burst_day) - 1.0 / 3) * knobs.burst_spread_days);
    stock.card = next_card++;
    stock.first_device = next_device;
    stock.num_devices = std::max(1U, static_cast<std::uint32_t>(std::ceil(size * std::floor(knobs.devices_per_account) /
                                                                          knobs.accounts_per_device)));
    next_device += stock.num_devices;
    for (std::uint32_t member = 0; member < size; ++member) {
      const CounterRandom own(world.planted_random.at(stream_planted, world.planted.size()));
      PlantedAccount account;
      account.cell = number;
      set_lifetime(account, own, stock);
      set_card(account, own, stock);
      set_devices(account, member, own, stock);
      world.planted.push_back(account);
    }
    neighbour_first_device = stock.first_device;
    neighbour_num_devices = separate ? 0 : stock.num_devices;
    world.cells.push_back(std::move(cell));
  }

  /// Networks are sized by the accounts that use them, and laid out one after the other.
  void lay_out_networks() {
    std::vector<std::uint32_t> users;
    for (const Cell& cell : world.cells) {
      if (users.size() <= cell.network) users.resize(cell.network + 1);
      users[cell.network] += cell.members;
    }
    std::vector<std::uint32_t> begin(users.size() + 1, 0);
    for (std::size_t network = 0; network < users.size(); ++network) {
      const auto addresses = static_cast<std::uint32_t>(users[network] * knobs.addresses_per_account + .5);
      begin[network + 1] = begin[network] + std::max(1U, addresses);
    }
    for (Cell& cell : world.cells) {
      cell.network_size = begin[cell.network + 1] - begin[cell.network];
      cell.network = begin[cell.network];
    }
  }
};

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
}

}  // namespace accountgraph::synth
