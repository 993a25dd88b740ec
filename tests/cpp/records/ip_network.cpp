#include <accountgraph/records/ip_network.hpp>

#include <doctest/doctest.h>

#include <string>

#include <accountgraph/core/random.hpp>

using namespace accountgraph;

TEST_CASE("networks as text") {
  CHECK(parse_network("10.0.0.0/8") == IpNetwork{false, 10ULL << 24, (11ULL << 24) - 1});
  CHECK(parse_network("0.0.0.0/0") == IpNetwork{false, 0, 0xFFFFFFFF});
  CHECK(parse_network("10.1.2.3") == parse_network("10.1.2.3/32"));
  CHECK(parse_network("::/0") == IpNetwork{true, 0, ~std::uint64_t{0}});
  CHECK(parse_network("2001:db8::/32") == IpNetwork{true, 0x20010db800000000, 0x20010db8ffffffff});
  CHECK(parse_network("2001:db8::1") == parse_network("2001:db8::/64"));
  for (const char* text : {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0.0/8/8",
                           "10.0.0.0/ 8", "10.0.0/8", "10.0.0.0/08x", "10.0.0.0/99999999999999999999", "2001:db8::/65",
                           "2001:db8::1/32", "2001:db8::1/64", "host/8"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_network(text).has_value());
  }
  CHECK_FALSE(parse_network(std::string(100'000, '1')).has_value());
}

TEST_CASE("many networks contain what one of them does") {
  const CounterRandom random(101);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t bound) { return random.below(bound, 1, draw++); };
  const auto address = [&] { return "10.0." + std::to_string(below(4)) + "." + std::to_string(below(256)); };
  std::size_t inside = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<IpNetwork> networks;
    for (std::uint64_t i = 0, many = below(6); i < many; ++i) {
      IpNetwork network = *parse_network(address());
      const std::uint64_t size = std::uint64_t{1} << below(10);
      network.first = network.first / size * size;
      network.last = network.first + size - 1;
      network.v6 = below(4) == 0;
      networks.push_back(network);
    }
    const IpNetworks all(networks);
    for (int i = 0; i < 20; ++i) {
      const std::string text = address();
      const IpNetwork own = *parse_network(text);
      bool expected = false;
      for (const IpNetwork& network : networks)
        expected = expected || (!network.v6 && network.first <= own.first && own.last <= network.last);
      CHECK(all.contain(text) == expected);
      inside += expected;
    }
  }
  CHECK(inside > 100);
  CHECK_FALSE(IpNetworks().contain("10.0.0.1"));
  CHECK_FALSE(IpNetworks({*parse_network("0.0.0.0/0")}).contain("not an address"));
}
