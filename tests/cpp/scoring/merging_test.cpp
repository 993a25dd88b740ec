/// Fragments that are merged and groups that are not, and every verdict against a slow twin in doubles.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/scoring/membership.hpp>
#include <accountgraph/scoring/merging.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

using Values = std::vector<std::pair<std::string, std::string>>;

Row use_of(const std::string& account, Values values) { return {account, 10, std::move(values)}; }

/// Clusters, each the accounts whose ids begin with one of the prefixes, among 5,000 strangers.
struct Scene {
  Incidence incidence;
  EvidenceModel model;
  std::vector<std::uint32_t> cluster_of;
  std::vector<std::vector<std::uint32_t>> members;
  Background background;

  Scene(std::vector<Row> rows, std::initializer_list<const char*> clusters, const std::vector<Kind>& kinds = kKinds) {
    add_strangers(rows, 5'000, kinds);
    incidence = incidence_of(rows, kinds);
    model = evidence_model(incidence);
    cluster_of.assign(incidence.num_accounts(), kNone);
    for (const char* prefix : clusters) {
      for (const std::uint32_t a : accounts_like(incidence, prefix))
        cluster_of[a] = static_cast<std::uint32_t>(members.size());
      members.push_back(accounts_like(incidence, prefix));
    }
    background = background_use(incidence, model, cluster_of);
  }
  std::uint32_t num_clusters() const { return static_cast<std::uint32_t>(members.size()); }
  /// The verdict on the first two clusters.
  ClusterPair judged() const {
    std::vector<ClusterUse> uses = {cluster_use(incidence, members[0]), cluster_use(incidence, members[1])};
    if (uses[0].size > uses[1].size) std::swap(uses[0], uses[1]);
    return judge_clusters(incidence, model, background, uses[0], uses[1], {});
  }
  std::vector<std::uint32_t> merged() const {
    return merge_clusters(incidence, model, background, cluster_of, num_clusters());
  }
};

/// 49 accounts of which any two share at most one of a card, a device, an address and a template (lines of the plane over seven
/// elements), named by the half they are in, p or q. With seven of each, every account shares something with half of the others.
std::vector<Row> code_rows(const std::string& name = "") {
  std::vector<Row> rows;
  for (int word = 0; word < 49; ++word) {
    const int x = word / 7, y = word % 7;
    const auto one_of = [&](const char* kind, int number) { return name + kind + std::to_string(number % 7); };
    rows.push_back(
        use_of((word % 2 == 0 ? "p" : "q") + name + std::to_string(word), {{"payment", one_of("card", x)},
                                                                           {"device", one_of("fp", y)},
                                                                           {"ip", one_of("exit", x + y)},
                                                                           {"template", one_of("task", x + 2 * y)}}));
  }
  return rows;
}

/// Two customers of one operator: own cards and tasks (unless `one_tasking`), devices and addresses in common; of each two accounts
/// in forty do the other's tasks.
std::vector<Row> customers(bool one_tasking) {
  std::vector<Row> rows;
  for (const char* name : {"a", "b"}) {
    const auto task = [&](bool own, int i) {
      const bool a = own == (name[0] == 'a');
      return std::string(one_tasking ? "" : a ? "a" : "b") + "task" + std::to_string(i % 4);
    };
    for (int i = 0; i < 40; ++i) {
      const std::string account = name + std::to_string(i);
      rows.push_back(use_of(account, {{"payment", name + std::string("card") + std::to_string(i / 4)},
                                      {"device", "fp" + std::to_string(i % 10)},
                                      {"ip", "exit" + std::to_string(i % 8)},
                                      {"template", task(true, i)}}));
      for (int other = 0; i < 2 && other < 4; ++other)
        rows.push_back(use_of(account, {{"template", task(false, other)}}));
    }
  }
  return rows;
}

// ------------------------------------------------------------------ the twin

/// A common identifier as the definition has it.
struct Shared {
  std::uint32_t identifier, kind;
  double of_smaller, bits;
  std::vector<std::uint32_t> holders[2];
};

struct Verdict {
  double bits = 0;
  bool merges = false;
  bool close = false;  ///< some figure is so near to what it is compared with that rounding decides
};

class Twin {
 public:
  Twin(const Incidence& incidence, const EvidenceModel& model, const Background& background,
       const std::vector<std::uint32_t>& smaller, const std::vector<std::uint32_t>& larger)
      : incidence_(incidence), model_(model), background_(background) {
    clusters_[0] = {smaller.begin(), smaller.end()};
    clusters_[1] = {larger.begin(), larger.end()};
    for (int side = 0; side < 2; ++side) {
      entries_[side].resize(incidence.num_kinds());
      for (const std::uint32_t a : clusters_[side]) {
        for (std::uint64_t at = incidence.row_begin[a]; at < incidence.row_begin[a + 1]; ++at) {
          const std::uint32_t k = incidence.entry_identifier[at];
          if (incidence.placeholder[k]) continue;
          ++entries_[side][incidence.kind_of(k)];
          held_[side][k].push_back(a);
          mask_[side][k] |= incidence.mask_of(at);
        }
      }
    }
    for (const auto& [k, mine] : held_[0]) {
      const NoEvidence reason = model.identifier_reason[k];
      if (!held_[1].contains(k) || (reason != NoEvidence::carries && reason != NoEvidence::common)) continue;
      const std::uint32_t kind = incidence.kind_of(k);
      if (incidence.kinds[kind].moves && !masks_meet(mask_[0][k], mask_[1][k])) continue;
      const double bits = bits_of(1, k, static_cast<double>(mine.size()), entries_[0][kind]);
      close_ = close_ || std::abs(bits - 3) < .01;
      if (bits >= 3) shared_.push_back({k, kind, static_cast<double>(mine.size()), bits, {mine, held_[1][k]}});
    }
  }

