/// Known accounts: the walk against a dense solve with stars written out, and what must hold of any case.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <Eigen/Dense>

#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/known_accounts.hpp>

#include "../support/groups.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

using List = std::vector<std::uint32_t>;

const auto kKinds = kinds_named({"payment", "device", "ip", "template"});

Case random_case(std::uint64_t seed) {
  const RandomLog log = random_log(seed);
  return detect(incidence_of(log.rows, log.kinds), {.linkage = {.margin_bits = 0.1, .star_size = 2}});
}

/// Accounts drawn from a case: every third is confirmed, every fifth cleared, from `first` on.
List every(std::uint32_t accounts, std::uint32_t first, std::uint32_t step) {
  List list;
  for (std::uint32_t account = first; account < accounts; account += step) list.push_back(account);
  return list;
}

/// Every weight between two vertices, accounts then clusters, by the definition in the header.
Eigen::MatrixXd dense_weights(const Case& result) {
  const LinkGraph& links = result.links;
  const std::uint32_t accounts = result.incidence.num_accounts();
  const auto size = static_cast<Eigen::Index>(accounts + result.clusters.size());
  Eigen::MatrixXd between = Eigen::MatrixXd::Zero(accounts, accounts), weight = Eigen::MatrixXd::Zero(size, size);
  for (std::uint64_t link = 0; link < links.num_links(); ++link) {
    const std::uint32_t a = links.star_centre[links.source[link]], b = links.star_centre[links.target[link]];
    between(a, b) = between(b, a) = to_bits(links.bits[link] - links.prior_bits);
  }
  for (std::uint32_t a = 0; a < accounts; ++a) {
    for (std::uint32_t b = 0; b < accounts; ++b) {
      if (a != b) weight(a, b) = between(links.star_centre[a], links.star_centre[b]);
    }
  }
  for (std::size_t c = 0; c < result.clusters.size(); ++c) {
    const Cluster& cluster = result.clusters[c];
    const double prior = to_bits(std::max(0, result.model.prior_bits - log2_fixed(cluster.members.size() - 1)));
    for (std::size_t m = 0; m < cluster.members.size(); ++m) {
      const auto at = static_cast<Eigen::Index>(accounts + c);
      weight(cluster.members[m], at) = weight(at, cluster.members[m]) = std::max(0.0, cluster.member_bits[m] - prior);
    }
  }
  return weight;
}

/// The chance of every vertex's walk to end in `ends`.
Eigen::VectorXd dense_chances(const Eigen::MatrixXd& weight, const List& ends, double damping) {
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(weight.rows(), weight.rows());
  Eigen::VectorXd right = Eigen::VectorXd::Zero(weight.rows());
  for (const std::uint32_t account : ends) right[account] = 1;
  for (Eigen::Index v = 0; v < weight.rows(); ++v) {
    const double degree = weight.row(v).sum();
    if (degree == 0) continue;
    system.row(v) -= damping / degree * weight.row(v);
    right[v] *= 1 - damping;
  }
  return system.partialPivLu().solve(right);
}

std::vector<double> all_bits(const KnownAccounts& known) {
  std::vector<double> bits = known.account_bits;
  bits.insert(bits.end(), known.cluster_bits.begin(), known.cluster_bits.end());
  return bits;
}

/// Two rings of two operators, and everybody else.
Case two_rings() {
  std::vector<Row> rows = ring_rows(40);
  const std::vector<Row> other = ring_rows(40, "s");
  rows.insert(rows.end(), other.begin(), other.end());
  add_strangers(rows, 5'000, kKinds);
  return detect(incidence_of(rows, kKinds));
}

}  // namespace

TEST_CASE("chances are those of a dense solve with every star written out") {
  std::size_t stars = 0, clusters = 0, moved = 0;
  for (std::uint64_t seed = 101; seed < 301; ++seed) {
    CAPTURE(seed);
    const Case result = random_case(seed);
    const std::uint32_t accounts = result.incidence.num_accounts();
    const List confirmed = every(accounts, 0, 3), cleared = every(accounts, 1, 6);
    const double damping = seed % 4 == 0 ? 0.3 : 0.85;
    const KnownAccounts known = propagate_known(result, confirmed, cleared, {.damping = damping});
    const Eigen::MatrixXd weight = dense_weights(result);
    const Eigen::VectorXd yes = dense_chances(weight, confirmed, damping), no = dense_chances(weight, cleared, damping);
    const double chance = std::exp2(-to_bits(result.model.prior_bits));
    const std::vector<double> bits = all_bits(known);
    REQUIRE(bits.size() == static_cast<std::size_t>(yes.size()));
    for (std::size_t v = 0; v < bits.size(); ++v) {
      const auto at = static_cast<Eigen::Index>(v);
      REQUIRE(bits[v] == doctest::Approx(std::log2((yes[at] + chance) / (no[at] + chance))).epsilon(1e-6));
      moved += bits[v] != 0 && v >= accounts;
    }
    clusters += result.clusters.size();
    for (std::uint32_t a = 0; a < accounts; ++a) stars += result.links.star_centre[a] != a;
  }
  CHECK(stars > 20);
  CHECK(clusters > 50);
  CHECK(moved > 20);
}

