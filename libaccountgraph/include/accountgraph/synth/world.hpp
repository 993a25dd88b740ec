/// A world: who is who, decided before any event exists. Events (synth/events.hpp) and truth are functions of it.
/// Accounts are numbered: honest first, [0, options.accounts), then planted. Names do not tell them apart.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/random.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/synth/operation_knobs.hpp>
#include <accountgraph/synth/world_options.hpp>

namespace accountgraph {

/// Where honest people work. `index` of a group is its position in World::workplaces.
enum class WorkplaceType : std::uint8_t { office, classroom, reseller };

struct Workplace {
  WorkplaceType type{};
  std::uint32_t members = 0;
};

/// A planted account. Days count from the start of the window; cards and devices are numbered through the operation.
struct PlantedAccount {
  std::uint32_t cell = 0;
  std::uint32_t card = 0;                   ///< kNone = unpaid
  std::uint32_t devices[4] = {0, 0, 0, 0};  ///< the first `num_devices`
  std::uint32_t num_devices = 1;
  std::uint32_t number = 0;  ///< phone number; kNone = none
  std::uint32_t member = 0;  ///< position in its cell
  std::int32_t first_day = 0;
  std::int32_t last_day = 0;  ///< inclusive
  bool one_off_card = false;
  bool one_off_device = false;
  bool both_tasks = false;   ///< works for the next operation too
  bool replacement = false;  ///< took the place of an account that died
};

struct Cell {
  std::uint32_t operation = 0;               ///< which operation of the world
  std::uint32_t next_operation = 0;          ///< the one that accounts with both tasks also work for
  std::uint32_t network = 0;                 ///< first address of its proxy network, numbered through the world
  std::uint32_t network_size = 0;            ///< addresses of that network
  std::vector<std::uint32_t> families = {};  ///< tasks, numbered through the world
  std::uint32_t members = 0;
  double residential = 0;  ///< share of that network that is a household's line
  std::uint32_t side = 0;  ///< side of the lattice that cards, devices, addresses and tasks are dealt by; 0 = none
  bool round_the_clock = false;
};

/// One identifier put on an honest account (Forge). `code` is internal to synth.
struct Forgery {
  std::uint32_t victim = 0;
  std::uint32_t kind = 0;  ///< index into kEventKinds
  std::uint64_t code = 0;
  std::uint64_t salt = 0;
};

/// A customer's session that operations send again.
struct Recording {
  std::uint64_t prompts[4] = {};        ///< codes, internal to synth
  std::uint32_t pause_seconds[4] = {};  ///< before each prompt but the first
};

/// For every account its distinct identifiers, and what stands in their place. Entries of account a are
/// [begin[a], begin[a + 1]), sorted by kind, then code.
struct Rewiring {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint8_t> kind;
  std::vector<std::uint64_t> code, dealt;
};

struct World {
  WorldOptions options;
  OperationKnobs knobs;
  CounterRandom honest_random{0};
  CounterRandom planted_random{0};
  std::uint64_t text_key = 0;  ///< turns numbers into opaque names
  std::uint32_t num_homes = 0;
  std::uint32_t carrier_regions = 0;
  std::vector<std::uint32_t> home;         ///< per honest account
  std::vector<std::uint8_t> home_members;  ///< per home; >= 2 is a household
  std::vector<std::uint32_t> workplace;    ///< per honest account, index into `workplaces`; kNone = none
  std::vector<Workplace> workplaces;
  std::vector<PlantedAccount> planted;
  std::vector<Cell> cells;
  std::vector<Recording> recordings;  ///< empty unless knobs.replay > 0
  std::vector<Forgery> forgeries;     ///< sorted by victim
  Rewiring rewiring;                  ///< empty unless options.rewired

  std::uint32_t num_accounts() const { return static_cast<std::uint32_t>(home.size() + planted.size()); }
  bool is_planted(std::uint32_t account) const { return account >= home.size(); }
};

/// Plans a world. Honest accounts depend on the honest options and the seed alone: with operation = 0 and the same
/// seed they do the same things. Throws std::invalid_argument for bad options, Cancelled.
/// Cost: O(accounts + operation) time and memory (about 10 bytes an honest account, 60 a planted one); a rewired world
/// makes all events once and keeps 17 bytes for every identifier of every account.
World make_world(const WorldOptions& options, const Control& control = {});

/// The name of account `account` in [0, num_accounts()): "acct_" and 16 hex digits.
std::string account_name(const World& world, std::uint32_t account);

/// The truth as a long table, one row per account and group: account_id, group_type, group. Accounts in order, an
/// account's rows together; an honest account without any group has no row. group_type is `operation` and
/// `operation_cell` for planted accounts (none in a rewired world, where nothing is shared on purpose); for honest ones household, office, classroom, reseller, carrier_nat,
/// dynamic_address, ipv6, vpn, traveller, popular_phone, second_hand_device, recycled_phone, public_number, framework, tutorial, evaluation_suite,
/// ci_runner, gateway, placeholder, team_key, busy, and `forged` for victims of framing. Cost: O(accounts).
Table truth(const World& world);

}  // namespace accountgraph