  Verdict verdict() {
    const auto stands = [&](auto left_out) {
      const Verdict found = evidence(left_out);
      close_ = close_ || found.close;
      return found.merges;
    };
    Verdict all = evidence([](const Shared&) { return false; });
    if (all.merges) {
      for (const Shared& one : shared_)
        all.merges = stands([&](const Shared& s) { return s.identifier == one.identifier; }) && all.merges;
      for (const auto& cluster : clusters_) {
        for (const std::uint32_t a : cluster) {
          all.merges = stands([&](const Shared& s) {
                         return s.holders[0] == std::vector{a} || s.holders[1] == std::vector{a};
                       }) &&
                       all.merges;
        }
      }
      all.merges = all.merges && one_tasking();
    }
    std::set<std::uint32_t> sole;
    for (const Shared& one : shared_) {
      for (const auto& holders : one.holders) {
        if (holders.size() == 1) sole.insert(holders[0]);
      }
    }
    all.close = all.close || close_ || shared_.size() > 64 || sole.size() > 16;  // more are not tried
    return all;
  }
  std::size_t shared() const { return shared_.size(); }

 private:
  double bits_of(int side, std::uint32_t k, double left_out_holders, double left_out_entries) {
    const std::uint32_t kind = incidence_.kind_of(k);
    const double c = static_cast<double>(held_[side][k].size()), e = entries_[side][kind];
    const double d = static_cast<double>(incidence_.accounts_of(k).size());
    const double outside = (d - c - left_out_holders + 1) /
                           (std::max(0.0, static_cast<double>(model_.kinds[kind].entries) - e - left_out_entries) + 1);
    const double others = (background_.users[k] + 1.0) / (static_cast<double>(background_.entries[kind]) + 1);
    return std::log2(c / e / std::min(outside, others));
  }

