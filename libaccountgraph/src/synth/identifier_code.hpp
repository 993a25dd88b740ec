/// Identifiers before they are text: a pool and an index within it. Distinct codes give distinct texts, so pools never
/// collide by accident (a test checks it). Addresses are IPv4 of 240.0.0.0/4 (reserved, nobody's) and IPv6 of
/// 2001:db8::/32 (documentation).
#pragma once

#include <cstdint>
#include <string_view>

#include <accountgraph/core/random.hpp>

namespace accountgraph::synth {

enum class Pool : std::uint8_t {
  missing,      ///< no value
  placeholder,  ///< index = which text
  // payment
  own_card,
  household_card,
  workplace_card,
  planted_card,
  // device
  own_device,
  team_device,
  household_device,
  workplace_device,
  phone_model,
  common_browser,
  ci_image,
  planted_device,
  // ip; the order is that of the address plan in identifier_code.cpp
  home_line,
  carrier_exit,
  workplace_line,
  vpn_exit,
  hotel_line,
  ci_line,
  gateway_line,
  proxy_line,
  proxy_own,
  home_ipv6,
  // template
  framework,
  tutorial,
  community_prompt,
  evaluation,
  workplace_template,
  ci_template,
  own_template,
  one_off_template,
  planted_task,
  planted_one_off,
  planted_own,
  recorded_prompt,
  // phone
  own_number,
  household_number,
  workplace_number,
  public_number,
  planted_number
};

using Code = std::uint64_t;  ///< pool in the top 8 bits, index in the others; 0 = missing

constexpr Code make_code(Pool pool, std::uint64_t index) { return std::uint64_t(pool) << 56 | index; }
constexpr Pool pool_of(Code code) { return static_cast<Pool>(code >> 56); }
constexpr std::uint64_t index_of(Code code) { return code & ((std::uint64_t{1} << 56) - 1); }

inline constexpr std::uint64_t kHomeLines = std::uint64_t{1} << 26;  ///< fixed lines; changing ones come after them
inline constexpr std::uint64_t kPoolLines = std::uint64_t{1} << 23;  ///< addresses of every other pool
inline constexpr std::uint32_t kNumKinds = 5;                        ///< kEventKinds
inline constexpr std::uint64_t kNumPlaceholders = 4;                 ///< texts a placeholder can have, by kind

/// One event before it is text; codes by kind, in the order of kEventKinds.
struct Draft {
  std::int64_t time_micros = 0;
  Code codes[kNumKinds] = {};
  std::uint64_t salt = 0;  ///< interface part of an IPv6 privacy address
};

/// Longest text of a code.
inline constexpr std::size_t kMaxText = 64;

/// Writes the text of a code of `kind` (index into kEventKinds) into `text` and returns it; empty for `missing` and
/// for one of the placeholders. A bijection per seed: SplitMix64's finaliser for names, a Feistel network over /24s.
std::string_view write_code(Code code, std::uint64_t salt, std::uint32_t kind, std::uint64_t key,
                            char (&text)[kMaxText]);

/// "prefix" and 16 hex digits of the bijective mix of `number`.
std::string_view write_token(std::string_view prefix, std::uint64_t number, std::uint64_t key, char (&text)[kMaxText]);

}  // namespace accountgraph::synth
