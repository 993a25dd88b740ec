/// What a synthetic world holds. Worlds exist because no public log has accounts, identifiers and truth; docs/worlds.md
/// says what every knob means, what each look-alike is a trap for, and what a world cannot show.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace accountgraph {

/// The honest look-alikes, each a labelled negative. Shares lie in [0, 1] and are of honest accounts unless said.
struct LookAlikes {
  double household = 0.35;          ///< in a household of 2-6 with one address
  double household_card = 0.6;      ///< share of households with one card for all
  double household_computer = 0.5;  ///< share of households with a computer that all use
  double office = 0.12;             ///< in an office of 10-500 behind one address
  double office_card = 0.3;         ///< share of offices with a corporate card
  double office_templates = 0.5;    ///< share of offices with templates of their own
  double office_image = 0.05;       ///< share of offices whose desktops show one device fingerprint
  double classroom = 0.05;          ///< in a class of 20-200: one network, the same assignments in the same weeks
  double reseller = 0.03;           ///< in an agency of 5-80: one card, own devices, own templates
  double carrier_nat = 0.5;         ///< reach the service by a mobile carrier's shared addresses as well
  double carrier_accounts_per_region = 3000;  ///< >= 1. Accounts behind one carrier region's exits
  double dynamic_address = 0.5;               ///< share of homes whose address passes to another home every few days
  double ipv6 = 0.2;                          ///< share of homes with privacy addresses in one /64
  double vpn = 0.06;                          ///< use popular VPN exits
  double traveller = 0.03;                    ///< spend days at hotels and airports
  double popular_phone = 0.3;                 ///< have a phone whose model shows one fingerprint for thousands
  double second_hand_device = 0.01;           ///< of pairs of accounts: a device passes from one to the other
  double framework = 0.5;                     ///< use a popular agent framework; two thirds of them the same one
  double tutorial = 0.4;                      ///< copy prompts from tutorials and public lists
  double evaluation_suite = 0.02;             ///< run a public evaluation suite every night
  double ci_runner = 0.02;                    ///< also send from the shared machines of a CI provider
  double gateway = 0.02;                      ///< send through a gateway that strips metadata
  double placeholder = 0.03;                  ///< one kind of theirs reads `unknown`, `0.0.0.0`, all zeros or empty
  double team_key = 0.01;                     ///< one account for a team: 5-20 devices, addresses of several homes
  double busy = 0.01;                         ///< ten times as active
  double unpaid = 0.3;                        ///< without a payment identifier
  double phone = 0.4;                         ///< have a confirmed phone number
  double household_phone = 0.1;               ///< share of households with one number for all
  double office_phone = 0.1;                  ///< share of offices that give the switchboard's number
  double recycled_phone = 0.02;               ///< of pairs of accounts: a number passes from one to the other
  double public_number = 0.005;               ///< confirmed by a public number, which hundreds use

  friend bool operator==(const LookAlikes&, const LookAlikes&) = default;
};

/// Framing: identifiers of the operation planted on honest accounts.
enum class Forge {
  none,               ///< nobody is framed
  one,                ///< each victim gets one identifier, of a random kind, of a random planted account
  two_of_one_kind,    ///< each victim gets two identifiers of one kind of one planted account
  address_and_prompt  ///< each victim gets one address and one template of one planted account
};
const char* to_string(Forge forge);

/// What events say of prompts.
enum class PromptText {
  none,    ///< `template` alone: an opaque id
  beside,  ///< `template`, and the text in a column `prompt`
  only     ///< `prompt` in place of `template`
};
const char* to_string(PromptText prompt_text);

