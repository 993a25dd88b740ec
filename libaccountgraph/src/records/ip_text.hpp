/// Internet addresses as text: a parser that takes any bytes, and the canonical forms of records/normalise.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace accountgraph::detail {

/// Four decimal parts of one to three digits, each at most 255. `padded` = a part has a leading zero.
bool parse_ipv4(std::string_view text, std::uint32_t& address, bool& padded);

/// RFC 4291 text of an IPv6 address: eight groups of one to four hex digits, "::" at most once, the last two groups
/// possibly as IPv4. No zone, no prefix length.
bool parse_ipv6(std::string_view text, std::array<std::uint16_t, 8>& groups);

/// Writes the canonical form of an address (see records/normalise.hpp) into `scratch` and returns it, or returns `text`
/// itself when it is canonical already or no address.
std::string_view normalised_ip(std::string_view text, std::string& scratch);

}  // namespace accountgraph::detail
