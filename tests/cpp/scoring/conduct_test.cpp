/// What members do, against what accounts in no cluster do: each figure against a slow twin, and each trait by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <accountgraph/scoring/conduct.hpp>
#include <accountgraph/scoring/score.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});
constexpr std::int64_t kMicrosADay = std::int64_t{86'400} * 1'000'000;

struct Scene {
  Incidence incidence;
  EvidenceModel model;
  std::vector<std::uint32_t> members;
  Background background;
  Habits habits;
  ClusterUse use;

  /// Members are the accounts whose name begins with r; nobody else is in a cluster.
  explicit Scene(const std::vector<Row>& rows)
      : incidence(incidence_of(rows, kKinds)), model(evidence_model(incidence)) {
    members = accounts_like(incidence, "r");
    std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
    for (const std::uint32_t member : members) cluster_of[member] = 0;
    background = background_use(incidence, model, cluster_of);
    habits = habits_of(incidence, model, background);
    use = cluster_use(incidence, members);
  }
  Conduct conduct() const { return conduct_of(incidence, model, background, habits, use); }
};

/// Accounts with lives of some days, bursts of work and tasks of their own now and then; of the members more alike.
std::vector<Row> drawn_rows(std::uint64_t seed) {
  const CounterRandom random(seed);
  std::uint64_t draw = 0;
  const auto below = [&](int bound) {
    return static_cast<int>(random.below(static_cast<std::uint64_t>(bound), 1, draw++));
  };
  std::vector<Row> rows;
  for (int account = 0; account < 60; ++account) {
    const bool member = account < 5 + static_cast<int>(seed % 20);
    const std::string name = (member ? "r" : "s") + std::to_string(account);
    const int first = below(3) == 0 ? 0 : member ? 10 + below(4) : below(40);
    const int sessions = 1 + below(60), night = below(member ? 5 : 2) > 0 ? 24 : 12, task = below(4);
    for (int session = 0; session < sessions; ++session) {
      const int day = session == 0 ? first : first + below(20);
      const std::string prompt = day < first + 7 ? "task" + std::to_string(below(40))
                                 : member        ? "own" + std::to_string(task)
                                                 : "task" + std::to_string(4 + below(8));
      rows.push_back({name, day, {{"template", prompt}}, below(night) * 3'600 + below(3'600)});
    }
  }
  return rows;
}

double share_with_others(double some, double all, double others) { return (some + 2 * others) / (all + 2); }

/// The same by maps, all pairs and one formula after the other.
struct SlowConduct {
  const Scene& scene;
  const Incidence& in = scene.incidence;
  std::vector<std::uint32_t> others;

  explicit SlowConduct(const Scene& given) : scene(given) {
    for (std::uint32_t a = 0; a < in.num_accounts(); ++a) {
      if (std::find(scene.members.begin(), scene.members.end(), a) == scene.members.end()) others.push_back(a);
    }
  }
  bool came(std::uint32_t a) const {
    return in.account_first[a] - *std::min_element(in.account_first.begin(), in.account_first.end()) >= 3 * kMicrosADay;
  }

