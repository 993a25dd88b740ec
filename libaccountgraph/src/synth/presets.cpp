/// Presets of operations, by shape. Columns: difficulty 0 (careless), .3 (moderate), .6 (careful), .9 (hidden). A knob
/// without a row keeps the default of OperationKnobs.
#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/synth/operation_knobs.hpp>

namespace accountgraph {
namespace {

struct Row {
  std::string_view knob;
  std::array<double, 4> levels;
};

constexpr std::array<double, 4> same(double value) { return {value, value, value, value}; }

/// About 25,000 accounts in cells on one proxy network, each like a light user.
constexpr Row kPooled25k[] = {
    {"exchanges_per_day", same(25.6)},
    {"days_active", same(45)},
    {"burst_spread_days", {5, 15, 25, 35}},
    {"cell_min", {40, 20, 12, 6}},
    {"cell_max", {90, 60, 36, 18}},
    {"accounts_per_card", {10, 5, 3, 2}},
    {"one_off_payment", {0, .25, .55, .9}},
    {"stolen_card", {0, .02, .05, .1}},
    {"accounts_per_device", {12, 6, 4, 2.5}},
    {"devices_per_account", {1, 2, 2, 2}},
    {"one_off_device", {0, .2, .5, .9}},
    {"cross_cell_device", {.1, .05, .03, .01}},
    {"popular_fingerprint", {0, .05, .15, .3}},
    {"addresses_per_account", {.02, .1, .4, 1.2}},
    {"slice_addresses", {3, 6, 10, 20}},
    {"rotation_days", {45, 7, 2, .5}},
    {"residential", {0, .2, .5, .85}},
    {"shared_exit", {0, .02, .05, .1}},
    {"own_address", {0, .05, .1, .2}},
    {"prompt_families", {4, 8, 12, 20}},
    {"families_per_cell", {4, 3, 3, 2}},
    {"paraphrase", {0, .3, .6, .9}},
    {"variants", {10, 40, 200, 1000}},
    {"reworded", {.2, .4, .6, .9}},
    {"prompt_noise", {0, .2, .5, .8}},
    {"prompt_invisible", {0, 0, .1, .5}},
    {"prompt_wrapped", {0, .1, .2, .3}},
    {"camouflage", {.05, .2, .4, .6}},
    {"replaced", {.1, .15, .25, .35}},
    {"round_the_clock", {1, .5, .2, 0}},
    {"unpaid", {.05, .1, .15, .2}},
    {"follow_up", {.2, .3, .35, .4}},
    {"accounts_per_phone", {8, 4, 2, 1.5}},
    {"one_off_phone", {.2, .5, .8, .95}},
    {"public_number", {0, .05, .1, .1}},
};

/// One fixed prompt, far hotter accounts; the first pool is banned as one, and a second with its own everything goes on
/// with the same task, through addresses that serve others too.
constexpr Row kTwoPoolFailover[] = {
    {"exchanges_per_day", same(850)},
    {"waves", same(2)},
    {"burst_spread_days", {2, 4, 6, 8}},
    {"prompt_families", same(1)},
    {"families_per_cell", same(1)},
    {"paraphrase", {0, .05, .15, .3}},
    {"follow_up", same(0)},
    {"variants", {3, 10, 30, 100}},
    {"camouflage", {0, 0, .1, .25}},
    {"later_residential", {.2, .3, .3, .1}},
    {"replaced", same(.05)},
};

/// Customers' requests passed on as they come: diverse prompts and very little traffic; jobs and sign-ups are in step.
constexpr Row kLowSlowRelay[] = {
    {"exchanges_per_day", same(5.6)},         {"burst_spread_days", {3, 6, 12, 20}},
    {"one_off_payment", {.1, .45, .75, .95}}, {"one_off_device", {.1, .4, .7, .95}},
    {"prompt_families", {2, 3, 4, 5}},        {"families_per_cell", same(2)},
    {"camouflage", {.8, .9, .95, .98}},       {"camouflage_popular", same(.35)},
    {"synchrony", {.6, .5, .4, .3}},          {"jobs_per_day", {4, 6, 8, 10}},
    {"job_seconds", {20, 60, 120, 300}},      {"round_the_clock", same(0)},
};

/// Few accounts, each very hot, worn out and replaced.
constexpr Row kHotRotation[] = {
    {"exchanges_per_day", same(732)},
    {"start", same(.3)},
    {"span_days", same(17)},
    {"days_active", {17, 12, 8, 5}},
    {"burst_spread_days", {1, 3, 6, 10}},
    {"cell_min", {40, 30, 16, 8}},
    {"cell_max", {90, 80, 40, 20}},
    {"rotation_days", {17, 2, .5, .25}},
    {"camouflage", {0, .05, .15, .3}},
    {"replaced", {.1, .3, .4, .5}},
};

/// Recorded sessions of customers, sent again from several accounts.
constexpr Row kReplay[] = {
    {"exchanges_per_day", same(13.3)},
    {"start", same(.25)},
    {"span_days", same(20)},
    {"days_active", same(20)},
    {"burst_spread_days", {2, 4, 8, 12}},
    {"one_off_payment", {.1, .45, .75, .95}},
    {"one_off_device", {.1, .4, .7, .95}},
    {"replay", {.95, .9, .8, .6}},
    {"recordings", {.05, .2, .5, 1}},
    {"camouflage", {.6, .7, .8, .9}},
    {"synchrony", {.3, .25, .2, .15}},
    {"round_the_clock", same(0)},
};

/// Three operations on one large network among ordinary customers; half of the traffic moves to a new model, and so to
/// new prompts, within a day. They differ in size, rate and tasks.
constexpr Row kFebSmall[] = {
    {"exchanges_per_day", same(2.2)},
    {"prompt_families", same(2)},
    {"families_per_cell", same(2)},
    {"shared_exit", {.05, .1, .15, .2}},
    {"residential", {.1, .3, .55, .8}},
    {"camouflage", {.1, .3, .45, .6}},
    {"retarget", same(.5)},
};
constexpr Row kFebMedium[] = {
    {"exchanges_per_day", same(12.6)},  {"prompt_families", {3, 6, 9, 14}}, {"shared_exit", {.05, .1, .15, .2}},
    {"residential", {.1, .3, .55, .8}}, {"camouflage", {.1, .3, .45, .6}},  {"retarget", same(.5)},
};
constexpr Row kFebLarge[] = {
    {"exchanges_per_day", same(17.5)},  {"prompt_families", {6, 12, 18, 28}}, {"shared_exit", {.05, .1, .15, .2}},
    {"residential", {.1, .3, .55, .8}}, {"camouflage", {.1, .3, .45, .6}},    {"retarget", same(.5)},
};

/// Free-trial abuse: rings of 5-40 accounts, each an operation by itself, short-lived, few cards, own addresses.
constexpr Row kRings[] = {
    {"separate_cells", same(1)},
    {"exchanges_per_day", same(40)},
    {"days_active", {14, 14, 10, 7}},
    {"burst_spread_days", same(35)},
    {"cell_min", same(5)},
    {"cell_max", same(40)},
    {"accounts_per_card", {8, 4, 3, 2}},
    {"one_off_payment", {0, .2, .5, .85}},
    {"stolen_card", {.05, .1, .2, .3}},
    {"accounts_per_device", {20, 8, 5, 3}},
    {"devices_per_account", {1, 2, 2, 2}},
    {"unpaid", same(.3)},
    {"follow_up", {.2, .3, .35, .4}},
    {"one_off_device", {0, .15, .45, .85}},
    {"cross_cell_device", same(0)},
    {"popular_fingerprint", {0, .1, .2, .3}},
    {"addresses_per_account", {.05, .3, .8, 2}},
    {"slice_addresses", {2, 4, 6, 10}},
    {"rotation_days", {45, 7, 2, .5}},
    {"residential", {0, .3, .6, .9}},
    {"shared_exit", {0, .1, .1, .1}},
    {"own_address", {0, .1, .2, .3}},
    {"prompt_families", {2, 3, 4, 6}},
    {"families_per_cell", {2, 3, 4, 6}},
    {"paraphrase", {0, .2, .5, .8}},
    {"variants", {5, 20, 50, 200}},
    {"reworded", {.2, .4, .6, .9}},
    {"prompt_noise", {0, .2, .5, .8}},
    {"prompt_invisible", {0, 0, .1, .5}},
    {"prompt_wrapped", {0, .1, .2, .3}},
    {"camouflage", {.1, .3, .5, .7}},
    {"replaced", {.1, .2, .3, .4}},
    {"round_the_clock", {.2, .1, 0, 0}},
    {"no_phone", same(.3)},
    {"accounts_per_phone", {6, 4, 3, 2}},
    {"one_off_phone", {.1, .3, .6, .9}},
    {"public_number", {.1, .2, .2, .2}},
};

/// Rings in which no two accounts share two identifiers: only timing and many weak ties give them away.
constexpr Row kCarefulRing[] = {
    {"separate_cells", same(1)},
    {"lattice", same(1)},
    {"exchanges_per_day", same(20)},
    {"days_active", same(30)},
    {"burst_spread_days", same(35)},
    {"cell_min", same(12)},
    {"cell_max", same(40)},
    {"one_off_payment", {0, .1, .3, .6}},
    {"stolen_card", same(0)},
    {"one_off_device", {0, .1, .3, .6}},
    {"popular_fingerprint", same(0)},
    {"no_phone", same(1)},
    {"residential", same(0)},
    {"shared_exit", same(0)},
    {"own_address", {.1, .2, .35, .5}},
    {"paraphrase", {0, .1, .3, .6}},
    {"camouflage", {.2, .3, .45, .6}},
    {"camouflage_popular", same(0)},
    {"replaced", same(0)},
    {"synchrony", {.8, .7, .5, .3}},
    {"jobs_per_day", same(3)},
    {"job_seconds", {20, 30, 60, 120}},
    {"round_the_clock", same(0)},
};

/// `rows` stand over those of `base`.
struct Preset {
  std::string_view name;
  std::span<const Row> base;
  std::span<const Row> rows;
};
constexpr Preset kPresets[] = {
    {"pooled_25k", kPooled25k, {}},
    {"two_pool_failover", kPooled25k, kTwoPoolFailover},
    {"low_slow_relay_5k", kPooled25k, kLowSlowRelay},
    {"hot_rotation_273", kPooled25k, kHotRotation},
    {"replay_1500", kPooled25k, kReplay},
    {"feb_small", kPooled25k, kFebSmall},
    {"feb_medium", kPooled25k, kFebMedium},
    {"feb_large", kPooled25k, kFebLarge},
    {"rings", kRings, {}},
    {"careful_ring", kRings, kCarefulRing},
};

const Preset* find_preset(std::string_view name) {
  for (const Preset& preset : kPresets) {
    if (preset.name == name) return &preset;
  }
  return nullptr;
}

double level_at(const std::array<double, 4>& levels, double difficulty) {
  const double position = difficulty / 0.3;
  const int left = std::min(2, static_cast<int>(position));
  return levels[left] + (levels[left + 1] - levels[left]) * (position - left);
}

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : kPresets) names.emplace_back(preset.name);
  return names;
}