  template <class LeftOut>
  Verdict evidence(LeftOut left_out) const {
    const std::size_t kinds = incidence_.num_kinds();
    std::vector<double> drawn(kinds), plain(kinds), held(kinds), best(kinds);
    for (const Shared& one : shared_) {
      if (!left_out(one)) drawn[one.kind] += one.of_smaller;
    }
    Verdict found;
    std::size_t identifiers = 0;
    for (const Shared& one : shared_) {
      if (left_out(one)) continue;
      const double lambda = drawn[one.kind] / entries_[0][one.kind];
      const double against = lambda == 1 ? 0 : (1 - lambda) / lambda * std::log2(1 - lambda);
      const double bits = one.bits + std::log2(lambda) + against;
      if (std::abs(bits) < .02) found.close = true;
      if (bits <= 0) continue;
      ++identifiers;
      plain[one.kind] += bits;
      held[one.kind] += std::min(bits, to_bits(model_.kinds[one.kind].cap_bits) * model_.single_soft);
      best[one.kind] = std::max(best[one.kind], bits);
    }
    const auto total = [&](auto share) {
      std::vector<double> family(model_.families.size());
      for (std::size_t t = 0; t < kinds; ++t)
        family[model_.kinds[t].family] += std::min(share(t), to_bits(model_.kinds[t].cap_bits));
      double sum = 0;
      for (std::size_t f = 0; f < family.size(); ++f) sum += std::min(family[f], to_bits(model_.families[f].cap_bits));
      return std::pair(sum, family);
    };
    const auto hard = [&](std::size_t t) { return model_.capped ? (plain[t] + 3 * best[t]) / 4 : plain[t]; };
    const double hard_bits = total([&](std::size_t t) { return incidence_.kinds[t].soft ? 0 : hard(t); }).first;
    const bool limited = hard_bits < to_bits(model_.hard_needed_bits);
    const auto [sum, family] = total([&](std::size_t t) {
      return !incidence_.kinds[t].soft ? hard(t) : limited ? held[t] : plain[t];
    });
    found.bits = sum;
    const double needed =
        std::max(0.0, std::log2(static_cast<double>(model_.population) / static_cast<double>(clusters_[1].size()))) + 4;
    const auto near = [](double left, double right) { return std::abs(left - right) < .05; };
    found.close = found.close || near(hard_bits, to_bits(model_.hard_needed_bits)) || near(sum, needed);
    bool content = true;
    std::size_t given = 0;
    for (std::size_t f = 0; f < family.size(); ++f) {
      found.close = found.close || near(family[f], 3);
      given += family[f] >= 3;
      if (model_.families[f].name == "content") content = family[f] >= 3;
    }
    found.merges = sum >= needed && content && given >= 2 && !(model_.capped && limited && identifiers < 4);
    return found;
  }

  bool one_tasking() {
    const auto used = [&](int side, std::uint32_t k) {
      const auto entry = held_[side].find(k);
      return entry != held_[side].end() && entry->second.size() >= 2 &&
             entry->second.size() * 10 >= clusters_[side].size();
    };
    const auto share = [&](int side, bool in_common) {
      std::set<std::uint32_t> reached;
      for (const auto& [k, holders] : held_[side]) {
        if (incidence_.kinds[incidence_.kind_of(k)].family != "content" || !used(side, k)) continue;
        if (in_common && !used(1 - side, k)) continue;
        const double bits = bits_of(side, k, 0, 0);
        close_ = close_ || std::abs(bits - 3) < .01;
        if (bits >= 3) reached.insert(holders.begin(), holders.end());
      }
      return static_cast<double>(reached.size()) / static_cast<double>(clusters_[side].size());
    };
    if (share(0, false) < .5 || share(1, false) < .5) return true;
    return share(0, true) >= .5 && share(1, true) >= .25;
  }

  const Incidence& incidence_;
  const EvidenceModel& model_;
  const Background& background_;
  std::set<std::uint32_t> clusters_[2];
  std::vector<double> entries_[2];
  std::map<std::uint32_t, std::vector<std::uint32_t>> held_[2];
  std::map<std::uint32_t, std::uint64_t> mask_[2];
  std::vector<Shared> shared_;
  bool close_ = false;
};

void check_against_twin(const Scene& scene) {
  std::vector<std::vector<std::uint32_t>> members = {scene.members[0], scene.members[1]};
  if (members[0].size() > members[1].size()) std::swap(members[0], members[1]);
  Twin twin(scene.incidence, scene.model, scene.background, members[0], members[1]);
  const Verdict expected = twin.verdict();
  const ClusterPair pair = scene.judged();
  CHECK(std::abs(to_bits(pair.bits) - expected.bits) <= .05);
  if (!expected.close) CHECK(pair.merges == expected.merges);
}

/// The clusters as sets of accounts: what does not depend on their numbers.
std::set<std::vector<std::uint32_t>> sets_of(const std::vector<std::uint32_t>& cluster_of, std::uint32_t num_clusters) {
  const auto members = members_by_cluster(cluster_of, num_clusters);
  std::set<std::vector<std::uint32_t>> sets(members.begin(), members.end());
  sets.erase(std::vector<std::uint32_t>{});
  return sets;
}

/// Three rings of lines in two halves each, and two customers of one operator: eight clusters.
Scene many() {
  std::vector<Row> rows = customers(false);
  for (const char* name : {"x", "y", "z"}) {
    const std::vector<Row> ring = code_rows(name);
    rows.insert(rows.end(), ring.begin(), ring.end());
  }
  return Scene(rows, {"px", "py", "pz", "qz", "qy", "qx", "a", "b"});
}

}  // namespace

