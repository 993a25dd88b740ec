// The join against brute force on incidences made to break it: every shape is small enough to compare all pairs, or large enough to
// show that the work stays linear.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <set>
#include <thread>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <accountgraph/core/random.hpp>
#include <accountgraph/linkage/link_accounts.hpp>

using namespace accountgraph;

namespace {

/// Entries as (account, kind, value) with a mask; an entry named twice is one with both masks.
struct Shape {
  std::vector<Kind> kinds;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint64_t> entries;
  bool timed = false;

  void add(std::uint32_t account, std::uint32_t kind, std::uint32_t value, std::uint64_t mask = 1) {
    entries[{account, kind, value}] |= mask;
  }
};

Incidence incidence_of(const Shape& shape, std::uint32_t accounts) {
  Incidence made;
  made.kinds = shape.kinds;
  std::set<std::pair<std::uint32_t, std::uint32_t>> values;
  for (const auto& [entry, mask] : shape.entries) values.insert({std::get<1>(entry), std::get<2>(entry)});
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> number;
  made.kind_begin.assign(shape.kinds.size() + 1, 0);
  for (const auto& value : values) {
    number.emplace(value, static_cast<std::uint32_t>(number.size()));
    made.identifiers.push_back("v" + std::to_string(value.second));
    ++made.kind_begin[value.first + 1];
  }
  std::partial_sum(made.kind_begin.begin(), made.kind_begin.end(), made.kind_begin.begin());
  made.placeholder.assign(values.size(), 0);
  made.row_begin.assign(accounts + std::size_t{1}, 0);
  made.column_begin.assign(values.size() + 1, 0);
  for (const auto& [entry, mask] : shape.entries) {
    const std::uint32_t k = number[{std::get<1>(entry), std::get<2>(entry)}];
    ++made.row_begin[std::get<0>(entry) + std::size_t{1}];
    ++made.column_begin[k + std::size_t{1}];
    made.entry_identifier.push_back(k);
    if (shape.timed) made.entry_mask.push_back(mask);
  }
  std::partial_sum(made.row_begin.begin(), made.row_begin.end(), made.row_begin.begin());
  std::partial_sum(made.column_begin.begin(), made.column_begin.end(), made.column_begin.begin());
  made.column_account.resize(made.entry_identifier.size());
  made.column_mask.resize(made.entry_mask.size());
  std::vector<std::uint64_t> next(made.column_begin.begin(), made.column_begin.end() - 1);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    made.accounts.push_back("a" + std::to_string(1'000'000 + a));
    for (std::uint64_t at = made.row_begin[a]; at < made.row_begin[a + std::size_t{1}]; ++at) {
      const std::uint64_t to = next[made.entry_identifier[at]]++;
      made.column_account[to] = a;
      if (shape.timed) made.column_mask[to] = made.entry_mask[at];
    }
  }
  made.account_events.assign(accounts, 1);
  made.time.present = shape.timed;
  return made;
}

/// Every link with its bits and its shares by kind.
using Links = std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Bits>>;

Links brute_force(const Incidence& incidence, const EvidenceModel& model) {
  Links links;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (std::uint32_t b = a + 1; b < incidence.num_accounts(); ++b) {
      std::vector<Bits> kinds(incidence.num_kinds());
      const Bits bits = pair_evidence(model, incidence, a, b, kinds);
      if (bits < model.threshold_bits) continue;
      kinds.push_back(bits);
      links[{a, b}] = kinds;
    }
  }
  return links;
}

Links links_in(const LinkGraph& graph) {
  Links links;
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) {
    const auto kinds = graph.kind_bits_of(at);
    std::vector<Bits>& bits = links[{graph.source[at], graph.target[at]}];
    bits.assign(kinds.begin(), kinds.end());
    bits.push_back(graph.bits[at]);
  }
  return links;
}

/// All links, no stars: what brute force finds.
LinkOptions all_links(LinkOptions options = {}) {
  options.max_links_per_account = 0;
  options.star_size = 1'000'000;
  return options;
}

