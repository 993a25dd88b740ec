/// A cluster's bridges, weakest cut and betweenness against slow twins, on random links with and without stars.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <map>

#include <accountgraph/core/random.hpp>
#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/explain.hpp>

#include "../support/groups.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;

const auto kKinds = kinds_named({"payment", "device"});

/// A case of `accounts` strangers with these links; star_centre as in LinkGraph.
Case case_of(const std::map<Pair, Bits>& bits, std::vector<std::uint32_t> star_centre) {
  std::vector<Row> rows;
  add_strangers(rows, static_cast<int>(star_centre.size()), kKinds);
  Case result = detect(incidence_of(rows, kKinds));
  LinkGraph links;
  links.num_accounts = static_cast<std::uint32_t>(star_centre.size());
  links.prior_bits = kBit;
  links.star_centre = std::move(star_centre);
  for (const auto& [pair, value] : bits) {
    links.source.push_back(pair.first), links.target.push_back(pair.second), links.bits.push_back(value);
  }
  build_adjacency(links);
  result.links = std::move(links);
  return result;
}

ClusterExplanation explained(Case result, std::vector<std::uint32_t> members) {
  Cluster cluster;
  cluster.members = std::move(members);
  result.clusters = {cluster};
  return explain_cluster(result, 0);
}

/// weight[u][v] among the members, by the definition of stars; 0 = no link.
using Matrix = std::vector<std::vector<double>>;

Matrix matrix_of(const std::map<Pair, Bits>& bits, const std::vector<std::uint32_t>& centre,
                 const std::vector<std::uint32_t>& members) {
  Matrix weight(members.size(), std::vector<double>(members.size(), 0));
  for (std::size_t u = 0; u < members.size(); ++u) {
    for (std::size_t v = 0; v < members.size(); ++v) {
      const std::uint32_t a = centre[members[u]], b = centre[members[v]];
      Bits found = 0;
      for (const auto& [pair, value] : bits) {
        const bool inside = centre[pair.first] == centre[pair.second];
        if (a == b ? inside && centre[pair.first] == a : !inside && pair == Pair(std::minmax(a, b))) found = value;
      }
      if (u != v && found != 0) weight[u][v] = to_bits(found - kBit);
    }
  }
  return weight;
}

std::size_t parts(const Matrix& weight) {
  std::vector<std::size_t> label(weight.size());
  for (std::size_t u = 0; u < label.size(); ++u) label[u] = u;
  for (std::size_t round = 0; round < label.size(); ++round) {
    for (std::size_t u = 0; u < label.size(); ++u) {
      for (std::size_t v = 0; v < label.size(); ++v) {
        if (weight[u][v] > 0) label[u] = label[v] = std::min(label[u], label[v]);
      }
    }
  }
  std::sort(label.begin(), label.end());
  return static_cast<std::size_t>(std::unique(label.begin(), label.end()) - label.begin());
}

/// The links but those of u, which then is a part of its own.
Matrix without(Matrix weight, std::size_t u) {
  for (std::size_t v = 0; v < weight.size(); ++v) weight[u][v] = weight[v][u] = 0;
  return weight;
}

double cut_of(const Matrix& weight, std::uint32_t side) {
  double sum = 0;
  for (std::size_t u = 0; u < weight.size(); ++u) {
    for (std::size_t v = 0; v < weight.size(); ++v) {
      if ((side >> u & 1) != 0 && (side >> v & 1) == 0) sum += weight[u][v];
    }
  }
  return sum;
}

/// Lengths and numbers of shortest paths, by longer and longer walks.
std::vector<double> slow_betweenness(const Matrix& weight) {
  const std::size_t n = weight.size();
  std::vector<std::vector<std::size_t>> length(n, std::vector<std::size_t>(n, n));
  std::vector<std::vector<double>> paths(n, std::vector<double>(n, 0));
  for (std::size_t s = 0; s < n; ++s) {
    length[s][s] = 0, paths[s][s] = 1;
    for (std::size_t step = 0; step + 1 < n; ++step) {
      for (std::size_t u = 0; u < n; ++u) {
        for (std::size_t v = 0; v < n && length[s][u] == step; ++v) {
          if (weight[u][v] == 0 || length[s][v] <= step) continue;
          length[s][v] = step + 1;
          paths[s][v] += paths[s][u];
        }
      }
    }
  }
  std::vector<double> between(n, 0);
  for (std::size_t v = 0; v < n; ++v) {
    for (std::size_t s = 0; s < n; ++s) {
      for (std::size_t t = s + 1; t < n; ++t) {
        if (s == v || t == v || length[s][v] + length[v][t] != length[s][t] || length[s][t] == n) continue;
        between[v] += paths[s][v] * paths[v][t] / paths[s][t] / (static_cast<double>((n - 1) * (n - 2)) / 2);
      }
    }
  }
  return between;
}

}  // namespace

