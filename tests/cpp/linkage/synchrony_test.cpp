// Sessions in step as evidence.
#include <doctest/doctest.h>

#include <cmath>

#include <accountgraph/linkage/link_accounts.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

/// An account's events, each a session: second since 1970.
using Times = std::vector<std::uint64_t>;

/// A crowd of accounts that work at any time, so that coincidences mean something.
std::vector<Times> crowd(std::uint64_t seed, std::size_t accounts, std::size_t sessions) {
  const CounterRandom random(seed);
  std::vector<Times> times(accounts);
  std::uint64_t draw = 0;
  for (Times& own : times) {
    for (std::size_t i = 0; i < sessions; ++i) own.push_back(1'000'000 + random.below(45 * 86'400, 1, draw++));
  }
  return times;
}

struct Fixture {
  Incidence incidence;
  Synchrony model;
  Bits bits(std::uint32_t a, std::uint32_t b) const { return synchrony_bits(model, incidence.sessions, a, b); }
  std::uint64_t coinciding(std::uint32_t a, std::uint32_t b) const {
    return coinciding_sessions(model, incidence.sessions, a, b);
  }
};

/// Accounts in the order of `times`, without identifiers.
Fixture fixture(const std::vector<Times>& times, const LinkOptions& options = {}) {
  EventBatch batch;
  std::vector<std::string> names;
  for (std::size_t account = 0; account < times.size(); ++account)
    names.push_back("a" + std::to_string(10'000 + account));
  for (std::size_t account = 0; account < times.size(); ++account) {
    for (const std::uint64_t second : times[account]) {
      batch.account.push_back(names[account]);
      batch.time_micros.push_back(static_cast<std::int64_t>(second) * 1'000'000);
    }
  }
  IncidenceBuilder builder({});
  builder.add(batch);
  Fixture made{std::move(builder).finish(), {}};
  made.model = synchrony_model(made.incidence.sessions, 20 * kBit, options, {});
  return made;
}

}  // namespace

TEST_CASE("sessions that begin together again and again give bits, and those that meet by chance hardly ever do") {
  std::vector<Times> times = crowd(1, 400, 12);
  times.push_back(times[0]);  // in step with the first, but for a few seconds
  for (std::uint64_t& second : times.back()) second += 7;
  const Fixture log = fixture(times);
  REQUIRE(log.model.analysed);
  CHECK(log.coinciding(0, 400) >= 10);
  CHECK(log.bits(0, 400) > log.model.cap_bits);
  std::size_t strangers = 0;
  for (std::uint32_t a = 0; a < 400; ++a) {
    for (std::uint32_t b = a + 1; b < 400; ++b) strangers += log.bits(a, b) > 0;
  }
  CHECK(strangers < 400 * 399 / 2 / 50);
}

TEST_CASE("the bits bound the chance of so many coincidences: in random logs 2^-x of the pairs get x bits at most") {
  std::vector<std::size_t> above(20);
  std::size_t pairs = 0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const Fixture log = fixture(crowd(seed, 700, 25));
    for (std::uint32_t a = 0; a < 700; ++a) {
      for (std::uint32_t b = a + 1; b < 700; ++b, ++pairs) {
        for (std::size_t x = 0; x < above.size(); ++x)
          above[x] += to_bits(log.bits(a, b)) >= static_cast<double>(x + 1);
      }
    }
  }
  for (std::size_t x = 0; x < above.size(); ++x) {
    CAPTURE(x);
    CHECK(static_cast<double>(above[x]) <= 1 + static_cast<double>(pairs) * std::exp2(-static_cast<double>(x + 1)));
  }
}

TEST_CASE("what everybody does is no evidence: a crowd that begins at the same minute") {
  std::vector<Times> times = crowd(2, 300, 10);
  for (std::size_t account = 0; account < 300; ++account) {  // nine o'clock, every day
    for (std::uint64_t day = 0; day < 20; ++day) times[account].push_back(900'000 + day * 86'400 + account % 50);
  }
  const Fixture log = fixture(times);
  CHECK(log.coinciding(0, 1) >= 20);
  std::size_t told = 0;
  for (std::uint32_t b = 1; b < 300; ++b) told += log.bits(0, b) > 3 * kBit;
  CHECK(told < 3);
}

TEST_CASE("evidence is symmetric, grows with coincidences, and no session counts twice") {
  std::vector<Times> times = crowd(3, 200, 8);
  times.push_back({2'000'000});
  times.push_back({2'000'000, 2'000'030});  // one session: no half hour lies between
  times.push_back({2'000'000, 2'010'000, 2'020'000, 2'030'000});
  times.push_back({2'000'010, 2'010'010, 2'030'061});
  const Fixture log = fixture(times);
  CHECK(log.coinciding(200, 201) == 1);
  CHECK(log.coinciding(202, 203) == 2);  // 61 seconds are more than a window
  CHECK(log.bits(202, 203) == log.bits(203, 202));
  CHECK(log.bits(202, 203) > log.bits(201, 203));
  CHECK(log.bits(5, 200) == 0);
}

TEST_CASE("times coarser than the window, none at all, and a cap of 0 leave synchrony out") {
  const auto coarse = [](std::uint64_t unit, std::uint32_t window) {
    std::vector<Times> times = crowd(4, 100, 10);
    for (Times& own : times) {
      for (std::uint64_t& second : own) second -= second % unit;
    }
    return fixture(times, {.synchrony_seconds = window}).model.analysed;
  };
  CHECK(coarse(1, 60));
  CHECK(coarse(60, 60));
  CHECK_FALSE(coarse(3'600, 60));
  CHECK(coarse(600, 600));
  CHECK_FALSE(coarse(86'400, 1'800));
  CHECK_FALSE(fixture({}).model.analysed);
  CHECK_FALSE(fixture(crowd(5, 10, 5), {.synchrony_cap = 0}).model.analysed);
  CHECK_FALSE(fixture({{5}, {5}}).model.analysed);  // one moment tells no unit
}

TEST_CASE("sessions in step and one identifier link where neither does alone") {
  const std::vector<Kind> kinds = kinds_named({"payment"});
  std::vector<Row> rows;
  const CounterRandom random(6);
  std::uint64_t draw = 0;
  for (int account = 0; account < 2'000; ++account) {
    for (int i = 0; i < 8; ++i) {
      const auto day = static_cast<int>(random.below(45, 1, draw++));
      const auto second = static_cast<int>(random.below(86'400, 1, draw++));
      rows.push_back({"s" + std::to_string(account), day, {{"payment", "p" + std::to_string(account)}}, second});
    }
  }
  const auto work = [&](const std::string& account, const std::string& card, int late) {
    for (int i = 0; i < 8; ++i) rows.push_back({account, 3 * i, {{"payment", card}}, 7'000 * i + late});
  };
  work("step", "shared", 0);
  work("step2", "shared", 20);    // in step and with the card
  work("card", "shared", 9'000);  // with the card, hours later
  work("time", "own", 10);        // in step, with a card of its own
  std::vector<Kind> two = kinds;
  two.push_back(default_kind("device"));  // else one family, no caps
  const Incidence incidence = incidence_of(rows, two);
  const auto links = [&](const LinkOptions& options) {
    const LinkGraph graph = link_accounts(incidence, evidence_model(incidence, options), options);
    std::vector<std::string> found;
    for (std::uint64_t at = 0; at < graph.num_links(); ++at)
      found.push_back(std::string(incidence.accounts[graph.source[at]]) + " " +
                      std::string(incidence.accounts[graph.target[at]]));
    return found;
  };
  CHECK(links({}) == std::vector<std::string>{"step step2"});
  CHECK(links({.synchrony_cap = 0}).empty());
}

TEST_CASE("one address, one copied prompt and copied timing link nobody") {
  const std::vector<Kind> kinds = kinds_named({"payment", "ip", "template"});
  std::vector<Row> rows;
  const CounterRandom random(7);
  std::uint64_t draw = 0;
  for (int account = 0; account < 3'000; ++account) {
    const std::string own = std::to_string(account);
    for (int i = 0; i < 8; ++i) {
      const auto day = static_cast<int>(random.below(45, 1, draw++));
      const auto second = static_cast<int>(random.below(86'400, 1, draw++));
      rows.push_back(
          {"s" + own, day, {{"payment", "p" + own}, {"ip", "10.0.0." + own}, {"template", "t" + own}}, second});
    }
  }
  for (const std::string account : {"victim", "framer"}) {
    for (int i = 0; i < 10; ++i)
      rows.push_back({account, 3 * i, {{"payment", account}, {"ip", "10.1.1.1"}, {"template", "copied"}}, 7'000 * i});
  }
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  const auto last = incidence.num_accounts() - 1;  // the victim; the framer is the first
  REQUIRE(incidence.accounts[0] == "framer");
  REQUIRE(incidence.accounts[last] == "victim");
  CHECK(synchrony_bits(model.synchrony, incidence.sessions, 0, last) > model.synchrony.cap_bits);
  CHECK(pair_evidence(model, incidence, 0, last) > model.threshold_bits / 2);
  CHECK(pair_evidence(model, incidence, 0, last) < model.threshold_bits);
}