/// The number of links, after a comparison with brute force on 1, 2 and 7 threads.
std::size_t compare(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options) {
  const Links expected = brute_force(incidence, model);
  for (const int threads : {1, 2, 7}) {
    tbb::task_arena arena(threads);
    LinkGraph graph;
    arena.execute([&] { graph = link_accounts(incidence, model, options); });
    REQUIRE(links_in(graph) == expected);
  }
  return expected.size();
}

Kind kind_named(const std::string& name, const std::string& family, bool soft = false, bool moves = false) {
  Kind kind;
  kind.name = name;
  kind.family = family;
  kind.soft = soft;
  kind.moves = moves;
  return kind;
}

struct Random {
  CounterRandom random;
  std::uint64_t draw = 0;
  std::uint64_t below(std::uint64_t bound) { return random.below(bound, 7, draw++); }
};

/// Accounts in a few camps that draw from the camp's values, with some values for everybody; one to twenty kinds in one to twelve families.
Shape random_shape(Random& random, std::uint32_t accounts) {
  Shape shape;
  shape.timed = random.below(3) > 0;
  const std::uint32_t kinds = 1 + random.below(random.below(4) == 0 ? 20 : 6);
  const std::uint32_t families = 1 + random.below(random.below(3) == 0 ? 12 : 4);
  for (std::uint32_t kind = 0; kind < kinds; ++kind) {
    shape.kinds.push_back(kind_named("k" + std::to_string(kind), "f" + std::to_string(random.below(families)),
                                     random.below(2) == 0, random.below(3) == 0));
    shape.kinds.back().reliability = static_cast<double>(1 + random.below(10)) / 10;
  }
  const std::uint32_t camps = 1 + random.below(6);
  const std::uint32_t values = 1 + random.below(12);
  const std::uint32_t most = 1 + random.below(8);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    const std::uint32_t camp = random.below(camps);
    for (std::uint32_t kind = 0; kind < kinds; ++kind) {
      for (std::uint64_t i = random.below(most + 1); i > 0; --i) {
        const std::uint32_t value = random.below(8) == 0 ? random.below(3) : 100 * (camp + 1) + random.below(values);
        shape.add(a, kind, value, std::uint64_t{1} << random.below(63) | std::uint64_t{1} << random.below(63));
      }
    }
  }
  return shape;
}

LinkOptions random_options(Random& random, std::uint32_t accounts) {
  LinkOptions options = all_links();
  options.margin_bits = static_cast<double>(random.below(30)) / 4;
  options.floor_bits = static_cast<double>(random.below(9)) / 2;
  options.floor_growth = static_cast<double>(random.below(20));
  options.soft_cap = .2 + .15 * static_cast<double>(random.below(6));
  options.hard_cap = .3 + .13 * static_cast<double>(random.below(6));
  options.hard_needed = .25 * static_cast<double>(random.below(5));
  options.single_soft = .25 * static_cast<double>(1 + random.below(4));
  options.correct_activity = random.below(4) > 0;
  options.population_accounts = random.below(3) == 0 ? 0 : accounts + random.below(100'000);
  return options;
}

}  // namespace

TEST_CASE("whatever the kinds, families, caps, floors and masks: the links of brute force, with their shares") {
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 7);
  std::size_t linked = 0;
  for (std::uint64_t seed = 101; seed < 2'101; ++seed) {
    CAPTURE(seed);
    Random random{CounterRandom(seed)};
    const std::uint32_t accounts = 2 + static_cast<std::uint32_t>(random.below(40));
    const Incidence incidence = incidence_of(random_shape(random, accounts), accounts);
    const LinkOptions options = random_options(random, accounts);
    linked += compare(incidence, evidence_model(incidence, options), options) > 0;
  }
  CHECK(linked > 400);  // else the test compares nothing with nothing
}