TEST_CASE("without known accounts nothing moves; lists exchanged, every sign is; confirming lowers nobody") {
  for (std::uint64_t seed = 201; seed < 231; ++seed) {
    CAPTURE(seed);
    const Case result = random_case(seed);
    const std::uint32_t accounts = result.incidence.num_accounts();
    for (const double bits : all_bits(propagate_known(result, {}, {}))) REQUIRE(bits == 0);
    List confirmed = every(accounts, 0, 4);
    const List cleared = every(accounts, 1, 4);
    const std::vector<double> one = all_bits(propagate_known(result, confirmed, cleared));
    const std::vector<double> other = all_bits(propagate_known(result, cleared, confirmed));
    for (std::size_t v = 0; v < one.size(); ++v) REQUIRE(one[v] == doctest::Approx(-other[v]));
    confirmed.push_back(2);
    const std::vector<double> more = all_bits(propagate_known(result, confirmed, cleared));
    const double most = to_bits(result.model.prior_bits) + 1;
    for (std::size_t v = 0; v < one.size(); ++v) {
      REQUIRE(more[v] >= one[v] - 1e-6);
      REQUIRE(std::abs(more[v]) <= most);
    }
  }
}

TEST_CASE("it converges, says how well, and gives the same bytes on any number of threads") {
  const Case result = two_rings();
  const List confirmed = {accounts_like(result.incidence, "r")[0]},
             cleared = {accounts_like(result.incidence, "s1")[0]};
  const KnownAccounts known = propagate_known(result, confirmed, cleared);
  CHECK(known.residual <= 1e-9);
  CHECK(known.iterations > 10);
  CHECK(known.iterations <= 129);
  const List repeated = {confirmed[0], confirmed[0]};
  for (const int threads : {1, 7}) {
    support::Threads(threads).run(
        [&] { CHECK(propagate_known(result, repeated, cleared).account_bits == known.account_bits); });
  }
  const KnownAccounts still = propagate_known(result, confirmed, cleared, {.damping = 0});
  CHECK(std::count_if(still.account_bits.begin(), still.account_bits.end(), [](double bits) { return bits != 0; }) ==
        2);
}

TEST_CASE("a confirmed account lifts its cluster, a cleared one sinks it; strangers stay") {
  const Case result = two_rings();
  const List r = accounts_like(result.incidence, "r"), s = accounts_like(result.incidence, "s1");
  REQUIRE(result.clusters.size() >= 2);
  const KnownAccounts known = propagate_known(result, List{r[0]}, List{s[0]});
  CHECK(known.cluster_bits[result.cluster_of[r[0]]] > 3);
  CHECK(known.cluster_bits[result.cluster_of[s[0]]] < -3);
  CHECK(known.account_bits[r[1]] > 0);
  CHECK(known.account_bits[accounts_like(result.incidence, "stranger").front()] == 0);

  // Whichever ring stands second is lifted to the first place; everything else about it stays.
  const std::uint32_t second = result.clusters[1].members[0];
  const Table table = reranked_table(result, propagate_known(result, List{second}, {}));
  const auto numbers = [&](const char* name) { return std::get<std::vector<std::int64_t>>(table.find(name)->values); };
  CHECK(numbers("rank_before")[0] == 2);
  CHECK(numbers("confirmed")[0] == 1);
  CHECK(std::get<std::vector<double>>(table.find("score")->values)[0] == result.clusters[1].score);
  const auto before = numbers("rank_before");
  CHECK(std::set<std::int64_t>(before.begin(), before.end()).size() == result.clusters.size());
}

TEST_CASE("all accounts known, none, or none at all") {
  const Case result = random_case(101);
  const List all = every(result.incidence.num_accounts(), 0, 1);
  const KnownAccounts known = propagate_known(result, all, {});
  for (const double bits : known.account_bits) CHECK(bits > 0);
  CHECK(known.residual <= 1e-9);
  const Case empty = detect(incidence_of({}, kKinds));
  CHECK(propagate_known(empty, {}, {}).account_bits.empty());
}

TEST_CASE("an account on both lists, an account that is none, options out of range") {
  const Case result = random_case(102);
  CHECK_THROWS_AS(propagate_known(result, List{1, 2}, List{2}), std::invalid_argument);
  CHECK_THROWS_AS(propagate_known(result, List{1'000'000}, {}), std::invalid_argument);
  CHECK_THROWS_AS(propagate_known(result, {}, {}, {.damping = 1}), std::invalid_argument);
  CHECK_THROWS_AS(propagate_known(result, {}, {}, {.damping = std::numeric_limits<double>::quiet_NaN()}),
                  std::invalid_argument);
  CHECK_THROWS_AS(propagate_known(result, {}, {}, {.tolerance = 0}), std::invalid_argument);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(propagate_known(result, List{1}, {}, {}, {.stop = stop.get_token()}), Cancelled);
}
