#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include <accountgraph/core/random.hpp>

using namespace accountgraph;

TEST_CASE("mix64 walks SplitMix64's published sequence") {
  CHECK(mix64(0) == 0xE220A8397B1DCDAF);
  CHECK(mix64(0x9E3779B97F4A7C15) == 0x6E789E6AA1B965F4);
}

TEST_CASE("a random number depends on seed, stream and index, and on nothing else") {
  const CounterRandom random(1);
  CHECK(random.at(2, 3) == CounterRandom(1).at(2, 3));
  std::set<std::uint64_t> values;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
      for (std::uint64_t index = 0; index < 20; ++index) values.insert(CounterRandom(seed).at(stream, index));
    }
  }
  CHECK(values.size() == 8000);
}

TEST_CASE("bounded and unit numbers are uniform in their ranges") {
  const CounterRandom random(5);
  std::uint64_t counts[7] = {};
  double sum = 0;
  for (std::uint64_t i = 0; i < 70'000; ++i) {
    const std::uint64_t x = random.below(7, 0, i);
    REQUIRE(x < 7);
    ++counts[x];
    const double u = random.unit(1, i);
    REQUIRE(u >= 0);
    REQUIRE(u < 1);
    sum += u;
  }
  for (const std::uint64_t count : counts) CHECK(std::abs(static_cast<double>(count) - 10'000) < 600);  // over 6 sigma
  CHECK(std::abs(sum / 70'000 - 0.5) < 0.01);
  CHECK(random.below(1, 0, 0) == 0);
}
