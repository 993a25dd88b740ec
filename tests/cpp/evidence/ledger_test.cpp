// The ledger against a slow twin that reads rows alone: every identifier that two accounts hold and that says nothing, with its reason.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/synth/events.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

using Ledger = std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::string>>;

Ledger ledger_of(const Incidence& incidence, const EvidenceModel& model) {
  const Table table = ledger_table(incidence, model);
  const auto text = [&](const char* name, std::size_t row) {
    return std::string(std::get<StringPool>(table.find(name)->values)[row]);
  };
  Ledger ledger;
  for (std::size_t row = 0; row < table.num_rows(); ++row) {
    const std::int64_t accounts = std::get<std::vector<std::int64_t>>(table.find("accounts")->values)[row];
    REQUIRE(
        ledger.emplace(std::pair(text("kind", row), text("identifier", row)), std::pair(accounts, text("reason", row)))
            .second);
  }
  return ledger;
}

/// By the definition in docs/evidence.md, in floating point; `close` counts what lies too near to the floor to tell by it.
Ledger slow_ledger(const Incidence& incidence, const LinkOptions& options, std::size_t& close) {
  struct Holder {
    std::uint32_t account;
    std::uint64_t mask;
  };
  std::map<std::uint32_t, std::vector<Holder>> holders;
  std::map<std::size_t, std::set<std::uint32_t>> accounts_of_kind;
  const auto kind_of = [&](std::uint32_t k) {
    std::size_t kind = 0;
    while (k >= incidence.kind_begin[kind + 1]) ++kind;
    return kind;
  };
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (std::uint64_t at = incidence.row_begin[a]; at < incidence.row_begin[a + std::size_t{1}]; ++at) {
      holders[incidence.entry_identifier[at]].push_back({a, incidence.mask_of(at)});
      if (!incidence.placeholder[incidence.entry_identifier[at]])
        accounts_of_kind[kind_of(incidence.entry_identifier[at])].insert(a);
    }
  }
  const double scale = options.population_accounts == 0 ? 1.0
                                                        : static_cast<double>(options.population_accounts) /
                                                              static_cast<double>(incidence.num_accounts());
  Ledger ledger;
  for (const auto& [k, held] : holders) {
    if (held.size() < 2) continue;
    const std::size_t index = kind_of(k);
    const Kind& kind = incidence.kinds[index];
    const std::string value(incidence.identifiers[k]);
    const double accounts = std::floor(static_cast<double>(accounts_of_kind[index].size()) * scale);
    const double bits = std::log2(accounts) - std::log2(static_cast<double>(held.size())) + std::log2(kind.reliability);
    const double floor = std::max(options.floor_bits, std::log2(accounts) - options.floor_growth);
    bool allowed = false, meet = !kind.moves || !incidence.time.present;
    for (const AllowedIdentifier& entry : options.allow) allowed |= entry.kind == kind.name && entry.value == value;
    for (std::size_t i = 0; i < held.size() && !meet; ++i) {
      for (std::size_t j = 0; j < i && !meet; ++j) {
        for (int bucket = 0; bucket < 64 && !meet; ++bucket) {
          for (int near = std::max(0, bucket - 1); near <= std::min(63, bucket + 1); ++near)
            meet = meet || ((held[i].mask >> bucket & 1) && (held[j].mask >> near & 1));
        }
      }
    }
    std::string reason;
    if (incidence.placeholder[k])
      reason = "placeholder";
    else if (allowed)
      reason = "allowed";
    else if (bits <= 0 || bits < floor)
      reason = "common";
    else if (!meet)
      reason = "no time overlap";
    close += !incidence.placeholder[k] && !allowed && (std::abs(bits - floor) < 0.005 || std::abs(bits) < 0.005);
    if (!reason.empty()) ledger[{kind.name, value}] = {static_cast<std::int64_t>(held.size()), reason};
  }
  return ledger;
}

}  // namespace

TEST_CASE("the ledger of a world holds every shared identifier without evidence, with the right reason") {
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  const World world =
      make_world({.accounts = 3'000, .operation = 200, .difficulty = 0.3, .seed = 101, .events_per_account = 30});
  IncidenceBuilder builder(kinds);
  for (std::uint32_t first = 0; first < world.num_accounts(); first += 500)
    builder.add(generate_block(world, first, std::min(first + 500, world.num_accounts())).batch);
  const Incidence incidence = std::move(builder).finish();

  LinkOptions options;
  for (std::uint32_t k = 0; k < incidence.num_identifiers() && options.allow.size() < 5; ++k) {
    if (incidence.accounts_of(k).size() == 2 && !incidence.placeholder[k])
      options.allow.push_back({incidence.kinds[incidence.kind_of(k)].name, std::string(incidence.identifiers[k])});
  }
  std::size_t close = 0;
  const Ledger expected = slow_ledger(incidence, options, close);
  const Ledger found = ledger_of(incidence, evidence_model(incidence, options));
  REQUIRE(close == 0);
  CHECK(found == expected);
  std::map<std::string, std::size_t> reasons;
  for (const auto& [identifier, row] : found) ++reasons[row.second];
  CHECK(reasons["allowed"] == 5);
  for (const char* reason : {"common", "placeholder", "no time overlap"}) CHECK_MESSAGE(reasons[reason] > 0, reason);
}

TEST_CASE("the ledgers of random logs hold every shared identifier without evidence") {
  std::size_t rows = 0;
  for (std::uint64_t seed = 101; seed < 301; ++seed) {
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options{.floor_bits = static_cast<double>(seed % 4) + 0.4141};
    std::size_t close = 0;
    const Ledger expected = slow_ledger(incidence, options, close);
    if (close > 0) continue;
    CAPTURE(seed);
    REQUIRE(ledger_of(incidence, evidence_model(incidence, options)) == expected);
    rows += expected.size();
  }
  CHECK(rows > 500);
}
