// Normalising addresses: IPv4, IPv4-mapped, IPv6 and text that is none, in turn.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <accountgraph/records/normalise.hpp>

namespace ag = accountgraph;

namespace {

constexpr std::array<std::array<std::string_view, 2>, 5> kAddresses = {{
    {"203.0.113.7", "203.0.113.7"},
    {"::ffff:203.0.113.7", "203.0.113.7"},
    {"2001:DB8::1", "2001:db8::/64"},
    {"2001:db8:12:34:56:78:9a:bc", "2001:db8:12:34::/64"},
    {"203.0.113.7:8080", "203.0.113.7:8080"},
}};

void normalise_ip(benchmark::State& state) {
  std::string scratch;
  for (auto _ : state) {
    for (const auto& [raw, expected] : kAddresses) {
      if (ag::normalised(ag::ValueFormat::ip, raw, scratch) != expected) return state.SkipWithError("a wrong address");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kAddresses.size()));
}
BENCHMARK(normalise_ip);

}  // namespace
