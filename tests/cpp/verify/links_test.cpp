#include <doctest/doctest.h>

#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/verify/links.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

TEST_CASE("the sceptic agrees with the join on random logs, stars included") {
  std::uint64_t links = 0;
  for (std::uint64_t seed = 5'000; seed < 5'200; ++seed) {
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options{
        .margin_bits = 1, .population_accounts = seed % 2 == 0 ? 0U : 500U, .star_size = seed % 3 == 0 ? 2U : 1000U};
    const LinkGraph graph = link_accounts(incidence, evidence_model(incidence, options), options);
    const auto offence = verify::valid_link_graph(incidence, options, graph);
    REQUIRE_MESSAGE(!offence.has_value(), "seed " << seed << ": " << *offence);
    links += graph.num_links();
  }
  CHECK(links > 100);
}

TEST_CASE("a link graph that was tampered with is caught, and the offender named") {
  RandomLog log;
  Incidence incidence;
  LinkGraph graph;
  const LinkOptions options{.margin_bits = 1, .population_accounts = 500, .star_size = 1000};
  for (std::uint64_t seed = 0; graph.num_links() < 3; ++seed) {
    log = random_log(seed);
    incidence = incidence_of(log.rows, log.kinds);
    graph = link_accounts(incidence, evidence_model(incidence, options), options);
  }
  REQUIRE_FALSE(verify::valid_link_graph(incidence, options, graph));
  const auto offence_after = [&](auto change) {
    LinkGraph changed = graph;
    change(changed);
    return verify::valid_link_graph(incidence, options, changed);
  };
  CHECK(offence_after([](LinkGraph& g) { ++g.bits[1]; }));
  CHECK(offence_after([](LinkGraph& g) { ++g.kind_bits[0]; }));
  CHECK(offence_after([](LinkGraph& g) { std::swap(g.source[0], g.target[0]); }));
  CHECK(offence_after([](LinkGraph& g) { ++g.threshold_bits; }));
  CHECK(offence_after([](LinkGraph& g) { std::swap(g.neighbour.front(), g.neighbour.back()); }));
  CHECK(offence_after([](LinkGraph& g) { g.link[0] = 1'000'000; }));
  CHECK(offence_after([](LinkGraph& g) { g.star_centre.pop_back(); }));
  CHECK(offence_after([](LinkGraph& g) { std::fill(g.star_centre.begin(), g.star_centre.end(), 0); }));
  const auto missing = offence_after([](LinkGraph& g) {
    g.source.pop_back(), g.target.pop_back(), g.bits.pop_back();
    g.kind_bits.resize(g.kind_bits.size() - g.num_kinds);
    build_adjacency(g);
  });
  REQUIRE(missing);
  CHECK(missing->find("reach the threshold and are not linked") != std::string::npos);
}
