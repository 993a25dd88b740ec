// Detection with reliabilities learned from the log, beside the one without.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include <accountgraph/detect.hpp>
#include <accountgraph/synth/events.hpp>
#include <accountgraph/verify/links.hpp>

using namespace accountgraph;

namespace {

Incidence small_world(std::uint64_t seed) {
  const World world = make_world({.accounts = 3'000, .operation = 300, .seed = seed, .events_per_account = 20});
  std::vector<Kind> kinds;
  for (const std::string_view name : kEventKinds) kinds.push_back(default_kind(name));
  IncidenceBuilder builder(kinds);
  generate_events(world, 0, world.num_accounts(), [&](const EventBatch& batch) { builder.add(batch); });
  return std::move(builder).finish();
}

std::set<std::pair<std::uint32_t, std::uint32_t>> pairs_of(const LinkGraph& links) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint64_t at = 0; at < links.num_links(); ++at) pairs.insert({links.source[at], links.target[at]});
  return pairs;
}

}  // namespace

TEST_CASE("learned reliabilities are off by default; when asked for they are kept, and only take links away") {
  const Incidence incidence = small_world(101);
  const LinkOptions asked{.max_links_per_account = 0, .star_size = 100'000, .learn_reliabilities = true};
  LinkOptions not_asked = asked;
  not_asked.learn_reliabilities = false;
  const Case plain = detect(incidence, {.linkage = not_asked});
  const Case learned = detect(incidence, {.linkage = asked});

  CHECK_FALSE(LinkOptions{}.learn_reliabilities);
  CHECK(plain.learned.empty());
  CHECK(plain.incidence.kinds == incidence.kinds);

  REQUIRE(learned.learned.size() == incidence.num_kinds());
  CHECK(learned.learned == learn_reliabilities(incidence, plain.model, plain.links));
  for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const LearnedReliability& found = learned.learned[kind];
    CAPTURE(found.kind);
    CHECK(found.pairs > 0);
    CHECK(found.given == incidence.kinds[kind].reliability);
    CHECK(learned.incidence.kinds[kind].reliability == std::min(found.given, found.learned));
  }
  const auto before = pairs_of(plain.links), after = pairs_of(learned.links);
  CHECK(after.size() < before.size());
  CHECK(std::includes(before.begin(), before.end(), after.begin(), after.end()));
  CHECK_FALSE(verify::valid_link_graph(learned.incidence, asked, learned.links, 20));
}
