#include <accountgraph/evidence/known_accounts.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <Eigen/Core>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/interop/eigen.hpp>

namespace accountgraph {
namespace {

constexpr std::size_t kRows = 4096;  // of a block

using Chances = Eigen::Matrix<double, Eigen::Dynamic, 2>;  // a row a vertex: confirmed, cleared

/// Links between centres, a star's own as a self-loop of its centre: what is linked to a star is linked to all of it.
Graph graph_of_centres(const LinkGraph& links, std::size_t vertices) {
  std::vector<std::uint32_t> source, target;
  std::vector<double> weight;
  std::vector<std::uint8_t> looped(links.num_accounts);
  for (std::uint64_t link = 0; link < links.num_links(); ++link) {
    const std::uint32_t a = links.star_centre[links.source[link]], b = links.star_centre[links.target[link]];
    if (a == b && looped[a]) continue;  // a star's links are all the same
    looped[a] |= a == b;
    source.push_back(a), target.push_back(b);
    weight.push_back(to_bits(std::max<std::int64_t>(0, std::int64_t{links.bits[link]} - links.prior_bits)));
  }
  return Graph::from_edges(source, target, weight, static_cast<std::uint32_t>(vertices));
}

/// Clusters are vertices after the accounts.
Graph graph_of_memberships(const Case& result, std::size_t vertices) {
  std::vector<std::uint32_t> source, target;
  std::vector<double> weight;
  for (std::size_t c = 0; c < result.clusters.size(); ++c) {
    const Cluster& cluster = result.clusters[c];
    const Bits prior = result.model.prior_bits - log2_fixed(cluster.members.size() - 1);
    for (std::size_t at = 0; at < cluster.members.size(); ++at) {
      source.push_back(cluster.members[at]);
      target.push_back(static_cast<std::uint32_t>(result.incidence.num_accounts() + c));
      weight.push_back(std::max(0.0, cluster.member_bits[at] - to_bits(std::max(0, prior))));
    }
  }
  return Graph::from_edges(source, target, weight, static_cast<std::uint32_t>(vertices));
}

/// The weights as one symmetric operator W = P L P' - loops + M: L the links between centres, P what sends an account to its
/// centre, so that no star is written out; an account is not its own neighbour; M the memberships.
class Walk {
 public:
  Walk(const Case& result, const Control& control)
      : vertices_(result.incidence.num_accounts() + result.clusters.size()),
        centre_(vertices_),
        links_(graph_of_centres(result.links, vertices_)),
        memberships_(graph_of_memberships(result, vertices_)),
        link_matrix_(links_),
        membership_matrix_(memberships_),
        loop_(size()) {
    std::iota(centre_.begin(), centre_.end(), 0U);
    std::copy(result.links.star_centre.begin(), result.links.star_centre.end(), centre_.begin());
    each_row(control, [&](Eigen::Index v) { loop_[v] = link_matrix_.matrix().coeff(v, v); });
    const Chances ones = Chances::Ones(size(), 2);
    const Chances summed = over_stars(ones);
    Chances weights(size(), 2);
    each_row(control, [&](Eigen::Index v) { weights.row(v) = neighbours(v, ones, summed); });
    degree_ = weights.col(0);
  }

  Eigen::Index size() const { return static_cast<Eigen::Index>(vertices_); }

  /// (1 - damping) * ends + damping * the mean of the neighbours; who has none stays.
  Chances step(const Chances& chances, const Chances& ends, double damping, const Control& control) const {
    const Chances summed = over_stars(chances);
    Chances next(size(), 2);
    each_row(control, [&](Eigen::Index v) {
      if (degree_[v] > 0) {
        next.row(v) = (1 - damping) * ends.row(v) + damping / degree_[v] * neighbours(v, chances, summed);
      } else {
        next.row(v) = ends.row(v);
      }
    });
    return next;
  }

 private:
  template <class Body>
  void each_row(const Control& control, const Body& body) const {
    parallel_each(vertices_, kRows, control, [&](std::size_t v) { body(static_cast<Eigen::Index>(v)); });
  }

  Chances over_stars(const Chances& values) const {
    Chances sums = Chances::Zero(size(), 2);
    for (std::size_t v = 0; v < vertices_; ++v) sums.row(centre_[v]) += values.row(static_cast<Eigen::Index>(v));
    return sums;
  }

  Eigen::RowVector2d neighbours(Eigen::Index v, const Chances& values, const Chances& summed) const {
    const Eigen::Index centre = centre_[static_cast<std::size_t>(v)];
    return link_matrix_.matrix().row(centre) * summed - loop_[centre] * values.row(v) +
           membership_matrix_.matrix().row(v) * values;
  }