  static std::pair<double, double> near_pairs(const std::vector<std::int64_t>& moments, std::int64_t window) {
    double near = 0, all = 0;
    for (std::size_t i = 0; i < moments.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j, ++all) near += std::llabs(moments[i] - moments[j]) <= window;
    }
    return {near, all};
  }
  std::pair<double, double> bursts(const std::vector<std::uint32_t>& accounts) const {
    std::vector<std::int64_t> arrivals;
    for (const auto a : accounts) {
      if (came(a)) arrivals.push_back(in.account_first[a]);
    }
    const double count = static_cast<double>(accounts.size());
    return {near_pairs(arrivals, 2 * kMicrosADay).first, count * (count - 1) / 2};
  }
  double burst() const {
    const auto [near, all] = bursts(others);
    const double habit = (near + 1) / (all + 1);
    const auto [mine, pairs] = bursts(scene.members);
    return std::max(0.0, std::log2(share_with_others(mine, pairs, habit) / habit));
  }

  /// 1 = has it, 0 = has it not, -1 = cannot be told.
  int pauseless(std::uint32_t a) const {
    const auto sessions = in.sessions.of(a);
    if (sessions.size() < 24) return -1;
    for (std::uint32_t start = 0; start < 24; ++start) {
      std::size_t inside = 0;
      for (const Session session : sessions) inside += (session.first / 3'600 + 48 - start) % 24 < 6;
      if (12 * inside < sessions.size()) return 0;
    }
    return 1;
  }
  int rampless(std::uint32_t a) const {
    const auto sessions = in.sessions.of(a);
    if (!came(a) || sessions.size() < 12) return -1;
    const std::uint32_t first = sessions.front().first, days = sessions.back().first - first;
    if (days < 8 * 86'400) return -1;
    std::size_t early = 0;
    for (const Session session : sessions) early += session.first <= first + days / 3;
    return 3 * early >= sessions.size();
  }
  template <class Trait>
  double unlike(Trait trait) const {
    double some = 1, all = 1;
    for (const auto a : others) {
      some += trait(a) == 1;
      all += trait(a) >= 0;
    }
    const double habit = some / all;
    some = all = 0;
    for (const auto a : scene.members) {
      some += trait(a) == 1;
      all += trait(a) >= 0;
    }
    const double share = share_with_others(some, all, habit);
    if (share <= habit) return 0;
    const double rest = share >= 1 ? 0 : (1 - share) * std::log2((1 - share) / (1 - habit));
    return all / static_cast<double>(scene.members.size()) * (share * std::log2(share / habit) + rest);
  }

  std::vector<std::int64_t> turned(std::uint32_t k, const std::vector<std::uint32_t>& accounts) const {
    std::vector<std::int64_t> moments;
    for (const auto a : accounts) {
      for (auto entry = in.row_begin[a]; entry < in.row_begin[a + 1]; ++entry) {
        if (in.entry_identifier[entry] != k) continue;
        if (in.entry_first[entry] - in.account_first[a] >= 2 * kMicrosADay) moments.push_back(in.entry_first[entry]);
      }
    }
    return moments;
  }
  std::pair<double, double> together(const std::vector<std::uint32_t>& accounts, bool own) const {
    double share = 0, users = 0;
    for (std::uint32_t k = in.kind_begin[3]; k < in.kind_begin[4]; ++k) {
      const auto holders = in.accounts_of(k);
      const auto held = std::count_if(holders.begin(), holders.end(), [&](auto a) {
        return std::find(accounts.begin(), accounts.end(), a) != accounts.end();
      });
      if (held < 2 || (own && 2 * held < std::ssize(holders))) continue;
      const auto moments = turned(k, accounts);
      if (moments.size() < 2) continue;
      const auto [near, pairs] = near_pairs(moments, kMicrosADay);
      share += static_cast<double>(moments.size()) * near / pairs;
      users += static_cast<double>(moments.size());
    }
    return {share, users};
  }
  double retargeting() const {
    const auto [theirs, users] = together(others, false);
    const double habit = (theirs + 1) / (users + 1);
    const auto [mine, of] = together(scene.members, true);
    return std::max(0.0, std::log2(share_with_others(mine, of, habit) / habit));
  }

  double volume() const {
    std::vector<std::uint64_t> events;
    for (const auto a : others) events.push_back(in.account_events[a]);
    std::sort(events.begin(), events.end());
    const auto share_of_bins = [&](const std::vector<std::uint32_t>& accounts, const std::vector<double>& prior) {
      std::vector<double> bins = prior;  // ten observations
      for (const auto a : accounts) {
        std::size_t bin = 0;
        while (bin < 9 && in.account_events[a] >= events[(bin + 1) * events.size() / 10]) ++bin;
        ++bins[bin];
      }
      for (double& bin : bins) bin /= static_cast<double>(accounts.size()) + 10;
      return bins;
    };
    const std::vector<double> theirs = share_of_bins(others, std::vector<double>(10, 1.0));
    std::vector<double> prior = theirs;
    for (double& bin : prior) bin *= 10;
    const std::vector<double> mine = share_of_bins(scene.members, prior);
    double sum = 0;
    for (std::size_t bin = 0; bin < 10; ++bin) sum += mine[bin] * std::log2(mine[bin] / theirs[bin]);
    return sum;
  }

  double tasking() const {
    std::map<std::uint32_t, double> used, outside;
    double mine = 0, theirs = 0;
    for (std::uint32_t a = 0; a < in.num_accounts(); ++a) {
      const bool member = std::find(scene.members.begin(), scene.members.end(), a) != scene.members.end();
      for (const auto k : in.identifiers_of(a)) {
        if (in.kind_of(k) != 3) continue;
        ++(member ? used : outside)[k];
        ++(member ? mine : theirs);
      }
    }
    double sum = 0;
    for (const auto& [k, count] : used) {
      const double bits = std::log2(count / mine) - std::log2((outside[k] + 1) / (theirs + 1));
      if (count >= 2 && bits >= 3) sum += count * bits;
    }
    return mine == 0 ? 0 : sum / mine;
  }
};

/// 40 people, each of whom comes on a day of its own, works at day for a month and asks for something of its own. Two and two pass a
/// prompt on.
std::vector<Row> people() {
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    for (int day = 0; day < 30; ++day) {
      rows.push_back(
          {"s" + std::to_string(i), i + day, {{"template", "own" + std::to_string(i)}}, 3'600 * (9 + day % 8)});
    }
    rows.push_back({"s" + std::to_string(i), i + 10 + 5 * (i % 2), {{"template", "hint" + std::to_string(i / 2)}}});
  }
  return rows;
}

}  // namespace

TEST_CASE("every figure is that of a slow twin") {
  int bursts = 0, pauseless = 0, turned = 0, rampless = 0, tasked = 0;
  for (std::uint64_t seed = 101; seed < 161; ++seed) {
    CAPTURE(seed);
    const Scene scene(drawn_rows(seed));
    const Conduct conduct = scene.conduct();
    const SlowConduct slow(scene);
    CHECK(conduct.burst == doctest::Approx(slow.burst()));
    CHECK(conduct.no_pause == doctest::Approx(slow.unlike([&](auto a) { return slow.pauseless(a); })));
    CHECK(conduct.no_ramp_up == doctest::Approx(slow.unlike([&](auto a) { return slow.rampless(a); })));
    CHECK(conduct.retargeting == doctest::Approx(slow.retargeting()));
    CHECK(conduct.volume == doctest::Approx(slow.volume()));
    CHECK(conduct.tasking == doctest::Approx(slow.tasking()).epsilon(.01));  // bits are multiples of 1/1024
    bursts += conduct.burst > 0;
    pauseless += conduct.no_pause > 0;
    turned += conduct.retargeting > 0;
    rampless += conduct.no_ramp_up > 0;
    tasked += conduct.tasking > 0;
  }
  for (const int seen : {bursts, pauseless, turned, rampless, tasked}) CHECK(seen > 5);
}

TEST_CASE("habits and conduct are the same on any number of threads") {
  std::vector<Row> rows;
  for (std::uint64_t seed = 201; seed < 251; ++seed) {
    for (Row& row : drawn_rows(seed)) {
      row.account += "-" + std::to_string(seed);
      for (auto& [kind, value] : row.values) value += std::to_string(seed);
      rows.push_back(std::move(row));
    }
  }
  const Scene scene(rows);
  REQUIRE(scene.incidence.num_accounts() > 2'048);
  const Conduct conduct = scene.conduct();
  for (const int threads : {1, 5}) {
    support::Threads(threads).run([&] {
      const Habits again = habits_of(scene.incidence, scene.model, scene.background);
      CHECK(again.burst == scene.habits.burst);
      CHECK(again.no_pause == scene.habits.no_pause);
      CHECK(again.retargeting == scene.habits.retargeting);
      CHECK(again.no_ramp_up == scene.habits.no_ramp_up);
      CHECK(again.volume == scene.habits.volume);
      CHECK(again.traits == scene.habits.traits);
      const Conduct same = scene.conduct();
      CHECK(same.retargeting == conduct.retargeting);
      CHECK(same.synchrony == conduct.synchrony);
    });
  }
}

TEST_CASE("a cluster that does what everybody does says nothing") {
  std::vector<Row> rows = people();
  for (int i = 0; i < 20; ++i) {  // every second day one of them
    for (int day = 0; day < 31; ++day) {
      rows.push_back(
          {"r" + std::to_string(i), 2 * i + day, {{"template", "task" + std::to_string(i)}}, 3'600 * (9 + day % 8)});
    }
  }
  const Conduct conduct = Scene(rows).conduct();
  CHECK(conduct.burst < .2);
  CHECK(conduct.no_pause == 0);
  CHECK(conduct.retargeting == 0);
  CHECK(conduct.tasking == 0);
  CHECK(conduct.volume < .1);  // as many events as others
}

TEST_CASE("one operator's accounts come together, never sleep and turn together") {
  std::vector<Row> rows = people();
  for (int i = 0; i < 20; ++i) {
    for (int day = 0; day < 30; ++day) {
      rows.push_back(
          {"r" + std::to_string(i), 12 + day, {{"template", day < 15 ? "old" : "new"}}, 3'600 * ((5 * day + i) % 24)});
    }
  }
  const Conduct conduct = Scene(rows).conduct();
  CHECK(conduct.burst > 3);
  CHECK(conduct.no_pause > 3);
  CHECK(conduct.retargeting > .5);
  CHECK(conduct.tasking > 4);
}

TEST_CASE("without times only tasking and volume are told") {
  std::vector<Row> rows = ring_rows(20, "r", -1);
  add_strangers(rows, 200, kKinds);
  const Conduct conduct = Scene(rows).conduct();
  CHECK(conduct.tasking > 4);
  CHECK(conduct.burst == 0);
  CHECK(conduct.synchrony == 0);
  CHECK(conduct.no_pause == 0);
  CHECK(conduct.retargeting == 0);
  CHECK(conduct.no_ramp_up == 0);
}

TEST_CASE("members with as many events as everybody say nothing, however many have the same number") {
  std::vector<Row> rows;
  for (int i = 0; i < 400; ++i) {  // half of all have one event
    for (int event = 0; event < (i % 2 == 0 ? 1 : i); ++event)
      rows.push_back({(i < 100 ? "r" : "s") + std::to_string(i), 1 + event % 28, {{"ip", "home" + std::to_string(i)}}});
  }
  for (Row& row : rows) row.day = -1;
  const Scene scene(rows);
  const SlowConduct slow(scene);
  CHECK(scene.conduct().volume == doctest::Approx(slow.volume()));
  std::vector<Row> alike;
  for (int i = 0; i < 400; ++i)
    alike.push_back({(i < 100 ? "r" : "s") + std::to_string(i), -1, {{"ip", std::to_string(i)}}});
  CHECK(Scene(alike).conduct().volume < .1);
}

TEST_CASE("what the user allows is no tasking and no turning") {
  std::vector<Row> rows = people();
  for (int i = 0; i < 20; ++i) {
    for (int day = 0; day < 30; ++day)
      rows.push_back({"r" + std::to_string(i), 12 + day, {{"template", day < 15 ? "old" : "new"}}});
  }
  Scene scene(rows);
  CHECK(scene.conduct().retargeting > .5);
  for (std::uint32_t k = 0; k < scene.incidence.num_identifiers(); ++k) {
    if (scene.incidence.identifiers[k] == "old" || scene.incidence.identifiers[k] == "new")
      scene.model.identifier_reason[k] = NoEvidence::allowed;
  }
  CHECK(scene.conduct().retargeting == 0);
  CHECK(scene.conduct().tasking == 0);
}

TEST_CASE("everybody in clusters leaves nothing to compare with") {
  const Scene scene(ring_rows(20));
  const Conduct conduct = scene.conduct();
  CHECK(conduct.volume == 0);
  for (const double figure : {conduct.tasking, conduct.burst, conduct.no_pause, conduct.retargeting, conduct.volume}) {
    CHECK(std::isfinite(figure));
    CHECK(figure >= 0);
  }
}

TEST_CASE("a lawful shape does not explain sessions in step") {
  const auto score_of = [](bool in_step) {
    std::vector<Row> rows;
    const CounterRandom random(5);
    for (int i = 0; i < 20; ++i) {  // one card for all, devices and addresses of their own
      const std::string name = "r" + std::to_string(i);
      rows.push_back(
          {name, 0, {{"payment", "card"}, {"device", "d" + name}, {"ip", "a" + name}, {"template", "t" + name}}});
      for (int day = 1; day < 30; ++day) {
        const auto at =
            random.below(80'000, static_cast<std::uint64_t>(in_step ? 1 : 2 + i), static_cast<std::uint64_t>(day));
        rows.push_back({name, day, {}, static_cast<int>(at) + i});
      }
    }
    for (int i = 0; i < 20'000; ++i) {
      rows.push_back({"s" + std::to_string(i), i % 30, {{"ip", "home" + std::to_string(i)}}, i * 37 % 86'400});
    }
    const Incidence incidence = incidence_of(rows, kKinds);
    const std::vector<std::vector<std::uint32_t>> groups = {accounts_like(incidence, "r")};
    const Cluster cluster = score_clusters(incidence, evidence_model(incidence), groups).at(0);
    CHECK(cluster.archetype == Archetype::reseller);
    CHECK_FALSE(cluster.flagged);
    return cluster.score;
  };
  CHECK(score_of(true) > score_of(false) + 5);
}