struct WorldOptions {
  std::string preset = "pooled_25k";  ///< shape of the operation: one of preset_names()
  std::uint32_t accounts = 50'000;    ///< honest accounts, in [1, 10,000,000]
  std::uint32_t operation = 3'000;    ///< planted accounts, in [0, 1,000,000]; 0 = the same world without an operation
  double difficulty = 0.3;            ///< in [0, 1]: 0 careless, .3 moderate, .6 careful, .9 nearly everything rotated
  std::uint64_t seed = 1;             ///< same options and seed, same bytes, on any machine and thread count
  double events_per_account =
      40.0;                 ///< in (0, 100,000]: mean events of an honest account; 1,440 = every exchange is logged
  std::uint32_t days = 45;  ///< length of the window, in [1, 3650]
  std::int64_t start_day =
      20'565;                  ///< first day of the window, days since 1970-01-01, in [0, 100,000]; 20,565 = 2026-04-22
  Forge forged = Forge::none;  ///< needs operation > 0 when not none
  std::uint32_t forged_accounts = 1'000;  ///< victims (at most every honest account)
  bool rewired =
      false;  ///< identifiers dealt anew, kind by kind, degrees kept: nobody shares for a reason. Forges none
  PromptText prompt_text = PromptText::none;  ///< nothing else in the events depends on it
  LookAlikes look_alikes = {};
  std::map<std::string, double> operation_knobs =
      {};  ///< knobs of operation_knobs.hpp set by name instead of by preset
};

/// Presets that exist, in the order of docs/worlds.md.
std::vector<std::string> preset_names();

/// Throws std::invalid_argument at the first option outside its range, naming option, rule and value. O(1).
void validate(const WorldOptions& options);

/// Every option, and every resolved knob of the operation, as one JSON object (world.json). Numbers are shortest
/// round-trip decimals. Validates first. O(1), deterministic.
std::string options_json(const WorldOptions& options);

/// Calls visit(name, member, low, high) for every numeric option; the closed range is the allowed one.
/// `Self` is WorldOptions or const WorldOptions. Bindings, validation and JSON all go through here.
template <class Self, class Visit>
void visit_options(Self& o, Visit&& visit) {
  visit("accounts", o.accounts, 1, 10'000'000);
  visit("operation", o.operation, 0, 1'000'000);
  visit("difficulty", o.difficulty, 0, 1);
  visit("seed", o.seed, 0, 18446744073709551615.0);
  visit("events_per_account", o.events_per_account, 0.001, 100'000);
  visit("days", o.days, 1, 3650);
  visit("start_day", o.start_day, 0, 100'000);
  visit("forged_accounts", o.forged_accounts, 0, 10'000'000);
}

/// The same for the look-alikes.
template <class Self, class Visit>
void visit_look_alikes(Self& o, Visit&& visit) {
  visit("household", o.household, 0, 1);
  visit("household_card", o.household_card, 0, 1);
  visit("household_computer", o.household_computer, 0, 1);
  visit("office", o.office, 0, 1);
  visit("office_card", o.office_card, 0, 1);
  visit("office_templates", o.office_templates, 0, 1);
  visit("office_image", o.office_image, 0, 1);
  visit("classroom", o.classroom, 0, 1);
  visit("reseller", o.reseller, 0, 1);
  visit("carrier_nat", o.carrier_nat, 0, 1);
  visit("carrier_accounts_per_region", o.carrier_accounts_per_region, 1, 10'000'000);
  visit("dynamic_address", o.dynamic_address, 0, 1);
  visit("ipv6", o.ipv6, 0, 1);
  visit("vpn", o.vpn, 0, 1);
  visit("traveller", o.traveller, 0, 1);
  visit("popular_phone", o.popular_phone, 0, 1);
  visit("second_hand_device", o.second_hand_device, 0, 1);
  visit("framework", o.framework, 0, 1);
  visit("tutorial", o.tutorial, 0, 1);
  visit("evaluation_suite", o.evaluation_suite, 0, 1);
  visit("ci_runner", o.ci_runner, 0, 1);
  visit("gateway", o.gateway, 0, 1);
  visit("placeholder", o.placeholder, 0, 1);
  visit("team_key", o.team_key, 0, 1);
  visit("busy", o.busy, 0, 1);
  visit("unpaid", o.unpaid, 0, 1);
  visit("phone", o.phone, 0, 1);
  visit("household_phone", o.household_phone, 0, 1);
  visit("office_phone", o.office_phone, 0, 1);
  visit("recycled_phone", o.recycled_phone, 0, 1);
  visit("public_number", o.public_number, 0, 1);
}

}  // namespace accountgraph
