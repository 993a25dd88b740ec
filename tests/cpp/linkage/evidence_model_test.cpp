#include <doctest/doctest.h>

#include <accountgraph/linkage/evidence_model.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

std::uint32_t account(const Incidence& incidence, std::string_view id) {
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    if (incidence.accounts[a] == id) return a;
  }
  FAIL("no account ", id);
  return 0;
}

struct Pair {
  Bits total = 0;
  std::vector<Bits> kinds;
  EvidenceModel model;
};

/// Evidence between accounts "a" and "b" of a log with 4,000 strangers.
Pair evidence_between(std::vector<Row> rows, const std::vector<Kind>& kinds, const LinkOptions& options = {}) {
  add_strangers(rows, 4'000, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  Pair pair;
  pair.model = evidence_model(incidence, options);
  pair.kinds.resize(kinds.size());
  pair.total = pair_evidence(pair.model, incidence, account(incidence, "a"), account(incidence, "b"), pair.kinds);
  return pair;
}

const auto kAll = kinds_named({"payment", "device", "ip", "template"});

}  // namespace

TEST_CASE("a shared card and a shared device link two accounts; either alone does not") {
  const Row both{"", 1, {{"payment", "card"}, {"device", "fp"}}};
  const auto rows = [](Row row) {
    Row a = row, b = row;
    a.account = "a", b.account = "b";
    return std::vector<Row>{a, b};
  };
  const Pair linked = evidence_between(rows(both), kAll);
  CHECK(linked.total >= linked.model.threshold_bits);
  for (const char* kind : {"payment", "device"}) {
    const Pair alone = evidence_between(rows({"", 1, {{kind, "one"}}}), kAll);
    CHECK(alone.total > 0);
    CHECK(alone.total < alone.model.threshold_bits);
  }
}

TEST_CASE("no kind links two accounts by itself, however much of it they share") {
  for (const Kind& kind : kAll) {
    std::vector<Row> rows;
    for (int i = 0; i < 30; ++i) {
      for (const char* id : {"a", "b"}) rows.push_back({id, 1, {{kind.name, "v" + std::to_string(i)}}});
    }
    const Pair pair = evidence_between(rows, kAll, {.correct_activity = false});
    CHECK_MESSAGE(pair.total < pair.model.threshold_bits, kind.name);
    CHECK(pair.total > 0);
  }
}

TEST_CASE("one forged address and one copied prompt link nobody") {
  const Pair pair = evidence_between(
      {{"a", 1, {{"ip", "203.0.113.9"}, {"template", "t"}}}, {"b", 1, {{"ip", "203.0.113.9"}, {"template", "t"}}}},
      kAll);
  CHECK(pair.total < pair.model.threshold_bits);
}

TEST_CASE("two forged devices and a copied prompt link nobody") {
  std::vector<Row> rows;
  for (const char* id : {"a", "b", "c"}) {
    for (const char* device : {"fp1", "fp2"}) rows.push_back({id, 1, {{"device", device}, {"template", "t"}}});
  }
  for (int i = 0; i < 30; ++i) rows.push_back({"reader" + std::to_string(i), 1, {{"template", "t"}}});
  const Pair pair = evidence_between(rows, kAll);
  CHECK(pair.kinds[3] > 0);
  CHECK(pair.total < pair.model.threshold_bits);
}

TEST_CASE("an address that changed hands is no evidence; used in neighbouring days it is") {
  const auto at_days = [&](int first, int second) {
    return evidence_between({{"a", first, {{"ip", "203.0.113.9"}}}, {"b", second, {{"ip", "203.0.113.9"}}}}, kAll)
        .total;
  };
  CHECK(at_days(3, 3) > 0);
  CHECK(at_days(3, 4) > 0);
  CHECK(at_days(3, 5) == 0);
}

TEST_CASE("a rarer shared identifier never gives less") {
  Bits before = 1 << 29;
  for (int holders : {2, 3, 5, 9, 40, 200, 900}) {
    std::vector<Row> rows = {{"a", 1, {{"device", "fp"}}}, {"b", 1, {{"device", "fp"}}}};
    for (int i = 2; i < holders; ++i) rows.push_back({"x" + std::to_string(i), 1, {{"device", "fp"}}});
    const Bits total = evidence_between(rows, kAll).total;
    CHECK(total <= before);
    before = total;
  }
  CHECK(before == 0);  // nine hundred holders: below the floor
}

