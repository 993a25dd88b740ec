// The join against brute force: all pairs by the definition.
#include <doctest/doctest.h>

#include <map>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <accountgraph/linkage/link_accounts.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

LinkOptions random_options(std::uint64_t seed, std::uint32_t accounts) {
  const CounterRandom random(seed + 1'000'000);
  LinkOptions options;
  options.margin_bits = static_cast<double>(random.below(5, 0));
  options.floor_bits = static_cast<double>(random.below(4, 1));
  options.correct_activity = random.below(4, 2) > 0;
  options.population_accounts = random.below(2, 3) == 0 ? 0 : accounts + random.below(5'000, 4);
  options.max_links_per_account = 0;
  options.star_size = 1000;
  return options;
}

using Links = std::map<std::pair<std::uint32_t, std::uint32_t>, Bits>;

Links brute_force(const Incidence& incidence, const EvidenceModel& model) {
  Links links;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (std::uint32_t b = a + 1; b < incidence.num_accounts(); ++b) {
      const Bits bits = pair_evidence(model, incidence, a, b);
      if (bits >= model.threshold_bits) links[{a, b}] = bits;
    }
  }
  return links;
}

Links links_in(const LinkGraph& graph) {
  Links links;
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) links[{graph.source[at], graph.target[at]}] = graph.bits[at];
  return links;
}

}  // namespace

TEST_CASE("the join finds exactly the pairs that brute force finds, with the same bits") {
  std::size_t linked_logs = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options = random_options(seed, incidence.num_accounts());
    const EvidenceModel model = evidence_model(incidence, options);
    const LinkGraph graph = link_accounts(incidence, model, options);
    const Links expected = brute_force(incidence, model);
    linked_logs += !expected.empty();
    REQUIRE_MESSAGE(links_in(graph) == expected, "seed " << seed);
    for (std::uint64_t at = 0; at < graph.num_links(); ++at) {
      std::vector<Bits> kind_bits(incidence.num_kinds());
      pair_evidence(model, incidence, graph.source[at], graph.target[at], kind_bits);
      REQUIRE(std::equal(kind_bits.begin(), kind_bits.end(), graph.kind_bits_of(at).begin()));
    }
  }
  CHECK(linked_logs > 500);  // else the test compares nothing with nothing
}

TEST_CASE("a star stands for links that brute force finds too") {
  std::size_t stars = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    LinkOptions options = random_options(seed, incidence.num_accounts());
    options.population_accounts = 100;  // an extract: otherwise the twins' one value is too common to link
    options.margin_bits = 0;
    options.star_size = 2;
    const EvidenceModel model = evidence_model(incidence, options);
    const LinkGraph graph = link_accounts(incidence, model, options);
    const Links found = links_in(graph);
    for (const auto& [pair, bits] : brute_force(incidence, model)) {
      const std::uint32_t a = graph.star_centre[pair.first];
      const std::uint32_t b = graph.star_centre[pair.second];
      stars += a == b;
      if (a == b) continue;
      const auto at = found.find({std::min(a, b), std::max(a, b)});
      REQUIRE(at != found.end());
      CHECK(at->second == bits);
    }
  }
  CHECK(stars > 100);
}

TEST_CASE("the link graph is the same on 1, 2 and 5 threads") {
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 5);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const EvidenceModel model = evidence_model(incidence);
    LinkGraph graphs[3];
    int at = 0;
    for (const int threads : {1, 2, 5}) {
      tbb::task_arena arena(threads);
      arena.execute([&] { graphs[at++] = link_accounts(incidence, model); });
    }
    for (const LinkGraph& graph : graphs) {
      CHECK(graph.source == graphs[0].source);
      CHECK(graph.target == graphs[0].target);
      CHECK(graph.bits == graphs[0].bits);
      CHECK(graph.kind_bits == graphs[0].kind_bits);
    }
  }
}