TEST_CASE("a pair that has exactly the threshold is linked, one unit below it is not") {
  // The model is a value: the threshold is moved to every total that occurs, and to one unit on either side.
  for (std::uint64_t seed = 101; seed < 161; ++seed) {
    CAPTURE(seed);
    Random random{CounterRandom(seed)};
    const Incidence incidence = incidence_of(random_shape(random, 16), 16);
    const LinkOptions options = all_links({.population_accounts = 10'000});
    EvidenceModel model = evidence_model(incidence, options);
    std::set<Bits> totals;
    for (std::uint32_t a = 0; a < 16; ++a) {
      for (std::uint32_t b = a + 1; b < 16; ++b) totals.insert(pair_evidence(model, incidence, a, b));
    }
    std::size_t tried = 0;
    for (const Bits total : totals) {
      if (total < 2 || ++tried > 12) continue;
      for (const Bits threshold : {total - 1, total, total + 1}) {
        model.threshold_bits = threshold;
        REQUIRE(links_in(link_accounts(incidence, model, options)) == brute_force(incidence, model));
      }
    }
  }
}

TEST_CASE(
    "identifiers of equal bits, all accounts alike, an identifier on every account, accounts with one identifier") {
  const std::vector<Kind> kinds = {kind_named("card", "payment"), kind_named("print", "device")};
  const LinkOptions options = all_links({.population_accounts = 50'000});
  Shape equal, alike, common, single;
  for (Shape* shape : {&equal, &alike, &common, &single}) shape->kinds = kinds;
  for (std::uint32_t a = 0; a < 60; ++a) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      equal.add(a, i % 2, (a + i * 7) % 30);  // every value has the same number of holders
      common.add(a, i % 2, a % 5 + 10 * i);
    }
    for (std::uint32_t i = 0; i < 6; ++i) alike.add(a, i % 2, i);
    common.add(a, 0, 999);
    single.add(a, a % 2, a / 4);
  }
  CHECK(compare(incidence_of(equal, 60), evidence_model(incidence_of(equal, 60), options), options) > 0);
  CHECK(compare(incidence_of(alike, 60), evidence_model(incidence_of(alike, 60), options), options) == 60 * 59 / 2);
  CHECK(compare(incidence_of(common, 60), evidence_model(incidence_of(common, 60), options), options) > 0);
  CHECK(compare(incidence_of(single, 60), evidence_model(incidence_of(single, 60), options), options) == 0);
}

TEST_CASE("masks that never meet link nobody; those that touch do") {
  for (const bool touch : {false, true}) {
    Shape shape;
    shape.timed = true;
    shape.kinds = {kind_named("card", "payment", false, true), kind_named("print", "device", false, true)};
    for (std::uint32_t a = 0; a < 20; ++a) {
      for (std::uint32_t i = 0; i < 6; ++i) shape.add(a, i % 2, i, std::uint64_t{1} << (touch ? a : 3 * a));
    }
    const Incidence incidence = incidence_of(shape, 20);
    const LinkOptions options = all_links({.population_accounts = 1'000'000});
    CHECK(compare(incidence, evidence_model(incidence, options), options) == (touch ? 19 : 0));
  }
}

TEST_CASE("sums beyond every lane and beyond 2^31 saturate, and the order of filters does not show") {
  // One hard family has no caps: 60,000 shared values of some 36 bits are more than 2^31 thousandths of a bit.
  Shape shape;
  shape.kinds = {kind_named("card", "payment")};
  for (std::uint32_t a = 0; a < 3; ++a) {
    for (std::uint32_t i = 0; i < (a < 2 ? 62'000U : 3U); ++i) shape.add(a, 0, i);
  }
  const Incidence incidence = incidence_of(shape, 3);
  const LinkOptions options = all_links({.correct_activity = false, .population_accounts = std::uint64_t{1} << 38});
  const EvidenceModel model = evidence_model(incidence, options);
  REQUIRE(!model.capped);
  CHECK(compare(incidence, model, options) == 3);
  // Kinds whose plain sums pass 64 bits before caps and activity are applied.
  for (std::uint64_t seed = 101; seed < 301; ++seed) {
    Random random{CounterRandom(seed)};
    Shape busy;
    for (int kind = 0; kind < 4; ++kind)
      busy.kinds.push_back(kind_named("k" + std::to_string(kind), "f" + std::to_string(kind), kind > 1));
    for (std::uint32_t a = 0; a < 12; ++a) {
      for (std::uint64_t i = 1 + random.below(60); i > 0; --i)
        busy.add(a, static_cast<std::uint32_t>(random.below(4)), static_cast<std::uint32_t>(random.below(40)));
    }
    const Incidence made = incidence_of(busy, 12);
    const LinkOptions wide =
        all_links({.margin_bits = static_cast<double>(random.below(64)), .population_accounts = 1'000'000});
    REQUIRE(links_in(link_accounts(made, evidence_model(made, wide), wide)) ==
            brute_force(made, evidence_model(made, wide)));
  }
}

TEST_CASE("one account with 100,000 identifiers, 100,000 accounts with one identifier, 100,000 accounts alike") {
  const std::vector<Kind> kinds = {kind_named("card", "payment"), kind_named("print", "device")};
  Shape hoarder, crowd;
  hoarder.kinds = crowd.kinds = kinds;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    hoarder.add(0, i / 50'000, i);
    hoarder.add(1 + i % 50'000, i / 50'000, i);
    crowd.add(i, 0, 0);
    crowd.add(i, 1, i / 2);
  }
  const LinkOptions extract{.floor_growth = 64, .population_accounts = std::uint64_t{1} << 34};
  const Incidence hoarded = incidence_of(hoarder, 50'001);
  CHECK(link_accounts(hoarded, evidence_model(hoarded, extract), extract).num_links() == 50'000);
  const Incidence crowded = incidence_of(crowd, 100'000);
  CHECK(link_accounts(crowded, evidence_model(crowded)).num_links() == 0);
  const LinkGraph twins = link_accounts(crowded, evidence_model(crowded, extract), extract);
  CHECK(twins.num_links() == 50'000);  // the common card says a little, the pair's own device the rest

  Shape alike;
  alike.kinds = kinds;
  for (std::uint32_t a = 0; a < 100'000; ++a) {
    alike.add(a, 0, 0);
    alike.add(a, 0, 1);
    alike.add(a, 1, 0);
    alike.add(a, 1, 1);
  }
  const Incidence same = incidence_of(alike, 100'000);
  const LinkGraph star = link_accounts(same, evidence_model(same, extract), extract);
  CHECK(star.num_links() == 99'999);
  CHECK(std::count(star.star_centre.begin(), star.star_centre.end(), 0U) == 100'000);
}

TEST_CASE("linking answers a request to stop within 100 ms") {
  // Twenty thousand accounts that share five of fifty values each: far too many pairs to link before the request comes.
  Shape shape;
  shape.kinds = {kind_named("card", "payment"), kind_named("print", "device")};
  Random random{CounterRandom(101)};
  for (std::uint32_t a = 0; a < 20'000; ++a) {
    for (std::uint32_t i = 0; i < 10; ++i) shape.add(a, i % 2, static_cast<std::uint32_t>(random.below(50)));
  }
  const Incidence incidence = incidence_of(shape, 20'000);
  const LinkOptions options = all_links({.population_accounts = std::uint64_t{1} << 36});
  const EvidenceModel model = evidence_model(incidence, options);
  std::stop_source source;
  std::chrono::steady_clock::time_point asked;
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    asked = std::chrono::steady_clock::now();
    source.request_stop();
  });
  CHECK_THROWS_AS(link_accounts(incidence, model, options, {.stop = source.get_token()}), Cancelled);
  const auto answered = std::chrono::steady_clock::now();
  later.join();
  CHECK(answered - asked < std::chrono::milliseconds(1'000));  // 100 ms on a machine that does nothing else
}
