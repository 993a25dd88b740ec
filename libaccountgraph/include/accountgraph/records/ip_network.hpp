/// Networks of internet addresses, as an allow-list names them: 10.0.0.0/8, 2001:db8::/32.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace accountgraph {

/// A range of addresses, both ends in it: IPv4 by their 32 bits, IPv6 by their upper 64 (records/normalise.hpp keeps no more).
struct IpNetwork {
  bool v6 = false;
  std::uint64_t first = 0, last = 0;
  auto operator<=>(const IpNetwork&) const = default;
};

/// A network, or a single address, as text: prefixes up to /32, for IPv6 up to /64; no bits set beyond the prefix. Nothing for
/// any other text.
std::optional<IpNetwork> parse_network(std::string_view text);

/// The network of an allow-list's line. Throws std::invalid_argument in words where the text is none.
IpNetwork allowed_network(std::string_view text);

/// Many networks.
class IpNetworks {
 public:
  IpNetworks() = default;
  explicit IpNetworks(std::vector<IpNetwork> networks);
  /// Whether all of a normalised value lies in one of the networks. O(length + log networks).
  bool contain(std::string_view value) const;

 private:
  std::vector<IpNetwork> ranges_;  ///< ascending, apart
};

}  // namespace accountgraph