  std::size_t vertices_;
  std::vector<std::uint32_t> centre_;
  Graph links_, memberships_;
  EigenAdjacency link_matrix_, membership_matrix_;
  Eigen::VectorXd loop_, degree_;
};

std::vector<std::uint32_t> distinct(std::span<const std::uint32_t> given, const char* name, std::uint32_t accounts) {
  std::vector<std::uint32_t> list(given.begin(), given.end());
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (!list.empty()) require(list.back() < accounts, name, "accounts below " + std::to_string(accounts), list.back());
  return list;
}

}  // namespace

KnownAccounts propagate_known(const Case& result, std::span<const std::uint32_t> confirmed,
                              std::span<const std::uint32_t> cleared, const KnownOptions& options,
                              const Control& control) {
  require(options.damping >= 0 && options.damping < 1, "damping", "in [0, 1)", options.damping);
  require(options.tolerance >= 1e-12 && options.tolerance < 1, "tolerance", "in [1e-12, 1)", options.tolerance);
  const std::uint32_t accounts = result.incidence.num_accounts();
  KnownAccounts known;
  known.confirmed = distinct(confirmed, "confirmed", accounts);
  known.cleared = distinct(cleared, "cleared", accounts);
  for (const std::uint32_t account : known.cleared) {
    require(!std::binary_search(known.confirmed.begin(), known.confirmed.end(), account), "cleared",
            "free of confirmed accounts", account);
  }

  control.report("known accounts");
  const Walk walk(result, control);
  Chances ends = Chances::Zero(walk.size(), 2);
  for (const std::uint32_t account : known.confirmed) ends(account, 0) = 1;
  for (const std::uint32_t account : known.cleared) ends(account, 1) = 1;
  Chances chances = ends;
  known.residual = 1;
  while (known.residual > options.tolerance) {
    const Chances next = walk.step(chances, ends, options.damping, control);
    known.residual = next.size() == 0 ? 0.0 : (next - chances).cwiseAbs().maxCoeff();
    chances = next;
    ++known.iterations;
  }

  const double chance = std::exp2(-to_bits(result.model.prior_bits));  // 1/N
  for (Eigen::Index v = 0; v < walk.size(); ++v) {
    const double bits = std::log2((chances(v, 0) + chance) / (chances(v, 1) + chance));
    (v < accounts ? known.account_bits : known.cluster_bits).push_back(bits);
  }
  return known;
}

Table reranked_table(const Case& result, const KnownAccounts& known) {
  const std::vector<Cluster>& clusters = result.clusters;
  std::vector<std::size_t> order(clusters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto odds = [&](std::size_t c) { return clusters[c].score + known.cluster_bits[c]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return odds(left) > odds(right); });
  const auto members_in = [&](const Cluster& cluster, const std::vector<std::uint32_t>& list) {
    return std::count_if(cluster.members.begin(), cluster.members.end(),
                         [&](std::uint32_t member) { return std::binary_search(list.begin(), list.end(), member); });
  };
  StringPool name;
  std::vector<std::int64_t> rank, before, size, confirmed, cleared;
  std::vector<double> score, bits;
  std::vector<bool> flagged;
  for (const std::size_t c : order) {
    const Cluster& cluster = clusters[c];
    name.push_back(cluster_name(result.incidence, cluster.members));
    rank.push_back(std::ssize(rank) + 1);
    before.push_back(static_cast<std::int64_t>(c) + 1);
    score.push_back(cluster.score);
    bits.push_back(known.cluster_bits[c]);
    size.push_back(std::ssize(cluster.members));
    confirmed.push_back(members_in(cluster, known.confirmed));
    cleared.push_back(members_in(cluster, known.cleared));
    flagged.push_back(cluster.flagged);
  }
  Table table;
  table.add("cluster_id", std::move(name));
  table.add("rank", std::move(rank));
  table.add("rank_before", std::move(before));
  table.add("score", std::move(score));
  table.add("known_bits", std::move(bits));
  table.add("size", std::move(size));
  table.add("confirmed", std::move(confirmed));
  table.add("cleared", std::move(cleared));
  table.add("flagged", std::move(flagged));
  return table;
}

Table known_table(const Case& result, const KnownAccounts& known) {
  const std::uint32_t accounts = result.incidence.num_accounts();
  StringPool what;
  std::vector<bool> valid(accounts);
  for (std::uint32_t account = 0; account < accounts; ++account) {
    const bool yes = std::binary_search(known.confirmed.begin(), known.confirmed.end(), account);
    const bool no = std::binary_search(known.cleared.begin(), known.cleared.end(), account);
    what.push_back(yes ? "confirmed" : no ? "cleared" : "");
    valid[account] = yes || no;
  }
  Table table;
  table.add("account_id", result.incidence.accounts);
  table.add("known_bits", known.account_bits);
  table.add("known", std::move(what), std::move(valid));
  return table;
}

}  // namespace accountgraph
