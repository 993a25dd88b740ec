// What is learned of reliabilities: planted ones come back, little is learned from little, and nothing makes new links.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <accountgraph/linkage/learned_reliabilities.hpp>
#include <accountgraph/linkage/link_accounts.hpp>

#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

constexpr int kBadges = 4;  // that each account of an operator holds

std::vector<Kind> kinds_with_badge(double reliability) {
  std::vector<Kind> kinds = kinds_named({"payment", "device", "badge"});
  kinds[2].reliability = reliability;
  return kinds;
}

/// `count` operators of two accounts with one card and one device for both. Each badge of the first is the second's too with
/// the chance `shared`; what it is not, the second has of its own.
std::vector<Row> operators(int count, double shared, const std::string& name = "operator") {
  const CounterRandom random(101);
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i) {
    const std::string both = name + std::to_string(i);
    for (const char* account : {"-a", "-b"}) {
      for (int badge = 0; badge < kBadges; ++badge) {
        const bool common = random.unit(1, static_cast<std::uint64_t>(i * kBadges + badge)) < shared;
        rows.push_back({both + account,
                        1,
                        {{"payment", "card of " + both},
                         {"device", "device of " + both},
                         {"badge", both + (common ? "" : account) + std::to_string(badge)}}});
      }
    }
  }
  return rows;
}

std::vector<LearnedReliability> learned_of(std::vector<Row> rows, const std::vector<Kind>& kinds,
                                           int strangers = 4'000) {
  add_strangers(rows, strangers, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  return learn_reliabilities(incidence, model, link_accounts(incidence, model));
}

LearnedReliability learned_badge(std::vector<Row> rows, double given) {
  return learned_of(std::move(rows), kinds_with_badge(given))[2];
}

std::set<std::pair<std::uint32_t, std::uint32_t>> pairs_linked(const Incidence& incidence, const LinkOptions& options) {
  const LinkGraph graph = link_accounts(incidence, evidence_model(incidence, options), options);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) pairs.insert({graph.source[at], graph.target[at]});
  return pairs;
}

}  // namespace