TEST_CASE("what a busy account shares counts for less") {
  std::vector<Row> rows = {{"a", 1, {{"ip", "203.0.113.9"}}}, {"b", 1, {{"ip", "203.0.113.9"}}}};
  const Bits quiet = evidence_between(rows, kAll).total;
  for (int i = 0; i < 200; ++i) rows.push_back({"a", 1, {{"ip", "198.51.100." + std::to_string(i)}}});
  const Bits busy = evidence_between(rows, kAll).total;
  CHECK(busy < quiet);
  CHECK(evidence_between(rows, kAll, {.correct_activity = false}).total >= busy);
}

TEST_CASE("placeholders and allowed identifiers give nothing and say why") {
  const std::vector<Row> unknown = {{"a", 1, {{"device", "unknown"}}}, {"b", 1, {{"device", "UNKNOWN"}}}};
  CHECK(evidence_between(unknown, kAll).total == 0);
  std::vector<Row> rows = {{"a", 1, {{"payment", "office-card"}}}, {"b", 1, {{"payment", "office-card"}}}};
  CHECK(evidence_between(rows, kAll).total > 0);
  CHECK(evidence_between(rows, kAll, {.allow = {{"payment", "office-card"}}}).total == 0);
  CHECK(evidence_between(rows, kAll, {.allow = {{"payment", "other"}, {"no_such_kind", "x"}}}).total > 0);
  add_strangers(rows, 4'000, kAll);
  const Incidence incidence = incidence_of(rows, kAll);
  const EvidenceModel model = evidence_model(incidence, {.allow = {{"payment", " office-card "}}});
  CHECK(std::count(model.identifier_reason.begin(), model.identifier_reason.end(), NoEvidence::allowed) == 1);
}

TEST_CASE("a run of one hard family has no caps; any soft kind brings them back") {
  Kind first = default_kind("payment");
  Kind second = first;
  second.name = "card2";
  std::vector<Row> rows;
  for (int i = 0; i < 6; ++i) {
    for (const char* id : {"a", "b"}) rows.push_back({id, 1, {{"payment", "v" + std::to_string(i)}}});
  }
  const Pair uncapped = evidence_between(rows, {first, second}, {.correct_activity = false});
  CHECK_FALSE(uncapped.model.capped);
  CHECK(uncapped.total > uncapped.model.threshold_bits);
  second.soft = true;
  const Pair capped = evidence_between(rows, {first, second}, {.correct_activity = false});
  CHECK(capped.model.capped);
  CHECK(capped.total < capped.model.threshold_bits);
}

TEST_CASE("an extract is judged by the population it comes from") {
  const auto kinds = kinds_named({"payment", "device"});
  const Incidence incidence = incidence_of({{"a", 1, {{"payment", "c"}, {"device", "d"}}},
                                            {"b", 1, {{"payment", "c"}, {"device", "d"}}},
                                            {"z", 1, {{"payment", "e"}, {"device", "f"}}}},
                                           kinds);
  const EvidenceModel alone = evidence_model(incidence);
  CHECK(pair_evidence(alone, incidence, 0, 1) < alone.threshold_bits);
  const EvidenceModel extract = evidence_model(incidence, {.population_accounts = 1'000'000});
  CHECK(pair_evidence(extract, incidence, 0, 1) >= extract.threshold_bits);
  CHECK(pair_evidence(extract, incidence, 0, 2) == 0);
}

TEST_CASE("options out of range are refused by name") {
  const Incidence incidence =
      incidence_of({{"a", 1, {{"payment", "c"}}}, {"b", 1, {{"payment", "c"}}}}, kinds_named({"payment"}));
  CHECK_THROWS_WITH_AS(evidence_model(incidence, {.margin_bits = -1}), "`margin_bits` must be in [0, 64], got -1",
                       std::invalid_argument);
  CHECK_THROWS_AS(evidence_model(incidence, {.soft_cap = 1.0}), std::invalid_argument);
  CHECK_THROWS_AS(evidence_model(incidence, {.population_accounts = 1}), std::invalid_argument);
  CHECK_THROWS_AS(evidence_model(incidence, {.star_size = 1}), std::invalid_argument);
}