TEST_CASE("verdicts on random clusters are those of the slow twin in doubles") {
  std::size_t compared = 0, decided = 0, merging = 0, stopped = 0;
  for (std::uint64_t seed = 101; seed < 701; ++seed) {
    CAPTURE(seed);
    RandomLog log = random_log(seed);
    if (seed % 2 == 0) {
      for (Kind& kind : log.kinds) {
        if (kind.family == "family1") kind.family = "content", kind.soft = true;
      }
    }
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const EvidenceModel model = evidence_model(incidence, {.margin_bits = seed % 3 == 0 ? 4.0 : 12.0,
                                                           .population_accounts = 500ULL * incidence.num_accounts()});
    const CounterRandom random(seed);
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts());
    for (std::uint32_t a = 0; a < cluster_of.size(); ++a) {
      const auto cluster = random.below(seed % 5 == 0 ? 4 : 2, 9, a);
      cluster_of[a] = cluster > 1 ? kNone : static_cast<std::uint32_t>(cluster);
    }
    auto members = members_by_cluster(cluster_of, 2);
    if (members[0].size() >= members[1].size()) std::swap(members[0], members[1]);
    if (members[0].empty()) continue;
    const Background background = background_use(incidence, model, cluster_of);
    const ClusterPair pair = judge_clusters(incidence, model, background, cluster_use(incidence, members[0]),
                                            cluster_use(incidence, members[1]), {});
    const auto merged = merge_clusters(incidence, model, background, cluster_of, 2);
    REQUIRE((std::find(merged.begin(), merged.end(), 1) == merged.end()) == pair.merges);
    Twin twin(incidence, model, background, members[0], members[1]);
    const Verdict expected = twin.verdict();
    compared += twin.shared() > 0;
    if (!expected.close) {
      REQUIRE(std::abs(to_bits(pair.bits) - expected.bits) <= (2 + 4.0 * static_cast<double>(twin.shared())) / kBit);
      REQUIRE(pair.merges == expected.merges);
      ++decided;
      merging += pair.merges;
      stopped += pair.bits >= pair.needed && !pair.merges;
    }
  }
  CHECK(compared > 200);
  CHECK(decided > 200);
  CHECK(merging > 20);
  CHECK(stopped > 20);
}

TEST_CASE("two halves of a ring are merged, though no two of its accounts are linked") {
  const Scene scene(code_rows(), {"p", "q"});
  CHECK(link_accounts(scene.incidence, scene.model).num_links() == 0);
  CHECK(scene.judged().merges);
  check_against_twin(scene);
  const auto merged = scene.merged();
  for (std::uint32_t a = 0; a < merged.size(); ++a) REQUIRE(merged[a] == (scene.cluster_of[a] == kNone ? kNone : 0));
}

TEST_CASE("a family and a company are not merged by the one employee they have in common") {
  const auto scene_with = [](int employees) {
    std::vector<Row> rows;
    const auto work = [&](const std::string& account) {
      for (const char* task : {"task1", "task2"})
        rows.push_back(use_of(
            account, {{"payment", "company-card"}, {"device", "terminal"}, {"ip", "office"}, {"template", task}}));
    };
    for (int i = 0; i < 30; ++i) work("company" + std::to_string(i));
    for (int i = 0; i < 5; ++i) {
      const std::string account = "family" + std::to_string(i);
      rows.push_back(use_of(account, {{"payment", "family-card"}, {"device", "computer"}, {"ip", "home"}}));
      if (i < employees) work(account);
    }
    return Scene(rows, {"family", "company"});
  };
  const Scene one = scene_with(1), two = scene_with(2);
  CHECK(one.judged().bits >= one.judged().needed);
  CHECK_FALSE(one.judged().merges);
  CHECK(one.merged() == one.cluster_of);
  check_against_twin(one);
  CHECK(two.judged().merges);  // what two of them say is no accident
  check_against_twin(two);
}

