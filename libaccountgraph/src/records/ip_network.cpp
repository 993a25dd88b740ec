#include <accountgraph/records/ip_network.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/in_quotes.hpp>

#include "ip_text.hpp"

namespace accountgraph {
namespace {

/// The range of `length` leading bits of a number of `width`, nothing where bits are set beyond them.
std::optional<IpNetwork> range_of(bool v6, std::uint64_t address, unsigned length, unsigned width) {
  if (length > width) return std::nullopt;
  const std::uint64_t all = ~std::uint64_t{0} >> (64 - width);
  const std::uint64_t beyond = length == width ? 0 : all >> length;
  if ((address & beyond) != 0) return std::nullopt;
  return IpNetwork{v6, address, address | beyond};
}

}  // namespace

std::optional<IpNetwork> parse_network(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  const std::size_t slash = text.find('/');
  std::optional<unsigned> length;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    length = value;
    text = text.substr(0, slash);
  }
  std::uint32_t v4 = 0;
  bool padded = false;
  if (detail::parse_ipv4(text, v4, padded)) return range_of(false, v4, length.value_or(32), 32);
  std::array<std::uint16_t, 8> groups;
  if (!detail::parse_ipv6(text, groups)) return std::nullopt;
  const auto upper_of = [&](std::size_t from) {
    std::uint64_t bits = 0;
    for (std::size_t i = from; i < from + 4; ++i) bits = bits << 16 | groups[i];
    return bits;
  };
  if (length && upper_of(4) != 0) return std::nullopt;
  return range_of(true, upper_of(0), length.value_or(64), 64);
}

IpNetwork allowed_network(std::string_view text) {
  const std::optional<IpNetwork> network = parse_network(text);
  require(network.has_value(), "allow",
          "a network such as 10.0.0.0/8 or 2001:db8::/32, at most /32 (IPv6: /64), with no bits set beyond the prefix",
          in_quotes(text));
  return *network;
}

IpNetworks::IpNetworks(std::vector<IpNetwork> networks) {
  std::sort(networks.begin(), networks.end());
  for (const IpNetwork& network : networks) {
    if (!ranges_.empty() && ranges_.back().v6 == network.v6 && network.first <= ranges_.back().last) {
      ranges_.back().last = std::max(ranges_.back().last, network.last);
    } else {
      ranges_.push_back(network);
    }
  }
}

bool IpNetworks::contain(std::string_view value) const {
  const std::optional<IpNetwork> own = parse_network(value);
  if (!own) return false;
  auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), *own, [](const IpNetwork& left, const IpNetwork& right) {
        return left.v6 != right.v6 ? left.v6 < right.v6 : left.first < right.first;
      });
  if (after == ranges_.begin()) return false;
  const IpNetwork& range = *--after;
  return range.v6 == own->v6 && own->last <= range.last;
}

}  // namespace accountgraph
