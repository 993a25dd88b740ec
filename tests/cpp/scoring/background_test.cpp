/// What the others use, and what an identifier's use in a cluster is worth against it, by the formulas in doubles.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include <accountgraph/scoring/background.hpp>
#include <accountgraph/scoring/cluster_use.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

struct Drawn {
  Incidence incidence;
  EvidenceModel model;
  std::vector<std::uint32_t> cluster_of;
  std::vector<std::uint32_t> first;  ///< the members of cluster 0
};

/// A random log, each account in cluster 0, in cluster 1 or in none; of every second log the service has more accounts than were seen.
Drawn drawn_log(std::uint64_t seed) {
  const RandomLog log = random_log(seed);
  Drawn drawn;
  drawn.incidence = incidence_of(log.rows, log.kinds);
  const std::uint64_t seen = drawn.incidence.num_accounts();
  drawn.model = evidence_model(drawn.incidence, {.population_accounts = seed % 2 == 0 ? 0 : 1'000 * seen + 7});
  const CounterRandom random(seed);
  for (std::uint32_t a = 0; a < seen; ++a) {
    const auto cluster = random.below(3, 9, a);
    drawn.cluster_of.push_back(cluster == 2 ? kNone : static_cast<std::uint32_t>(cluster));
    if (cluster == 0) drawn.first.push_back(a);
  }
  return drawn;
}

}  // namespace

TEST_CASE("the background is a count over the accounts in no cluster") {
  std::size_t placeholders = 0;
  for (std::uint64_t seed = 101; seed < 141; ++seed) {
    CAPTURE(seed);
    const Drawn drawn = drawn_log(seed);
    const Incidence& incidence = drawn.incidence;
    const Background background = background_use(incidence, drawn.model, drawn.cluster_of);
    std::vector<std::uint32_t> users(incidence.num_identifiers());
    std::vector<std::uint64_t> entries(incidence.num_kinds());
    std::vector<std::int64_t> first_seen;
    for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
      REQUIRE((background.inside[a] != 0) == (drawn.cluster_of[a] == kNone));
      if (drawn.cluster_of[a] != kNone) continue;
      for (const std::uint32_t k : incidence.identifiers_of(a)) {
        placeholders += incidence.placeholder[k];
        if (incidence.placeholder[k]) continue;
        ++users[k];
        ++entries[incidence.kind_of(k)];
      }
      if (incidence.time.present) first_seen.push_back(incidence.account_first[a]);
    }
    std::sort(first_seen.begin(), first_seen.end());
    CHECK(background.users == users);
    CHECK(background.first_seen == first_seen);
    for (std::size_t kind = 0; kind < entries.size(); ++kind) {
      const double scaled =
          static_cast<double>(entries[kind]) * static_cast<double>(drawn.model.population) / incidence.num_accounts();
      REQUIRE(std::abs(static_cast<double>(background.entries[kind]) - scaled) <= 1);
    }
    support::Threads(5).run([&] {
      const Background again = background_use(incidence, drawn.model, drawn.cluster_of);
      CHECK(again.users == users);
      CHECK(again.entries == background.entries);
    });
  }
  CHECK(placeholders > 0);
}

TEST_CASE("where everybody is in a cluster the background is empty, and evidence still finite") {
  const auto kinds = kinds_named({"payment", "device"});
  const Incidence incidence = incidence_of(ring_rows(20), kinds);
  const EvidenceModel model = evidence_model(incidence);
  const std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), 0);
  const Background background = background_use(incidence, model, cluster_of);
  CHECK(std::count(background.users.begin(), background.users.end(), 0) == incidence.num_identifiers());
  CHECK(background.entries == std::vector<std::uint64_t>{0, 0});
  CHECK(background.first_seen.empty());
  const std::vector<std::uint32_t> members = accounts_like(incidence, "r");
  const ClusterUse use = cluster_use(incidence, members);
  // Nobody outside uses anything: both shares are 1/1, and 4 of 20 is what is left.
  CHECK(cluster_identifier_bits(incidence, model, background, 0, 0, use.find(0)->members, 20) ==
        log2_fixed(4) - log2_fixed(20));
}