TEST_CASE("max_links_per_account keeps each account's strongest links and counts the rest") {
  // A block of 40 accounts that share three cards, three devices and three numbers, each with some of its own: 780 links.
  std::vector<Row> rows;
  const auto kinds = kinds_named({"payment", "device", "phone"});
  for (int i = 0; i < 40; ++i) {
    const std::string account = "ring" + std::to_string(i);
    rows.push_back({account, 1, {{"payment", "card-a"}, {"device", "fp-a"}, {"phone", "number-a"}}});
    rows.push_back({account, 1, {{"payment", "card-b"}, {"device", "fp-b"}, {"phone", "number-b"}}});
    rows.push_back({account, 1, {{"payment", "card-c"}, {"device", "fp-c"}, {"phone", "number-c"}}});
    rows.push_back({account, 1, {{"payment", "pair" + std::to_string(i / 2)}}});
  }
  add_strangers(rows, 4'000, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  const LinkGraph all = link_accounts(incidence, model, {.max_links_per_account = 0});
  REQUIRE(all.num_links() == 780);
  CHECK(all.links_dropped == 0);
  const LinkGraph few = link_accounts(incidence, model, {.max_links_per_account = 3});
  CHECK(few.num_links() + few.links_dropped == 780);
  CHECK(few.num_links() < 40 * 3 + 1);
  for (std::uint32_t account = 0; account < few.num_accounts; ++account) {
    if (all.neighbours(account).empty()) continue;
    CHECK(few.neighbours(account).size() >= 3);
    // The partner that shares a third card is the strongest and must have stayed.
    Bits strongest = 0, kept = 0;
    for (std::uint64_t at = all.begin[account]; at < all.begin[account + 1]; ++at)
      strongest = std::max(strongest, all.bits[all.link[at]]);
    for (std::uint64_t at = few.begin[account]; at < few.begin[account + 1]; ++at)
      kept = std::max(kept, few.bits[few.link[at]]);
    CHECK(kept == strongest);
  }
}

TEST_CASE("one identifier on every account, one account with everything: no pair is formed that is not wanted") {
  std::vector<Row> rows;
  const auto kinds = kinds_named({"ip", "device", "payment"});
  for (int i = 0; i < 3'000; ++i) {
    rows.push_back({"a" + std::to_string(i), 1, {{"ip", "203.0.113.7"}, {"device", "fp" + std::to_string(i)}}});
    rows.push_back({"everything", 1, {{"device", "fp" + std::to_string(i)}, {"payment", "p" + std::to_string(i)}}});
  }
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  CHECK(link_accounts(incidence, model).num_links() == 0);
}

TEST_CASE("linking stops when asked to") {
  const RandomLog log = random_log(3);
  const Incidence incidence = incidence_of(log.rows, log.kinds);
  const EvidenceModel model = evidence_model(incidence);
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(link_accounts(incidence, model, {}, {.stop = source.get_token()}), Cancelled);
}

TEST_CASE("one account cannot spoil the star of thousands") {
  // "a" comes first and has the block's identifiers and two cards of its own: equal to nobody, and the block must not notice.
  std::vector<Row> rows = {{"a", 1, {{"payment", "own1"}}}, {"a", 1, {{"payment", "own2"}}}};
  const auto kinds = kinds_named({"payment", "device"});
  for (int i = 0; i < 3'000; ++i) {
    for (const char* turn : {"1", "2"}) {
      const std::string account = i == 0 ? "a" : "block" + std::to_string(i);
      rows.push_back({account, 1, {{"payment", std::string("card") + turn}, {"device", std::string("fp") + turn}}});
    }
  }
  const Incidence incidence = incidence_of(rows, kinds);
  const LinkOptions options{.population_accounts = 100'000'000};
  const LinkGraph graph = link_accounts(incidence, evidence_model(incidence, options), options);
  CHECK(graph.num_links() == 2'998 + 1);
}
