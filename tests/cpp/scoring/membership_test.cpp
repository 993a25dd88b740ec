#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/scoring/membership.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

struct Scene {
  Incidence incidence;
  EvidenceModel model;
  std::vector<std::uint32_t> ring;

  explicit Scene(std::vector<Row> more, int size = 40) {
    std::vector<Row> rows = ring_rows(size);
    rows.insert(rows.end(), more.begin(), more.end());
    add_strangers(rows, 5'000, kKinds);
    incidence = incidence_of(rows, kKinds);
    model = evidence_model(incidence);
    ring = accounts_like(incidence, "r");
  }
  std::uint32_t account(std::string_view id) const { return accounts_like(incidence, id).at(0); }
  Background background() const {
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
    for (const std::uint32_t member : ring) cluster_of[member] = 0;
    return background_use(incidence, model, cluster_of);
  }
  /// Where the accounts end when the ring is one cluster and nobody else is in any.
  std::vector<std::uint32_t> revised() const {
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
    for (const std::uint32_t member : ring) cluster_of[member] = 0;
    return revise_membership(incidence, model, background_use(incidence, model, cluster_of), cluster_of, 1);
  }
};

/// An account that shares one identifier of each given kind with the ring, each with other members.
Row rotated(const std::string& id, std::initializer_list<std::pair<std::string, std::string>> values) {
  return {id, 10, values};
}

}  // namespace

TEST_CASE("an account whose evidence is spread over many members joins; so the more do members belong") {
  const Scene scene(
      {rotated("x", {{"payment", "rcard3"}, {"device", "rfp6"}, {"ip", "raddress5"}, {"template", "rtask"}})});
  CHECK(scene.revised()[scene.account("x")] == 0);
  const ClusterUse use = cluster_use(scene.incidence, scene.ring);
  for (const std::uint32_t member : scene.ring) {
    CHECK(judge_membership(scene.incidence, scene.model, scene.background(), use, member, true, {}).belongs);
  }
}

TEST_CASE("framed accounts join nothing: one identifier, two of one kind, an address with a prompt") {
  const Scene scene({rotated("xa", {{"device", "rfp3"}}), rotated("xb", {{"payment", "rcard3"}, {"ip", "own"}}),
                     rotated("xc", {{"device", "rfp3"}}), rotated("xc", {{"device", "rfp7"}}),
                     rotated("xd", {{"ip", "raddress2"}, {"template", "rtask"}})});
  const auto revised = scene.revised();
  for (const char* id : {"xa", "xb", "xc", "xd"}) CHECK_MESSAGE(revised[scene.account(id)] == kNone, id);
}

TEST_CASE("a colleague's family is no part of the company: evidence from one member does not count") {
  const Scene scene({{"r7", 10, {{"payment", "home-card"}, {"device", "home-computer"}, {"ip", "home"}}},
                     {"wife", 10, {{"payment", "home-card"}, {"device", "home-computer"}, {"ip", "home"}}}});
  CHECK(scene.revised()[scene.account("wife")] == kNone);
}

TEST_CASE("an address used on other days than the cluster's does not count") {
  const auto joins = [](int day) {
    const Scene scene({{"x", day, {{"ip", "raddress1"}, {"template", "rtask"}, {"payment", "rcard3"}}},
                       {"x", day, {{"ip", "raddress2"}, {"device", "rfp5"}}}});
    const ClusterUse use = cluster_use(scene.incidence, scene.ring);
    return judge_membership(scene.incidence, scene.model, scene.background(), use, scene.account("x"), false, {}).bits;
  };
  CHECK(joins(10) > joins(40));
}

TEST_CASE("membership does not depend on the order in which clusters are numbered") {
  std::vector<Row> rows = ring_rows(40, "r");
  const std::vector<Row> second = ring_rows(40, "q");
  rows.insert(rows.end(), second.begin(), second.end());
  for (int i = 0; i < 30; ++i) {
    const std::string ring = i % 2 == 0 ? "r" : "q", number = std::to_string(i);
    rows.push_back({"x" + number,
                    10,
                    {{"payment", ring + "card" + std::to_string(i % 9)},
                     {"device", ring + "fp" + std::to_string(i % 8)},
                     {"ip", ring + "address" + std::to_string(i % 7)},
                     {"template", ring + "task"}}});
  }
  add_strangers(rows, 5'000, kKinds);
  const Incidence incidence = incidence_of(rows, kKinds);
  const EvidenceModel model = evidence_model(incidence);
  std::vector<std::uint32_t> one(incidence.num_accounts(), kNone), other(incidence.num_accounts(), kNone);
  for (const std::uint32_t a : accounts_like(incidence, "r")) one[a] = 0, other[a] = 1;
  for (const std::uint32_t a : accounts_like(incidence, "q")) one[a] = 1, other[a] = 0;
  const auto first = revise_membership(incidence, model, background_use(incidence, model, one), one, 2);
  const auto swapped = revise_membership(incidence, model, background_use(incidence, model, other), other, 2);
  std::size_t joined = 0;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    CHECK((first[a] == kNone) == (swapped[a] == kNone));
    if (first[a] != kNone) CHECK(first[a] != swapped[a]);
    joined += one[a] == kNone && first[a] != kNone;
  }
  CHECK(joined > 20);
}

TEST_CASE("exits that hundreds use, and prompts, let an account join and make it no core member") {
  // A dozen members also come through eight exits and copy four prompts, as thirty strangers do; one prompt is nobody else's.
  std::vector<Row> rows;
  const auto add_crowd = [&](const std::string& id) {
    for (int i = 0; i < 8; ++i) {
      rows.push_back({id, 10, {{"ip", "exit" + std::to_string(i)}, {"template", "copied" + std::to_string(i % 4)}}});
    }
  };
  for (int i = 0; i < 12; ++i) add_crowd("r" + std::to_string(i));
  for (int i = 0; i < 30; ++i) add_crowd("user" + std::to_string(i));
  for (const char* id : {"x", "xown"}) {
    add_crowd(id);
    rows.push_back({id, 11, {{"template", "rtask"}}});
  }
  rows.push_back({"xown", 12, {{"payment", "rcard3"}}});
  const Scene scene(rows);
  const ClusterUse use = cluster_use(scene.incidence, scene.ring);
  const auto judged = [&](std::uint32_t account, bool is_member) {
    return judge_membership(scene.incidence, scene.model, scene.background(), use, account, is_member, {});
  };
  const Membership passing = judged(scene.account("x"), false);
  CHECK(passing.joins);
  CHECK_FALSE(passing.belongs);
  CHECK(judged(scene.account("xown"), false).belongs);

  for (std::uint32_t account = 0; account < scene.incidence.num_accounts(); ++account) {  // the definition, by counting
    const bool is_member = std::binary_search(scene.ring.begin(), scene.ring.end(), account);
    const Membership verdict = judged(account, is_member);
    bool bound = false;
    for (const MembershipReason& reason : verdict.reasons) {
      std::size_t members = 0, others = 0;
      for (const std::uint32_t holder : scene.incidence.accounts_of(reason.identifier)) {
        others += holder != account;
        members += holder != account && std::binary_search(scene.ring.begin(), scene.ring.end(), holder);
      }
      bound = bound || (kKinds[reason.kind].family != "content" && 2 * members >= others);
    }
    REQUIRE(verdict.bound == bound);
    REQUIRE(verdict.belongs == (verdict.joins && bound));
  }
}
