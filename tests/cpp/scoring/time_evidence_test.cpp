/// What time says of membership: of sessions in step, and of accounts opened in one burst.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/scoring/membership.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});
constexpr int kRing = 20, kSessions = 10, kHour = 3'600;

/// A moment, drawn: a day and a second of it.
struct Moment {
  int day, second;
};
Moment drawn(std::uint64_t stream, std::uint64_t index, int first_day = 1, int days = 58) {
  const CounterRandom random(17);
  return {first_day + static_cast<int>(random.below(static_cast<std::uint64_t>(days), stream, 2 * index)),
          static_cast<int>(random.below(80'000, stream, 2 * index + 1))};
}

/// A ring with ten sessions each, an account x that shares `values` with it, and 2,000 strangers with ten sessions each. Unless told
/// otherwise everybody was first seen on the first day, and works when they like.
struct World {
  bool ring_in_step = false;
  int x_later = 0;                  ///< x begins so many seconds after the ring; < 0: when it likes
  int ring_first = 0, x_first = 0;  ///< the days
  bool nine_o_clock = false;        ///< all sessions of everybody begin within half a minute of nine
  bool all_at_once = false;  ///< strangers, too, are first seen in two days; else (where the ring is late) over sixty
  Row values{"x", 0, {}};
};

struct Scene {
  Incidence incidence;
  EvidenceModel model;
  Background background;
  std::vector<std::uint32_t> ring;
  std::uint32_t x = 0;

  explicit Scene(const World& world, const std::vector<Kind>& kinds = kKinds) {
    std::vector<Row> rows;
    const auto session = [&](const std::string& account, Moment at) {
      if (world.nine_o_clock) at.second = 9 * kHour + at.second % 30;
      rows.push_back({account, at.day, {}, at.second});
    };
    for (int i = 0; i < kRing; ++i) {
      Row row = ring_rows(kRing)[static_cast<std::size_t>(i)];
      const std::string account = row.account;
      row.day = world.ring_first;
      row.second = static_cast<int>(CounterRandom(3).below(80'000, 1, static_cast<std::uint64_t>(i)));
      rows.push_back(std::move(row));
      for (int job = 0; job < kSessions; ++job) {
        const auto number = static_cast<std::uint64_t>(job);
        Moment at = drawn(world.ring_in_step ? 1 : 1'000 + static_cast<std::uint64_t>(i), number, world.ring_first + 1,
                          58 - world.ring_first);
        if (world.ring_in_step) at.second += i % 20;
        session(account, at);
      }
    }
    Row own = world.values;
    own.day = world.x_first;
    own.second = 81'000;
    rows.push_back(own);
    for (int job = 0; job < kSessions; ++job) {
      const auto number = static_cast<std::uint64_t>(job);
      const int first = std::max(world.ring_first, world.x_first) + 1;
      Moment at = world.x_later < 0 ? drawn(2, number, first, 59 - first)
                                    : drawn(1, number, world.ring_first + 1, 58 - world.ring_first);
      if (world.x_later > 0) at.second += world.x_later;
      session("x", at);
    }
    for (int i = 0; i < 2'000; ++i) {
      const auto stream = 10'000 + static_cast<std::uint64_t>(i);
      const std::string account = "stranger" + std::to_string(i);
      const bool late = world.ring_first > 0 && !world.all_at_once;
      const int first = late ? i % 58 : world.all_at_once ? world.ring_first : 0;
      Row row{account, first, {}, static_cast<int>(CounterRandom(3).below(80'000, 2, stream))};
      for (const Kind& kind : kinds) row.values.emplace_back(kind.name, account);
      rows.push_back(std::move(row));
      for (std::uint64_t job = 0; job < kSessions; ++job) session(account, drawn(stream, job, first + 1, 59 - first));
    }
    incidence = incidence_of(rows, kinds);
    model = evidence_model(incidence);
    ring = accounts_like(incidence, "r");
    x = accounts_like(incidence, "x").at(0);
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
    for (const std::uint32_t member : ring) cluster_of[member] = 0;
    background = background_use(incidence, model, cluster_of);
  }
  Membership judged(std::uint32_t account, bool is_member = false) const {
    const ClusterUse use = cluster_use(incidence, ring);
    return judge_membership(incidence, model, background, use, account, is_member, {});
  }
  bool joins() const {
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
    for (const std::uint32_t member : ring) cluster_of[member] = 0;
    return revise_membership(incidence, model, background, cluster_of, 1)[x] == 0;
  }
};

const Row kCard{"x", 0, {{"payment", "rcard2"}}};
const Row kCardAndDevice{"x", 0, {{"payment", "rcard2"}, {"device", "rfp1"}}};

}  // namespace

TEST_CASE("sessions in step with the cluster's add bits, up to the cap; the same an hour later add none") {
  const Scene in_step({.ring_in_step = true, .values = kCard}),
      later({.ring_in_step = true, .x_later = kHour, .values = kCard}),
      at_will({.ring_in_step = true, .x_later = -1, .values = kCard});
  REQUIRE(in_step.model.synchrony.analysed);
  const Membership with = in_step.judged(in_step.x), without = later.judged(later.x);
  CHECK(with.time == in_step.model.synchrony.cap_bits);
  CHECK(with.families == 2);
  CHECK(without.time == 0);
  CHECK(without.families == 1);
  CHECK(with.bits == without.bits + with.time);
  CHECK(at_will.judged(at_will.x).time == 0);
}

TEST_CASE("a member's own sessions are left out of the cluster's") {
  const Scene in_step({.ring_in_step = true, .values = kCard}), apart({.x_later = -1, .values = kCard});
  for (const std::uint32_t member : in_step.ring) CHECK(in_step.judged(member, true).time > 0);
  for (const std::uint32_t member : apart.ring) CHECK(apart.judged(member, true).time == 0);
}

TEST_CASE("accounts opened in one burst are nearer to one another; an account opened three weeks earlier is not") {
  const World burst{.x_later = -1, .ring_first = 40, .x_first = 41, .values = kCard};
  World earlier = burst, crowd = burst;
  earlier.x_first = 20;
  crowd.all_at_once = true;
  const Scene in_burst(burst), before(earlier), among_all(crowd);
  CHECK(in_burst.judged(in_burst.x).time > 3 * kBit);
  CHECK(before.judged(before.x).time == 0);
  CHECK(among_all.judged(among_all.x).time == 0);  // that day everybody came
  for (const std::uint32_t member : in_burst.ring) CHECK(in_burst.judged(member, true).time > 3 * kBit);
  for (const std::uint32_t member : among_all.ring) CHECK(among_all.judged(member, true).time == 0);
}

TEST_CASE("a member that was opened alone is no burst of its own") {
  Scene scene({.x_later = -1, .ring_first = 40, .x_first = 20, .all_at_once = true, .values = kCard});
  scene.ring.push_back(scene.x);
  CHECK(scene.judged(scene.x, true).time == 0);
}

TEST_CASE("what everybody does says nothing: nine o'clock") {
  const Scene office({.ring_in_step = true, .nine_o_clock = true, .values = kCard});
  REQUIRE(office.model.synchrony.analysed);
  CHECK(office.judged(office.x).time == 0);
  for (const std::uint32_t member : office.ring) CHECK(office.judged(member, true).time == 0);
}

TEST_CASE("both together are never above the cap") {
  const Scene both({.ring_in_step = true, .ring_first = 40, .x_first = 40, .values = kCard});
  CHECK(both.judged(both.x).time == both.model.synchrony.cap_bits);
  const Scene soft({.ring_in_step = true,
                    .ring_first = 40,
                    .x_first = 40,
                    .values = {"x", 0, {{"ip", "raddress1"}, {"template", "rtask"}}}});
  CHECK(soft.judged(soft.x).time <= soft.model.synchrony.cap_bits / 2);
}

TEST_CASE("a log without times, or that does not use them, has no evidence of time") {
  std::vector<Row> rows = ring_rows(kRing, "r", -1);
  rows.push_back({"x", -1, kCard.values});
  add_strangers(rows, 2'000, kKinds);
  const Incidence incidence = incidence_of(rows, kKinds);
  const EvidenceModel model = evidence_model(incidence);
  const std::vector<std::uint32_t> ring = accounts_like(incidence, "r");
  const ClusterUse use = cluster_use(incidence, ring);
  const Background background =
      background_use(incidence, model, std::vector<std::uint32_t>(incidence.num_accounts(), kNone));
  CHECK(judge_membership(incidence, model, background, use, accounts_like(incidence, "x")[0], false, {}).time == 0);
  Scene timed({.ring_in_step = true, .values = kCardAndDevice});
  REQUIRE(timed.judged(timed.x).time > 0);
  timed.model = evidence_model(timed.incidence, {.synchrony_cap = 0});
  CHECK(timed.judged(timed.x).time == 0);
}

TEST_CASE("nobody joins by time alone, nor by one identifier and time; who shares two things joins the sooner for it") {
  const auto joins = [](Row values, bool in_step) {
    return Scene({.ring_in_step = in_step,
                  .x_later = in_step ? 0 : -1,
                  .ring_first = 40,
                  .x_first = in_step ? 40 : 5,
                  .values = std::move(values)})
        .joins();
  };
  for (const Row& nothing :
       {Row{"x", 0, {}}, Row{"x", 0, {{"template", "rtask"}}}, kCard, Row{"x", 0, {{"device", "rfp1"}}},
        Row{"x", 0, {{"ip", "raddress1"}, {"template", "rtask"}}}})
    CHECK_FALSE(joins(nothing, true));
  CHECK(joins(kCardAndDevice, true));
  CHECK_FALSE(joins(kCardAndDevice, false));
}