TEST_CASE("a planted reliability comes back, shrunk to the given one by a thousand pairs") {
  for (const double planted : {0.2, 0.5, 0.8}) {
    const LearnedReliability badge = learned_badge(operators(3'000, planted), 0.5);
    CAPTURE(planted);
    CHECK(badge.kind == "badge");
    CHECK(badge.given == 0.5);
    CHECK(badge.pairs == 3'000);
    CHECK(badge.accounts == 6'000);
    CHECK(badge.learned == doctest::Approx((1'000 * 0.5 + 3'000 * planted) / 4'000).epsilon(0.02));
  }
}

TEST_CASE("without pairs the given reliability stays, from few it hardly moves") {
  CHECK(learned_badge({}, 0.3) == LearnedReliability{"badge", 0.3, 0.3, 0, 0});
  const LearnedReliability few = learned_badge(operators(5, 0.0), 0.3);
  CHECK(few.pairs == 5);
  CHECK(few.learned < 0.3);
  CHECK(few.learned > 0.298);
  CHECK(learn_reliabilities({}, {}, {}).empty());
}

TEST_CASE("what is learned stays within a factor of four and at most 1") {
  CHECK(learned_badge(operators(4'000, 0.0), 0.4).learned == doctest::Approx(0.1));
  CHECK(learned_badge(operators(4'000, 1.0), 0.1).learned == doctest::Approx(0.4));
  CHECK(learned_badge(operators(4'000, 1.0), 0.9).learned <= 1.0);
  CHECK(learned_badge(operators(4'000, 1.0), 1.0).learned <= 1.0);
}

TEST_CASE("nothing is learned from pairs that the kind's own family links, nor where a value is missing") {
  std::vector<Row> rows = operators(50, 1.0);
  for (Row& row : rows) std::erase_if(row.values, [](const auto& value) { return value.first == "device"; });
  const std::vector<LearnedReliability> learned = learned_of(rows, kinds_with_badge(0.5));
  CHECK(learned[0].pairs == 0);  // card and badges link them: without either they are not
  CHECK(learned[2].pairs == 0);
  CHECK(learned[1].pairs == 0);  // linked without a device, but none has one

  std::vector<Kind> one_family = kinds_with_badge(0.5);
  for (Kind& kind : one_family) kind.family = "other";
  for (const LearnedReliability& kind : learned_of(operators(50, 0.5), one_family)) {
    CAPTURE(kind.kind);
    CHECK(kind.pairs == 0);
    CHECK(kind.learned == kind.given);
  }
}

TEST_CASE("each account counts once, however many pairs it is in") {
  std::vector<Row> rows = operators(400, 1.0);
  for (int i = 0; i < 20; ++i) {  // 190 pairs that share four cards, four devices and no badge
    for (const char* number : {"1", "2", "3", "4"}) {
      rows.push_back({"office" + std::to_string(i),
                      1,
                      {{"payment", std::string("office card ") + number},
                       {"device", std::string("office device ") + number},
                       {"badge", "badge" + std::to_string(i)}}});
    }
  }
  const LearnedReliability badge = learned_badge(rows, 0.5);
  CHECK(badge.pairs == 400 + 190);
  CHECK(badge.accounts == 800 + 20);
  CHECK(badge.learned == doctest::Approx((2'000 * 0.5 + 800) / 2'820));
}

TEST_CASE("the pairs that tell are those that a log without the family links, on random logs") {
  std::uint64_t told = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options{.margin_bits = static_cast<double>(seed % 3), .floor_bits = 1, .star_size = 1'000};
    const EvidenceModel model = evidence_model(incidence, options);
    const auto learned = learn_reliabilities(incidence, model, link_accounts(incidence, model, options));
    for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      std::vector<Kind> others = log.kinds;
      std::erase_if(others, [&](const Kind& other) { return other.family == log.kinds[kind].family; });
      const Incidence reduced = incidence_of(log.rows, others);
      const EvidenceModel without = evidence_model(reduced, options);
      if (without.capped != model.capped || others.empty()) continue;
      std::uint64_t pairs = 0;
      const auto tells = [&](std::uint32_t account) {
        const auto held = incidence.identifiers_of(account);
        return std::any_of(held.begin(), held.end(), [&](std::uint32_t k) {
          const NoEvidence reason = model.identifier_reason[k];
          return incidence.kind_of(k) == kind && reason != NoEvidence::common && reason != NoEvidence::placeholder;
        });
      };
      for (std::uint32_t a = 0; a < reduced.num_accounts(); ++a) {
        for (std::uint32_t b = a + 1; b < reduced.num_accounts(); ++b) {
          pairs += tells(a) && tells(b) && identifier_evidence(without, reduced, a, b) >= without.threshold_bits;
        }
      }
      CHECK(learned[kind].pairs == pairs);
      told += pairs;
    }
  }
  CHECK(told > 1'000);
}

TEST_CASE("lower reliabilities are taken, higher ones are not, and no pair is linked that was not") {
  std::size_t before = 0, after = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options{.margin_bits = 1, .max_links_per_account = 0, .star_size = 1'000};
    const auto linked = pairs_linked(incidence, options);
    const CounterRandom random(seed);
    std::vector<LearnedReliability> learned;
    for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      const double given = incidence.kinds[kind].reliability;
      learned.push_back({incidence.kinds[kind].name, given, std::min(1.0, given * 2 * random.unit(1, kind)), 1, 2});
    }
    use_lower_reliabilities(learned, incidence.kinds);
    for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      CHECK(incidence.kinds[kind].reliability == std::min(learned[kind].given, learned[kind].learned));
    }
    const auto linked_now = pairs_linked(incidence, options);
    CHECK(std::includes(linked.begin(), linked.end(), linked_now.begin(), linked_now.end()));
    before += linked.size();
    after += linked_now.size();
  }
  CHECK(after < before);
  CHECK(after > 0);
}

TEST_CASE("what is learned is the same on 1, 2 and 7 threads") {
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 7);
  std::vector<LearnedReliability> expected;
  for (const int threads : {1, 2, 7}) {
    tbb::task_arena arena(threads);
    arena.execute([&] {
      const auto learned = learned_of(operators(2'000, 0.37), kinds_with_badge(0.5));
      if (expected.empty()) expected = learned;
      CHECK(learned == expected);
    });
  }
}

TEST_CASE("learning stops when asked to") {
  std::vector<Row> rows = operators(20, 0.5);
  const auto kinds = kinds_with_badge(0.5);
  add_strangers(rows, 4'000, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(learn_reliabilities(incidence, model, link_accounts(incidence, model),
                                      {.stop = source.get_token(), .on_progress = {}}),
                  Cancelled);
}
