// A world in which providers hand out addresses again and again: time keeps their successive customers apart.
#include <doctest/doctest.h>

#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/synth/events.hpp>

using namespace accountgraph;

namespace {

struct Linked {
  Incidence incidence;
  EvidenceModel model;
  LinkGraph links;
};

Linked link_world(const World& world, bool timed) {
  std::vector<Kind> kinds;
  for (const std::string_view kind : kEventKinds) kinds.push_back(default_kind(kind));
  IncidenceBuilder builder(kinds);
  generate_events(world, 0, world.num_accounts(), [&](const EventBatch& batch) {
    EventBatch events = batch;
    if (!timed) events.time_micros.clear();
    builder.add(events);
  });
  Linked made{std::move(builder).finish(), {}, {}};
  const LinkOptions options{.synchrony_cap = 0};
  made.model = evidence_model(made.incidence, options);
  made.links = link_accounts(made.incidence, made.model, options);
  return made;
}

}  // namespace

TEST_CASE("an address that changes hands links nobody") {
  WorldOptions options{.accounts = 8'000, .operation = 0, .seed = 103};
  options.look_alikes.dynamic_address = 1;
  const World world = make_world(options);
  const Linked timed = link_world(world, true), untimed = link_world(world, false);
  REQUIRE(timed.incidence.identifiers.bytes() == untimed.incidence.identifiers.bytes());

  // Addresses with holders who never used them in the same or in neighbouring buckets.
  const Incidence& log = timed.incidence;
  const std::uint32_t ip = 2;
  REQUIRE(log.kinds[ip].name == "ip");
  std::uint64_t handed_over = 0;
  for (std::uint32_t k = log.kind_begin[ip]; k < log.kind_begin[ip + 1]; ++k) {
    const auto holders = log.accounts_of(k);
    for (std::size_t i = 0; i + 1 < holders.size() && holders.size() < 10; ++i) {
      const std::uint64_t at = log.column_begin[k] + i;
      handed_over += !masks_meet(log.column_mask[at], log.column_mask[at + 1]);
    }
  }
  CHECK(handed_over > 1'000);

  // No pair, linked or not, has anything from such an address, and without times some would be linked by one.
  std::uint64_t only_by_handing_over = 0;
  for (std::uint64_t at = 0; at < untimed.links.num_links(); ++at) {
    const std::uint32_t a = untimed.links.source[at], b = untimed.links.target[at];
    std::uint64_t apart = 0;
    for (const SharedIdentifier& shared : shared_identifiers(timed.model, log, a, b)) {
      if (shared.kind != ip || shared.reason != NoEvidence::no_time_overlap) continue;
      REQUIRE(shared.bits == 0);
      ++apart;
    }
    only_by_handing_over += apart > 0 && pair_evidence(timed.model, log, a, b) < timed.model.threshold_bits;
  }
  CHECK(only_by_handing_over > 100);
}
