#include "find_clusters.hpp"

#include <utility>

#include <accountgraph/scoring/membership.hpp>
#include <accountgraph/scoring/merging.hpp>
#include <accountgraph/scoring/score.hpp>

namespace accountgraph::detail {
namespace {

/// Communities of at least two accounts; everybody else is in none.
Assignment assignment_of(const Partition& partition) {
  const CommunityMembers members = members_of(partition);
  Assignment assignment{std::vector<std::uint32_t>(partition.num_vertices(), kNone), partition.num_communities(), {}};
  for (std::uint32_t community = 0; community < partition.num_communities(); ++community) {
    if (members.of(community).size() < 2) continue;
    for (const std::uint32_t account : members.of(community)) assignment.cluster_of[account] = community;
  }
  return assignment;
}

/// From the communities of links to clusters: seeds, then each account against the clusters, then the clusters against one another, and
/// the accounts again. Whom a step brought in is part of the next one's clusters and no more of its background.
Assignment gather_clusters(const Case& result, const Partition& communities, const DetectOptions& options,
                           const Control& control) {
  Assignment found = assignment_of(communities);
  const auto background = [&] { return background_use(result.incidence, result.model, found.cluster_of, control); };
  const auto revise = [&](const Background& others) {
    found.cluster_of = revise_membership(result.incidence, result.model, others, std::move(found.cluster_of),
                                         found.num_clusters, options.scoring, control);
  };
  const Background unlinked = background();
  found = add_seeds(result.incidence, result.model, unlinked, std::move(found), options.seeds, options.linkage,
                    options.communities, options.scoring, control);
  revise(background());
  const Background others = background();
  found.cluster_of = merge_clusters(result.incidence, result.model, others, std::move(found.cluster_of),
                                    found.num_clusters, options.scoring, control);
  revise(others);
  return found;
}

void find_links(Case& result, const LinkOptions& options, const Control& control) {
  control.report("evidence");
  result.links = {};
  result.model = evidence_model(result.incidence, options, control);
  result.links = link_accounts(result.incidence, result.model, options, control);
}

}  // namespace

void find_clusters(Case& result, const DetectOptions& options, const Control& control) {
  find_links(result, options.linkage, control);
  if (options.linkage.learn_reliabilities) {
    control.report("evidence");
    result.learned = learn_reliabilities(result.incidence, result.model, result.links, control);
    use_lower_reliabilities(result.learned, result.incidence.kinds);
    find_links(result, options.linkage, control);
  }

  control.report("communities");
  result.communities = leiden(graph_of_links(result.links), options.communities, nullptr, control).partition;
  const Partition communities = expand_stars(result.links, result.communities);

  control.report("membership");
  const Assignment found = gather_clusters(result, communities, options, control);
  result.seeds = found.seeds;
  result.background = background_use(result.incidence, result.model, found.cluster_of, control);
  control.report("scoring");
  result.clusters = score_clusters(result.incidence, result.model,
                                   members_by_cluster(found.cluster_of, found.num_clusters), options.scoring, control);
}

}  // namespace accountgraph::detail