TEST_CASE("nor by the one member of the larger group that lives with the smaller") {
  const auto scene_with = [](int relatives) {
    std::vector<Row> rows;
    const auto home = [&](const std::string& account) {
      for (const char* task : {"hobby1", "hobby2"})
        rows.push_back(
            use_of(account, {{"payment", "family-card"}, {"device", "computer"}, {"ip", "home"}, {"template", task}}));
    };
    for (int i = 0; i < 5; ++i) home("family" + std::to_string(i));
    for (int i = 0; i < 30; ++i) {
      rows.push_back(use_of("company" + std::to_string(i), {{"payment", "company-card"}, {"ip", "office"}}));
      if (i < relatives) home("company" + std::to_string(i));
    }
    return Scene(rows, {"family", "company"});
  };
  const Scene one = scene_with(1), two = scene_with(2);
  CHECK(one.judged().bits >= one.judged().needed);
  CHECK_FALSE(one.judged().merges);
  check_against_twin(one);
  CHECK(two.judged().merges);
  check_against_twin(two);
}

TEST_CASE("two customers on one network stay two clusters; with one tasking they are one") {
  const Scene two(customers(false), {"a", "b"}), one(customers(true), {"a", "b"});
  CHECK(two.judged().bits >= two.judged().needed);
  CHECK_FALSE(two.judged().merges);
  CHECK(two.merged() == two.cluster_of);
  check_against_twin(two);
  CHECK(one.judged().merges);
  check_against_twin(one);
}

TEST_CASE("one identifier forged on many merges nothing, nor does one copied prompt") {
  const auto scene_with = [](int cards, int prompts) {
    std::vector<Row> rows;
    for (const char* name : {"a", "b"}) {
      for (int i = 0; i < 30; ++i) {
        const std::string own = name + std::to_string(i % 6), account = name + std::to_string(i);
        rows.push_back(use_of(account, {{"payment", own}, {"device", own}, {"ip", own}}));
        for (int k = 0; k < prompts; ++k) rows.push_back(use_of(account, {{"template", "copied" + std::to_string(k)}}));
        for (int k = 0; k < cards && name[0] == 'a'; ++k)
          rows.push_back(use_of(account, {{"payment", "b" + std::to_string(k)}}));
      }
    }
    return Scene(rows, {"a", "b"});
  };
  const Scene one_card = scene_with(1, 2), one_prompt = scene_with(3, 1), several = scene_with(3, 2);
  for (const Scene* scene : {&one_card, &one_prompt, &several}) {
    CHECK(scene->judged().bits >= scene->judged().needed);
    CHECK(scene->judged().merges == (scene == &several));
    check_against_twin(*scene);
  }
}

TEST_CASE("infrastructure alone merges nothing where the run has content, and two families suffice where it has none") {
  std::vector<Row> rows = code_rows();
  for (Row& row : rows) row.values[3].second = "own task of " + row.account;
  const Scene with_content(rows, {"p", "q"});
  CHECK(with_content.judged().bits >= with_content.judged().needed);
  CHECK_FALSE(with_content.judged().merges);
  check_against_twin(with_content);
  const auto kinds = kinds_named({"payment", "device", "ip"});
  const Scene without(rows, {"p", "q"}, kinds);
  CHECK(without.judged().merges);
  check_against_twin(without);
}

TEST_CASE("in a run of one family nothing is merged") {
  std::vector<Row> rows;
  for (const char* name : {"a", "b"}) {
    for (int i = 0; i < 20; ++i) {
      for (int card = 0; card < 5; ++card)
        rows.push_back(use_of(name + std::to_string(i), {{"payment", "card" + std::to_string(card)}}));
    }
  }
  const Scene scene(rows, {"a", "b"}, kinds_named({"payment"}));
  REQUIRE_FALSE(scene.model.capped);
  CHECK(scene.judged().bits >= scene.judged().needed);
  CHECK_FALSE(scene.judged().merges);
  check_against_twin(scene);
}

