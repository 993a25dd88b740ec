/// The shape of an operation as numbers. A preset is a table of rows (src/synth/presets.cpp), one row a knob with its
/// value at difficulty 0, .3, .6 and .9; a new preset is new rows, not new code.
#pragma once

#include <accountgraph/synth/world_options.hpp>

namespace accountgraph {

/// What one world's operation does. Shares lie in [0, 1].
struct OperationKnobs {
  double exchanges_per_day = 25.6;  ///< > 0, of a planted account while it lives, before the log's sampling
  double days_active = 45;          ///< >= 1. An account lives at most this long
  double burst_spread_days = 15;    ///< >= 0. Cells sign up in bursts spread over so many days
  double start = 0;                 ///< share of the window before the operation begins
  double span_days = 3650;          ///< >= 1. The operation lasts at most so long
  double waves = 1;           ///< >= 1. Equal parts of that time, each with its own accounts, cards, devices, network
  double separate_cells = 0;  ///< 1 = every cell is an operation by itself, with its own network and tasks
  double operations = 1;      ///< >= 1. Operations on one network, with own tasks; cells go to them in turn
  double shared_device = 0;   ///< share of accounts with a device of a stock that all the operations use
  double both_tasks = 0;      ///< share of accounts that also work on the next operation's tasks
  double lattice = 0;         ///< 1 = no two accounts of a cell share two identifiers (of card, device, address, task)
  double cell_min = 20;       ///< >= 2. Accounts of the smallest cell
  double cell_max = 60;       ///< >= cell_min. Accounts of the largest cell
  double accounts_per_card = 5;        ///< >= 1
  double one_off_payment = 0.25;       ///< share of accounts with a card that no other account has
  double unpaid = 0.1;                 ///< share of accounts without a payment identifier
  double stolen_card = 0.02;           ///< share of cards that an honest customer pays with too
  double accounts_per_device = 6;      ///< >= 1
  double devices_per_account = 2;      ///< in [1, 4], taken in turn, a day each
  double one_off_device = 0.2;         ///< share of accounts with devices that no other account has
  double cross_cell_device = 0.05;     ///< share of accounts with one device of the cell before theirs
  double popular_fingerprint = 0.05;   ///< share of devices that show the fingerprint of a popular phone
  double no_phone = 0.5;               ///< share of accounts without a phone number
  double accounts_per_phone = 4;       ///< >= 1. Accounts that one rented number confirms
  double one_off_phone = 0.5;          ///< share of accounts with a number that no other account has
  double public_number = 0.05;         ///< share of numbers that are a public one, which customers use too
  double addresses_per_account = 0.1;  ///< > 0. Size of the proxy network
  double slice_addresses = 6;          ///< >= 1. Addresses that a cell uses at a time
  double rotation_days = 7;            ///< > 0. A cell moves to other addresses so often
  double residential = 0.2;            ///< share of the network that is an honest household's line
  double later_residential = 0;        ///< added to it for the networks of all waves but the first
  double shared_exit = 0.02;           ///< share of the network that is a popular VPN exit
  double own_address = 0.05;           ///< share of sessions from an address that only this account has
  double prompt_families = 8;          ///< >= 1. Tasks of the operation
  double families_per_cell = 3;        ///< >= 1
  double follow_up = 0.3;              ///< share of task exchanges that only go on ("continue"): no template
  double paraphrase = 0.3;             ///< share of the other ones that are a paraphrase
  double variants = 40;                ///< >= 1. Paraphrases of one task
  double reworded = 0.4;               ///< share of a paraphrase's clauses that are reworded or moved (prompt text)
  double prompt_noise = 0.2;           ///< share of task prompts with changed case, spacing or punctuation (text)
  double prompt_invisible = 0;         ///< share of task prompts with invisible or look-alike characters (text)
  double prompt_wrapped = 0.1;         ///< share of task prompts that are the request to a popular framework (text)
  double retarget = 0;                 ///< share of task prompts that change to a new task within one day
  double retarget_at = 0.6;            ///< when, as a share of the window
  double replay = 0;                   ///< share of sessions that repeat a recorded one, prompt by prompt
  double recordings = 0.2;             ///< > 0. Recorded sessions per account
  double synchrony = 0;                ///< share of sessions that begin with a job of the cell
  double jobs_per_day = 4;             ///< >= 1
  double job_seconds = 60;             ///< >= 1. The sessions of a job begin within so many seconds
  double camouflage = 0.2;             ///< share of exchanges that imitate customers
  double camouflage_times = 1;         ///< >= 0. So many times that traffic, beside the same traffic for the tasks
  double camouflage_popular = 0.5;     ///< share of camouflage with popular templates; the rest is one-off or none
  double replaced = 0.15;              ///< share of accounts that die early and are replaced
  double round_the_clock = 0.5;        ///< share of sessions at a uniform hour instead of a working day's
};

/// The share of exchanges that imitate customers, and how many times the exchanges grow by them, after camouflage_times.
struct Camouflage {
  double share = 0;
  double growth = 1;
};
Camouflage camouflage(const OperationKnobs& knobs);

/// The knobs of `options.preset` at `options.difficulty` (linear between the table's columns, extended to 1 and cut to
/// the knob's range), then `options.operation_knobs`; a rewired world has no synchrony. Throws std::invalid_argument for unknown names and bad values.
OperationKnobs operation_knobs(const WorldOptions& options);

/// Calls visit(name, member, low, high) for every knob.
template <class Self, class Visit>
void visit_knobs(Self& o, Visit&& visit) {
  visit("exchanges_per_day", o.exchanges_per_day, 0.001, 100'000);
  visit("days_active", o.days_active, 1, 3650);
  visit("burst_spread_days", o.burst_spread_days, 0, 3650);
  visit("start", o.start, 0, 0.99);
  visit("span_days", o.span_days, 1, 3650);
  visit("waves", o.waves, 1, 100);
  visit("separate_cells", o.separate_cells, 0, 1);
  visit("operations", o.operations, 1, 1000);
  visit("shared_device", o.shared_device, 0, 1);
  visit("both_tasks", o.both_tasks, 0, 1);
  visit("lattice", o.lattice, 0, 1);
  visit("cell_min", o.cell_min, 2, 1'000'000);
  visit("cell_max", o.cell_max, 2, 1'000'000);
  visit("accounts_per_card", o.accounts_per_card, 1, 1'000'000);
  visit("one_off_payment", o.one_off_payment, 0, 1);
  visit("unpaid", o.unpaid, 0, 1);
  visit("stolen_card", o.stolen_card, 0, 1);
  visit("accounts_per_device", o.accounts_per_device, 1, 1'000'000);
  visit("devices_per_account", o.devices_per_account, 1, 4);
  visit("one_off_device", o.one_off_device, 0, 1);
  visit("cross_cell_device", o.cross_cell_device, 0, 1);
  visit("popular_fingerprint", o.popular_fingerprint, 0, 1);
  visit("no_phone", o.no_phone, 0, 1);
  visit("accounts_per_phone", o.accounts_per_phone, 1, 1'000'000);
  visit("one_off_phone", o.one_off_phone, 0, 1);
  visit("public_number", o.public_number, 0, 1);
  visit("addresses_per_account", o.addresses_per_account, 0.00001, 4);
  visit("slice_addresses", o.slice_addresses, 1, 100'000);
  visit("rotation_days", o.rotation_days, 0.01, 3650);
  visit("residential", o.residential, 0, 1);
  visit("later_residential", o.later_residential, 0, 1);
  visit("shared_exit", o.shared_exit, 0, 1);
  visit("own_address", o.own_address, 0, 1);
  visit("prompt_families", o.prompt_families, 1, 1000);
  visit("families_per_cell", o.families_per_cell, 1, 1000);
  visit("follow_up", o.follow_up, 0, 1);
  visit("paraphrase", o.paraphrase, 0, 1);
  visit("variants", o.variants, 1, 1'000'000);
  visit("reworded", o.reworded, 0, 1);
  visit("prompt_noise", o.prompt_noise, 0, 1);
  visit("prompt_invisible", o.prompt_invisible, 0, 1);
  visit("prompt_wrapped", o.prompt_wrapped, 0, 1);
  visit("retarget", o.retarget, 0, 1);
  visit("retarget_at", o.retarget_at, 0, 1);
  visit("replay", o.replay, 0, 1);
  visit("recordings", o.recordings, 0.00001, 100);
  visit("synchrony", o.synchrony, 0, 1);
  visit("jobs_per_day", o.jobs_per_day, 1, 10'000);
  visit("job_seconds", o.job_seconds, 1, 86'400);
  visit("camouflage", o.camouflage, 0, 1);
  visit("camouflage_times", o.camouflage_times, 0, 1000);
  visit("camouflage_popular", o.camouflage_popular, 0, 1);
  visit("replaced", o.replaced, 0, 1);
  visit("round_the_clock", o.round_the_clock, 0, 1);
}

}  // namespace accountgraph
