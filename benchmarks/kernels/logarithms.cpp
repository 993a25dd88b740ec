// log2_fixed and log2_ratio; checked against the definition: 2^(bits / 1024) is at most x, and the next step is above it.
#include <cmath>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>
#include <accountgraph/core/log2.hpp>
#include <accountgraph/core/random.hpp>

namespace ag = accountgraph;

namespace {

constexpr std::size_t kNumbers = 4096;

bool is_logarithm(double x, ag::Bits bits) {
  const double exact = std::log2(x) * ag::kBit;
  return bits <= exact + 1e-6 && bits > exact - 1 - 1e-6;
}

void log2_fixed(benchmark::State& state) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t i = 0; i < kNumbers; ++i) numbers.push_back((ag::mix64(i) >> (20 + i % 40)) | 1);
  for (const std::uint64_t x : numbers) {
    if (!is_logarithm(static_cast<double>(x), ag::log2_fixed(x))) return state.SkipWithError("a wrong logarithm");
  }
  for (auto _ : state) {
    for (const std::uint64_t x : numbers) benchmark::DoNotOptimize(ag::log2_fixed(x));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kNumbers));
}
BENCHMARK(log2_fixed);

void log2_ratio(benchmark::State& state) {
  std::vector<double> ratios;  // multiples of 2^-20, which rounding leaves alone
  for (std::uint64_t i = 0; i < kNumbers; ++i)
    ratios.push_back(static_cast<double>(1 + ag::mix64(i) % (1 << 20)) / (1 << 20));
  for (const double ratio : ratios) {
    if (!is_logarithm(ratio, ag::log2_ratio(ratio))) return state.SkipWithError("a wrong logarithm");
  }
  for (auto _ : state) {
    for (const double ratio : ratios) benchmark::DoNotOptimize(ag::log2_ratio(ratio));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kNumbers));
}
BENCHMARK(log2_ratio);

}  // namespace