TEST_CASE("what an identifier is worth is the formula, the judged left out, and the rarer of the two shares counts") {
  std::size_t by_outside = 0, by_background = 0;
  for (std::uint64_t seed = 101; seed < 141; ++seed) {
    CAPTURE(seed);
    const Drawn drawn = drawn_log(seed);
    const Incidence& incidence = drawn.incidence;
    const Background background = background_use(incidence, drawn.model, drawn.cluster_of);
    const ClusterUse use = cluster_use(incidence, drawn.first);
    for (std::uint32_t account = 0; account < incidence.num_accounts(); ++account) {
      if (drawn.cluster_of[account] == 0) continue;
      const bool inside = drawn.cluster_of[account] == kNone;
      std::vector<std::uint64_t> own(incidence.num_kinds());
      for (const std::uint32_t k : incidence.identifiers_of(account)) {
        if (!incidence.placeholder[k]) ++own[incidence.kind_of(k)];
      }
      for (const std::uint32_t k : incidence.identifiers_of(account)) {
        const IdentifierUse* entry = use.find(k);
        if (entry == nullptr) continue;
        const std::uint32_t kind = incidence.kind_of(k);
        const double c = entry->members, e = static_cast<double>(use.kind_entries[kind]);
        const double d = static_cast<double>(incidence.accounts_of(k).size());
        const double all = static_cast<double>(drawn.model.kinds[kind].entries);
        const double n = static_cast<double>(own[kind]);
        const double outside = (d - c - 1 + 1) / (std::max(0.0, all - e - n) + 1);
        const double others =
            (background.users[k] - (inside ? 1 : 0) + 1.0) / (static_cast<double>(background.entries[kind]) + 1);
        const double expected = std::log2(c / e / std::min(outside, others));
        const Bits bits = cluster_identifier_bits(incidence, drawn.model, background, k, kind, entry->members,
                                                  use.kind_entries[kind], {1, own[kind], inside});
        REQUIRE(std::abs(to_bits(bits) - expected) <= 3.0 / kBit);
        by_outside += outside < others * .99;
        by_background += others < outside * .99;
      }
    }
  }
  CHECK(by_outside > 100);
  CHECK(by_background > 100);
}

TEST_CASE("an operation in fragments is not its own background") {
  // Every account of a hundred uses the task; in fragments of ten, each would see it with ninety others.
  const auto kinds = kinds_named({"payment", "template"});
  std::vector<Row> rows = ring_rows(100);
  add_strangers(rows, 900, kinds);
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence);
  std::vector<std::uint32_t> fragments(incidence.num_accounts(), kNone), one = fragments;
  const std::vector<std::uint32_t> ring = accounts_like(incidence, "r");
  for (std::size_t i = 0; i < ring.size(); ++i) fragments[ring[i]] = static_cast<std::uint32_t>(i % 10);
  for (std::size_t i = 0; i < 10; ++i) one[ring[i]] = 0;
  const std::uint32_t task = incidence.identifiers_of(ring[0]).back();
  REQUIRE(incidence.accounts_of(task).size() == 100);
  const auto bits = [&](const std::vector<std::uint32_t>& cluster_of) {
    return to_bits(
        cluster_identifier_bits(incidence, model, background_use(incidence, model, cluster_of), task, 1, 10, 10));
  };
  CHECK(bits(fragments) == doctest::Approx(std::log2(901.0)).epsilon(.001));
  CHECK(bits(one) == doctest::Approx(std::log2(991.0 / 91)).epsilon(.001));
}

TEST_CASE("nobody holds it: nothing") {
  const Incidence incidence = incidence_of(ring_rows(20), kinds_named({"payment", "device"}));
  const EvidenceModel model = evidence_model(incidence);
  const Background background = background_use(incidence, model, std::vector<std::uint32_t>(20, kNone));
  CHECK(cluster_identifier_bits(incidence, model, background, 0, 0, 0, 0) == 0);
}
