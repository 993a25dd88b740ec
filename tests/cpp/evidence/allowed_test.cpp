/// What an allow-list removed, against all pairs.
#include <doctest/doctest.h>

#include <map>
#include <tuple>

#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/allowed.hpp>
#include <accountgraph/verify/links.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

using Rows = std::map<std::pair<std::string, std::string>, std::tuple<std::int64_t, double, std::int64_t>>;

Rows rows_of(const Table& table) {
  Rows rows;
  for (std::size_t row = 0; row < table.num_rows(); ++row) {
    const auto text = [&](const char* name) {
      return std::string(std::get<StringPool>(table.find(name)->values)[row]);
    };
    const auto number = [&](const char* name) {
      return std::get<std::vector<std::int64_t>>(table.find(name)->values)[row];
    };
    rows[{text("kind"), text("identifier")}] = {
        number("accounts"), std::get<std::vector<double>>(table.find("bits")->values)[row], number("links")};
  }
  return rows;
}

Rows slow_rows(const Case& result, LinkOptions options) {
  const Incidence& incidence = result.incidence;
  options.allow.clear();
  const EvidenceModel without = evidence_model(incidence, options);
  Rows rows;
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    if (result.model.identifier_reason[k] != NoEvidence::allowed) continue;
    std::int64_t links = 0;
    const auto holders = incidence.accounts_of(k);
    for (std::size_t i = 0; i < holders.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const std::uint32_t a = holders[j], b = holders[i];
        if (pair_evidence(without, incidence, a, b) < without.threshold_bits) continue;
        if (pair_evidence(result.model, incidence, a, b) >= without.threshold_bits) continue;
        for (const SharedIdentifier& shared : shared_identifiers(without, incidence, a, b))
          links += shared.identifier == k && shared.bits > 0;
      }
    }
    rows[{incidence.kinds[incidence.kind_of(k)].name, std::string(incidence.identifiers[k])}] = {
        std::ssize(holders), to_bits(without.identifier_bits[k]), links};
  }
  return rows;
}

}  // namespace

TEST_CASE("the links that allowed identifiers would have given are those of all pairs") {
  std::size_t rows = 0;
  std::int64_t links = 0;
  for (std::uint64_t seed = 101; seed < 181; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    Incidence incidence = incidence_of(log.rows, log.kinds);
    LinkOptions options{.margin_bits = 0.5, .max_links_per_account = 0, .star_size = 1'000};
    for (std::uint32_t k = seed % 3; k < incidence.num_identifiers(); k += 3)
      options.allow.push_back({incidence.kinds[incidence.kind_of(k)].name, std::string(incidence.identifiers[k])});
    const Case result = detect(std::move(incidence), {.linkage = options});
    const Rows found = rows_of(allowed_table(result, options));
    REQUIRE(found == slow_rows(result, options));
    rows += found.size();
    for (const auto& [name, row] : found) links += std::get<2>(row);
  }
  CHECK(rows > 300);
  CHECK(links > 100);
}

TEST_CASE("a star that the list takes apart counts every pair in it") {
  const auto kinds = kinds_named({"payment", "device"});
  std::vector<Row> rows;
  for (int i = 0; i < 41; ++i) {
    for (const char* turn : {"1", "2"})
      rows.push_back({"same" + std::to_string(i),
                      1,
                      {{"payment", std::string("card") + turn}, {"device", std::string("fp") + turn}}});
  }
  add_strangers(rows, 3'000, kinds);
  const LinkOptions options{.population_accounts = 1'000'000, .allow = {{"payment", "card1"}, {"payment", "card2"}}};
  const Case result = detect(incidence_of(rows, kinds), {.linkage = options});
  REQUIRE(result.links.num_links() == 0);
  const Rows found = rows_of(allowed_table(result, options));
  REQUIRE(found.size() == 2);
  for (const auto& [name, row] : found) {
    CHECK(std::get<0>(row) == 41);
    CHECK(std::get<1>(row) > 10);
    CHECK(std::get<2>(row) == 41 * 40 / 2);
  }
  const Table refused = allowed_table(result, LinkOptions{.population_accounts = 1'000'000, .max_memory_bytes = 1});
  CHECK(refused.num_rows() == 2);
  CHECK_FALSE(refused.find("links")->valid[0]);
  CHECK(allowed_table(detect(result.incidence), {}).num_rows() == 0);
}

TEST_CASE("a network allows every address in it and no other, by the sceptic's definition too") {
  const auto kinds = kinds_named({"payment", "ip"});
  std::vector<Row> rows;
  for (int i = 0; i < 12; ++i) {
    const std::string pair = std::to_string(i / 2);
    const std::string address = i < 4 ? "10.1.2." + pair : i < 8 ? "2001:db8:" + pair + "::1" : "11.0.0." + pair;
    rows.push_back({"a" + std::to_string(i), 1, {{"payment", "card" + pair}, {"ip", address}}});
  }
  add_strangers(rows, 3'000, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const LinkOptions options{.allow = {{"ip", "10.0.0.0/8"}, {"ip", "2001:db8::/32"}, {"ip", "10.1.0.0/16"}}};
  const EvidenceModel model = evidence_model(incidence, options);
  std::size_t allowed = 0;
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    const bool inside =
        incidence.identifiers[k].starts_with("10.1.2.") || incidence.identifiers[k].starts_with("2001:db8:");
    CHECK((model.identifier_reason[k] == NoEvidence::allowed) == inside);
    allowed += inside;
  }
  CHECK(allowed == 4);
  const LinkGraph links = link_accounts(incidence, model, options);
  CHECK(links.num_links() == 2);
  CHECK(verify::valid_link_graph(incidence, options, links, 500) == std::nullopt);
  const LinkOptions wrong{.allow = {{"ip", "10.0.0.1/8"}}};
  CHECK_THROWS_WITH_AS(evidence_model(incidence, wrong),
                       doctest::Contains("no bits set beyond the prefix, got \"10.0.0.1/8\""), std::invalid_argument);
}
