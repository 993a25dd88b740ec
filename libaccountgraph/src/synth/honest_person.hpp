/// What an honest account is like: a function of world and account, so that no world has to keep it.
#pragma once

#include <cstdint>

#include <accountgraph/synth/world.hpp>

#include "identifier_code.hpp"

namespace accountgraph::synth {

/// Streams of World::honest_random. An account's own draws come from a generator seeded by (account, i).
enum HonestStream : std::uint64_t {
  stream_account = 1,
  stream_session,
  stream_event,
  stream_home,
  stream_workplace,
  stream_shuffle,
  stream_group_size,
  stream_pair,
  stream_region,
  stream_lease,
  stream_forge,
  stream_number_pair,
  stream_rewire,
};

inline constexpr std::int32_t kNever = 1 << 28;

struct Person {
  std::uint32_t home = 0;
  std::uint32_t workplace = 0;  ///< kNone = none
  std::int32_t first_day = 0;
  std::int32_t last_day = 0;   ///< inclusive
  std::uint32_t events = 1;    ///< while the log is complete
  std::uint32_t burst = 1;     ///< events a session
  std::int32_t time_zone = 0;  ///< hours east of UTC
  std::uint32_t region = 0;    ///< of the carrier
  double mobile_share = 0;     ///< of sessions; 0 = never
  double vpn_share = 0;        ///< of sessions; 0 = never
  std::int32_t travel_from = kNever;
  std::int32_t travel_days = 0;
  std::uint32_t phone_model = 0;     ///< kNone = an own fingerprint
  std::uint32_t common_browser = 0;  ///< a fingerprint that a few strangers have too; kNone = an own one
  std::int32_t new_laptop_day = kNever;
  std::int32_t new_card_day = kNever;
  std::uint32_t cards = 1;
  std::uint32_t framework = 0;  ///< kNone = none
  bool tutorial = false;
  bool evaluation = false;
  bool ci = false;
  bool gateway = false;
  std::uint32_t team = 0;  ///< people who use the account, each with a device and a home; 0 = one
  bool busy = false;
  bool unpaid = false;
  std::uint32_t placeholder_kind = 0;     ///< kNone = none
  std::uint32_t second_hand_partner = 0;  ///< kNone = none
  std::int32_t second_hand_day = kNever;  ///< the device of the lower account passes to the higher one
  bool has_number = false;
  std::uint32_t public_number = 0;   ///< kNone = a number of one's own, the home's or the office's
  std::uint32_t number_partner = 0;  ///< kNone = none
  std::int32_t number_day = kNever;  ///< the number of the lower account passes to the higher one
};

Person describe(const World& world, std::uint32_t account);

/// Attributes of homes and workplaces.
enum WorkplaceDraw : std::uint64_t { has_card = 1, has_templates, has_image, has_number };
bool home_has_changing_address(const World& world, std::uint32_t home);
bool home_has_ipv6(const World& world, std::uint32_t home);
std::uint32_t lease_pool(std::uint32_t home);  ///< homes whose changing addresses pass among one another
/// The address of a home's line on a day; `session` picks between IPv4 and IPv6 where it has both.
Code home_address(const World& world, std::uint32_t home, std::int32_t day, std::uint64_t session);

bool household_has_card(const World& world, std::uint32_t home);
bool household_has_computer(const World& world, std::uint32_t home);
bool household_has_number(const World& world, std::uint32_t home);
bool workplace_has(const World& world, std::uint32_t workplace, double office_share, std::uint64_t what);
/// A popular VPN exit; a few carry most of the traffic.
Code vpn_exit(const World& world, double unit);
/// A fingerprint or template that many customers have: `unit` picks which, the first ones far more often.
Code popular_phone(const World& world, double unit);
Code popular_framework(double unit);
Code public_number(const World& world, double unit);
Code popular_tutorial(const World& world, double unit);

/// How active an account is beside the mean, >= 0: heavy to the right, the mean is 1.
double activity(double unit);
/// Hours east of UTC.
std::int32_t time_zone(double unit);
bool is_weekend(const World& world, std::int32_t day);
/// Whether an account pays with a card of its own alone.
bool has_own_card(const World& world, std::uint32_t account);
Code gateway_line(const World& world, double unit);
/// Second of a local day at which people are active, from a uniform number.
std::int32_t diurnal_second(double unit);
/// Microseconds of a second of a day of the window.
std::int64_t window_time(const World& world, std::int32_t day, std::int64_t second, std::uint64_t micros);

}  // namespace accountgraph::synth