TEST_CASE("a tasking that the larger cluster carries out on the side is not its own") {
  const auto scene_with = [](int on_the_side) {
    std::vector<Row> rows;
    for (const char* name : {"a", "b"}) {
      for (int i = 0; i < (name[0] == 'a' ? 20 : 40); ++i) {
        const std::string account = name + std::to_string(i), number = std::to_string(i % 5);
        rows.push_back(
            use_of(account, {{"payment", name + number}, {"device", "fp" + number}, {"ip", "exit" + number}}));
        if (name[0] == 'a' || i < on_the_side) {
          for (const char* task : {"a1", "a2"}) rows.push_back(use_of(account, {{"template", task}}));
        }
        if (name[0] == 'b') rows.push_back(use_of(account, {{"template", "b" + number}}));
      }
    }
    return Scene(rows, {"a", "b"});
  };
  const Scene little = scene_with(5), much = scene_with(12);
  CHECK(little.judged().bits >= little.judged().needed);
  CHECK_FALSE(little.judged().merges);
  CHECK(much.judged().merges);
  check_against_twin(little);
  check_against_twin(much);
}

TEST_CASE(
    "merging does not depend on the numbers of the clusters, ends at a fixed point, and is the same on any threads") {
  const Scene scene = many();
  const auto merged = scene.merged();
  const auto sets = sets_of(merged, scene.num_clusters());
  CHECK(sets.size() == 5);  // three rings, two customers
  for (const auto& members : sets) {
    for (const std::uint32_t a : members) REQUIRE(merged[a] <= scene.cluster_of[a]);
    std::uint32_t smallest = kNone;
    for (const std::uint32_t a : members) smallest = std::min(smallest, scene.cluster_of[a]);
    CHECK(merged[members[0]] == smallest);
  }
  CHECK(merge_clusters(scene.incidence, scene.model, scene.background, merged, scene.num_clusters()) == merged);
  const CounterRandom random(5);
  for (std::uint64_t trial = 0; trial < 8; ++trial) {
    std::vector<std::uint32_t> number(scene.num_clusters());
    for (std::uint32_t c = 0; c < number.size(); ++c) number[c] = c;
    for (std::uint32_t c = 1; c < number.size(); ++c) std::swap(number[c], number[random.below(c + 1, trial, c)]);
    std::vector<std::uint32_t> renamed = scene.cluster_of;
    for (std::uint32_t& cluster : renamed) {
      if (cluster != kNone) cluster = number[cluster];
    }
    CHECK(sets_of(merge_clusters(scene.incidence, scene.model, scene.background, renamed, scene.num_clusters()),
                  scene.num_clusters()) == sets);
  }
  for (const int threads : {1, 2, 5}) support::Threads(threads).run([&] { CHECK(scene.merged() == merged); });
}

TEST_CASE("fragments of a ring that are all smaller than the whole become it, round after round") {
  std::vector<Row> rows = code_rows();
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].account = std::string(1, static_cast<char>('a' + i % 6)) + "-" + std::to_string(i);
  const Scene scene(rows, {"a-", "b-", "c-", "d-", "e-", "f-"});
  const auto merged = scene.merged();
  CHECK(sets_of(merged, 6).size() == 1);
  CHECK(merge_clusters(scene.incidence, scene.model, scene.background, scene.cluster_of, 6, {.max_rounds = 0}) ==
        scene.cluster_of);
}

TEST_CASE("what two fragments have together may bring a third that neither would") {
  std::vector<Row> rows;
  const auto hold = [&](const char* name, int size, const char* what) {
    for (int i = 0; i < size; ++i)
      rows.push_back(use_of(name + std::to_string(i), {{"payment", what}, {"device", what}, {"template", what}}));
  };
  for (const char* what : {"ab1", "ab2", "ab3"}) hold("a", 10, what), hold("b", 10, what);
  hold("a", 10, "ac"), hold("b", 10, "bc");
  hold("c", 5, "ac"), hold("c", 5, "bc");
  const Scene scene(rows, {"a", "b", "c"}), apart(rows, {"a", "c"}), other(rows, {"b", "c"});
  CHECK_FALSE(apart.judged().merges);
  CHECK_FALSE(other.judged().merges);
  CHECK(sets_of(scene.merged(), 3).size() == 1);
}
