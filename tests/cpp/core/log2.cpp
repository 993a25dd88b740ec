#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <random>

#include <accountgraph/core/log2.hpp>

using namespace accountgraph;

namespace {

/// By definition: floor(1024 log2 x) = floor(log2(x^1024)), with integers as long as it takes.
Bits by_definition(std::uint64_t x) {
  boost::multiprecision::cpp_int power = x;
  for (int i = 0; i < 10; ++i) power *= power;
  return static_cast<Bits>(boost::multiprecision::msb(power));
}

}  // namespace

TEST_CASE("log2_fixed is exact around every power of two") {
  CHECK(log2_fixed(0) == 0);
  CHECK(log2_fixed(1) == 0);
  for (int exponent = 1; exponent < 64; ++exponent) {
    const std::uint64_t power = std::uint64_t{1} << exponent;
    CHECK(log2_fixed(power) == exponent * kBit);
    for (const std::uint64_t x : {power - 2, power - 1, power + 1, power + 2}) {
      if (x >= 2) REQUIRE_MESSAGE(log2_fixed(x) == by_definition(x), x);
    }
  }
  CHECK(log2_fixed(~std::uint64_t{0}) == 64 * kBit - 1);
}

TEST_CASE("log2_fixed is exact for small numbers") {
  for (std::uint64_t x = 1; x <= 600; ++x) REQUIRE(log2_fixed(x) == by_definition(x));
}

TEST_CASE("log2_fixed agrees with long double on random numbers of every length") {
  std::mt19937_64 random(7);
  int doubtful = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t x = (random() >> (random() % 63)) | 1;
    const long double exact = 1024 * std::log2(static_cast<long double>(x));
    const bool sure = std::abs(exact - std::round(exact)) > 1e-11L;
    doubtful += !sure;
    REQUIRE(log2_fixed(x) == (sure ? static_cast<Bits>(std::floor(exact)) : by_definition(x)));
  }
  CHECK(doubtful < 5'000);
}

TEST_CASE("log2_fixed never falls") {
  std::mt19937_64 random(8);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t x = random() >> (random() % 64);
    REQUIRE(log2_fixed(x) <= log2_fixed(x + (x != ~std::uint64_t{0})));
  }
}

TEST_CASE("log2_ratio of a reliability is negative or zero and close to the logarithm") {
  CHECK(log2_ratio(1.0) == 0);
  CHECK(log2_ratio(0.5) == -kBit);
  CHECK(log2_ratio(0.0) == -20 * kBit);
  for (const double ratio : {0.9, 0.1, 0.001})
    CHECK(to_bits(log2_ratio(ratio)) == doctest::Approx(std::log2(ratio)).epsilon(0.002));
}