TEST_CASE("bridges, the weakest cut and betweenness are those of their definitions, stars put back") {
  std::size_t bridges = 0, bridge_links = 0, cuts = 0, stars = 0;
  for (std::uint64_t seed = 101; seed < 131; ++seed) {
    const CounterRandom random(seed);
    constexpr std::uint32_t kAccounts = 12;
    std::vector<std::uint32_t> centre(kAccounts), members;
    std::map<Pair, Bits> bits;
    for (std::uint32_t v = 0; v < kAccounts; ++v) {
      centre[v] = v;
      if (seed % 2 == 0 && v % 4 != 0 && random.below(2, 0, v) == 0) {  // stands behind the account 4, 8, ...
        centre[v] = v / 4 * 4;
        bits[{centre[v], v}] = 7 * kBit;
        ++stars;
      }
    }
    for (std::uint32_t e = 0; e < 14; ++e) {
      const auto a = centre[random.below(kAccounts, 1, e)], b = centre[random.below(kAccounts, 2, e)];
      if (a != b) bits[std::minmax(a, b)] = static_cast<Bits>(2 + random.below(9, 3, e)) * kBit;
    }
    for (std::uint32_t v = 0; v < kAccounts; ++v) {
      if (random.below(6, 4, v) != 0) members.push_back(v);  // some stand outside, centres too
    }
    const Matrix weight = matrix_of(bits, centre, members);
    const ClusterExplanation why = explained(case_of(bits, centre), members);

    std::vector<std::uint32_t> slow_bridges;
    std::vector<Pair> slow_links, links;
    for (std::size_t u = 0; u < members.size(); ++u) {
      if (parts(without(weight, u)) > parts(weight) + 1) slow_bridges.push_back(members[u]);
      for (std::size_t v = u + 1; v < members.size(); ++v) {
        if (weight[u][v] == 0 || centre[members[u]] == centre[members[v]]) continue;
        Matrix less = weight;
        less[u][v] = less[v][u] = 0;
        if (parts(less) > parts(weight)) slow_links.push_back(std::minmax(centre[members[u]], centre[members[v]]));
      }
    }
    std::sort(slow_links.begin(), slow_links.end());
    const Case again = case_of(bits, centre);
    for (const std::uint64_t link : why.bridge_links) {
      links.emplace_back(again.links.source[link], again.links.target[link]);
    }
    CAPTURE(seed);
    CHECK(why.bridges == slow_bridges);
    CHECK(links == slow_links);

    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t side = 1; side < (1U << (members.size() - 1)); ++side) {
      least = std::min(least, cut_of(weight, side));
    }
    REQUIRE(why.structure);
    std::uint32_t side = 0;
    for (const std::uint32_t member : why.structure->cut_off) {
      side |= 1U << (std::lower_bound(members.begin(), members.end(), member) - members.begin());
    }
    CHECK(why.structure->cut_bits == least);
    CHECK(cut_of(weight, side) == least);
    CHECK(2 * why.structure->cut_off.size() <= members.size());
    CHECK(!why.structure->cut_off.empty());
    const std::vector<double> between = slow_betweenness(weight);
    for (std::size_t u = 0; u < members.size(); ++u) {
      CHECK(why.structure->betweenness[u] == doctest::Approx(between[u]));
    }
    bridges += slow_bridges.size(), bridge_links += slow_links.size(), cuts += least > 0;
  }
  CHECK((bridges > 0 && bridge_links > 0 && cuts > 0 && stars > 0));  // the test has something to test
}

TEST_CASE("above 500 members the cut and betweenness are not analysed, bridges are") {
  for (const std::uint32_t size : {500U, 501U}) {
    std::map<Pair, Bits> bits;
    std::vector<std::uint32_t> members(size);
    for (std::uint32_t v = 0; v < size; ++v) {
      members[v] = v;
      if (v > 0) bits[{v - 1, v}] = 3 * kBit;
    }
    const ClusterExplanation why = explained(case_of(bits, members), members);
    CHECK(why.bridges.size() == size - 2);
    CHECK(why.bridge_links.size() == size - 1);
    CHECK(why.structure.has_value() == (size == 500));
    if (why.structure) CHECK(why.structure->cut_bits == 2);
  }
}
