#include <doctest/doctest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "twin.hpp"

using namespace accountgraph;

TEST_CASE("the builder agrees with a map, whatever the window, the hash key and the batches") {
  std::mt19937_64 random(1);
  std::size_t entries = 0, folded = 0, rejected = 0;
  for (int round = 0; round < 6000; ++round) {
    const twin::Log log = twin::random_log(random);
    const IncidenceOptions options = twin::random_window(log, random);
    const Incidence expected = twin::expect(log, options);
    const Incidence built = twin::build(log, options, &random);
    REQUIRE_MESSAGE(twin::difference(built, expected) == "", "round ", round);
    entries += built.num_entries();
    folded += built.time.bucket_days > 1;
    rejected += built.rejects.size();
  }
  CHECK(entries > 10'000);  // the logs were not empty
  CHECK(folded > 500);
  CHECK(rejected > 500);
}

TEST_CASE("reordered rows, other batches and another hash key give the same value and fingerprint") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 500; ++round) {
    twin::Log log = twin::random_log(random);
    const Incidence once = twin::build(log);
    std::shuffle(log.events.begin(), log.events.end(), random);
    const Incidence again = twin::build(log, {.hash_key = {random(), random()}}, &random);
    REQUIRE(twin::difference(once, again, false) == "");
    REQUIRE(fingerprint(once) == fingerprint(again));
  }
}

TEST_CASE("one, two and five threads give the same bytes") {
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, 5);
  std::mt19937_64 random(3);
  twin::Log log;
  log.kinds = {default_kind("payment"), default_kind("ip"), default_kind("template")};
  for (int i = 0; i < 150'000; ++i) {  // several slices
    log.events.push_back({"acct" + std::to_string(random() % 900),
                          static_cast<std::int64_t>(random() % (200 * 86'400'000'000ULL)),
                          {"card" + std::to_string(random() % 700), "10.0." + std::to_string(random() % 256) + ".1",
                           random() % 4 == 0 ? "" : "t" + std::to_string(random() % 5000)}});
  }
  const Incidence expected = twin::expect(log);
  for (const int threads : {1, 2, 5}) {
    tbb::task_arena arena(threads);
    const Incidence built = arena.execute([&] { return twin::build(log); });
    CHECK(twin::difference(built, expected) == "");
    CHECK(fingerprint(built) == fingerprint(expected));
  }
  std::sort(log.events.begin(), log.events.end(), [](const twin::Event& a, const twin::Event& b) {
    return std::tie(a.values, a.account) < std::tie(b.values, b.account);  // long runs of equal values
  });
  CHECK(fingerprint(twin::build(log, {}, &random)) == fingerprint(expected));
}

TEST_CASE("texts come out in byte order, whatever they have in common") {
  std::mt19937_64 random(4);
  const std::string letters("\0\x01 a\x7f\xff", 6);
  for (const std::size_t size : {0, 1, 2, 3, 9, 70, 400, 70'000}) {
    for (const std::size_t alike : {0, 3, 8, 100}) {
      if (size > 400 && alike != 3) continue;  // sorted in parallel
      std::set<std::string> texts;
      while (texts.size() < size) {
        std::string text(random() % (alike + 1) == 0 ? random() % (alike + 1) : alike, 'a');
        for (std::size_t more = 1 + random() % (size < 100 ? 5 : 20); more > 0; --more) {
          text.push_back(letters[random() % letters.size()]);
        }
        text += "'";  // no blank at the end: values are trimmed
        texts.insert(normalised(ValueFormat::text, text));
      }
      std::vector<std::string> shuffled(texts.begin(), texts.end());
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      twin::Log log{{default_kind("template")}, false, {}};
      for (const std::string& text : shuffled) log.events.push_back({text, 0, {text}});
      const Incidence built = twin::build(log, {}, &random);
      REQUIRE(built.num_accounts() == texts.size());
      std::uint32_t at = 0;
      for (const std::string& text : texts) {
        REQUIRE(built.accounts[at] == text);
        REQUIRE(built.identifiers[at++] == text);
      }
    }
  }
}

TEST_CASE("prefixes of one another, each longer by a few bytes than the one before") {
  twin::Log log{{default_kind("template")}, false, {}};
  for (std::size_t length = 3000; length > 0; --length) log.events.push_back({"a", 0, {std::string(length, 'x')}});
  const Incidence built = twin::build(log);
  REQUIRE(built.num_identifiers() == 3000);
  for (std::uint32_t k = 0; k < 3000; ++k) REQUIRE(built.identifiers[k].size() == k + 1);
}