Camouflage camouflage(const OperationKnobs& knobs) {
  if (knobs.camouflage_times == 1) return {knobs.camouflage, 1};
  const double imitating = knobs.camouflage * knobs.camouflage_times;
  const double growth = 1 - knobs.camouflage + imitating;
  return growth > 0 ? Camouflage{imitating / growth, growth} : Camouflage{0, 0};
}

OperationKnobs operation_knobs(const WorldOptions& options) {
  const Preset* preset = find_preset(options.preset);
  if (preset == nullptr) {
    std::string known;
    for (const std::string& name : preset_names()) known += (known.empty() ? "" : ", ") + name;
    require(false, "preset", "one of " + known, options.preset);
  }
  OperationKnobs knobs;
  std::size_t rows_used = 0;
  std::size_t named_used = 0;
  visit_knobs(knobs, [&](const char* name, double& value, double low, double high) {
    for (const std::span<const Row> rows : {preset->base, preset->rows}) {
      for (const Row& row : rows) {
        if (row.knob != name) continue;
        value = std::clamp(level_at(row.levels, options.difficulty), low, high);
        ++rows_used;
      }
    }
    const auto named = options.operation_knobs.find(name);
    if (named == options.operation_knobs.end()) return;
    require(named->second >= low && named->second <= high, std::string("operation_knobs.") + name,
            "in [" + std::to_string(low) + ", " + std::to_string(high) + "]", named->second);
    value = named->second;
    ++named_used;
  });
  if (rows_used != preset->base.size() + preset->rows.size())
    throw std::logic_error("a preset names an unknown or repeated knob");
  if (named_used != options.operation_knobs.size()) {
    std::string known;
    visit_knobs(knobs, [&](const char* knob, double&, double, double) {
      known += (known.empty() ? "" : ", ") + std::string(knob);
    });
    for (const auto& [name, value] : options.operation_knobs) {
      require((", " + known + ",").find(", " + name + ",") != std::string::npos, "operation_knobs", "among " + known,
              name);
    }
  }
  if (options.rewired) knobs.synchrony = 0;
  require(knobs.cell_max >= knobs.cell_min, "operation_knobs.cell_max", ">= cell_min", knobs.cell_max);
  return knobs;
}

}  // namespace accountgraph
