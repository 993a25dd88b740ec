#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

#include <accountgraph/core/flat_index.hpp>
#include <accountgraph/core/interner.hpp>
#include <accountgraph/core/string_pool.hpp>

using namespace accountgraph;

TEST_CASE("a string pool gives back what was put in, NUL bytes and empty strings too") {
  StringPool pool;
  CHECK(pool.size() == 0);
  const std::string strings[] = {"", "a", std::string("b\0c", 3), "", "\xff"};
  for (const std::string& text : strings) pool.push_back(text);
  REQUIRE(pool.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(pool[i] == strings[i]);
  CHECK(pool.offsets().back() == pool.bytes().size());
  StringPool other = pool;
  CHECK(other == pool);
  other.push_back("");
  CHECK(!(other == pool));
}

TEST_CASE("an interner numbers distinct strings in the order in which they come") {
  std::mt19937_64 random(11);
  Interner interner({1, 2});
  std::map<std::string, std::uint32_t> expected;
  std::vector<std::string> order;
  for (int i = 0; i < 50'000; ++i) {
    std::string text(random() % 4, '\0');
    for (char& c : text) c = static_cast<char>(random() % 20);
    if (i == 100) text.assign(3'000'000, 'x');  // a block of its own
    const auto [at, is_new] = expected.emplace(text, order.size());
    if (is_new) order.push_back(text);
    REQUIRE(interner.add(text) == at->second);
  }
  REQUIRE(interner.size() == order.size());
  for (std::uint32_t i = 0; i < interner.size(); ++i) REQUIRE(interner[i] == order[i]);
}

TEST_CASE("adding strings in groups gives the same numbers as one by one") {
  std::mt19937_64 random(12);
  Interner one({}), group({});
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> texts;
    for (std::size_t i = random() % (Interner::kGroup + 1); i > 0; --i)
      texts.push_back(std::to_string(random() % 3000));
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<std::uint32_t> numbers(views.size());
    group.add_group(views, numbers.data());
    for (std::size_t i = 0; i < views.size(); ++i) REQUIRE(numbers[i] == one.add(views[i]));
  }
}

TEST_CASE("keys that all have the same hash are found, without long walks") {
  constexpr std::uint64_t kKeys = 200'000;  // 20,000 million steps if walks were not limited
  FlatIndex<std::uint64_t> index;
  std::vector<std::uint64_t> keys;
  std::uint64_t reads = 0;
  const auto key_of = [&](std::uint32_t number) { return ++reads, keys[number]; };
  const auto number_of = [&](std::uint64_t key) {
    return index.find_or_store(key, 42, key_of,
                               [&] { return keys.push_back(key), static_cast<std::uint32_t>(keys.size() - 1); });
  };
  for (std::uint64_t i = 0; i < kKeys; ++i) REQUIRE(number_of(i * i) == i);
  for (std::uint64_t i = 0; i < kKeys; ++i) REQUIRE(number_of(i * i) == i);
  CHECK(index.size() == kKeys);
  CHECK(index.overflow_size() == kKeys - FlatIndex<std::uint64_t>::kMaxProbes);
  CHECK(reads <= 2 * kKeys * (FlatIndex<std::uint64_t>::kMaxProbes + 2));
}

TEST_CASE("an index agrees with a map whatever the quality of its hash") {
  std::mt19937_64 random(13);
  for (const std::uint64_t hash_mask : {~std::uint64_t{0}, std::uint64_t{0xFF} << 56, std::uint64_t{0xFFFF} << 32}) {
    FlatIndex<std::uint64_t> index;
    std::vector<std::uint64_t> keys;
    std::map<std::uint64_t, std::uint32_t> expected;
    for (int i = 0; i < 60'000; ++i) {
      const std::uint64_t key = random() % 20'000;
      const auto at = expected.emplace(key, keys.size()).first;
      const std::uint32_t number = index.find_or_store(
          key, siphash({reinterpret_cast<const char*>(&key), 8}, {}) & hash_mask,
          [&](std::uint32_t n) { return keys[n]; },
          [&] { return keys.push_back(key), static_cast<std::uint32_t>(keys.size() - 1); });
      REQUIRE(number == at->second);
    }
    CHECK(index.size() == expected.size());
  }
}
