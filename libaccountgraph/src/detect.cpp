#include <accountgraph/detect.hpp>

#include <utility>

#include <accountgraph/scoring/membership.hpp>
#include <accountgraph/scoring/score.hpp>

namespace accountgraph {
namespace {

/// Communities of at least two accounts, as an assignment; everybody else is in none.
std::vector<std::uint32_t> clusters_of(const Partition& partition) {
  const CommunityMembers members = members_of(partition);
  std::vector<std::uint32_t> cluster_of(partition.num_vertices(), kNone);
  for (std::uint32_t community = 0; community < partition.num_communities(); ++community) {
    if (members.of(community).size() < 2) continue;
    for (const std::uint32_t account : members.of(community)) cluster_of[account] = community;
  }
  return cluster_of;
}

void find_links(Case& result, const LinkOptions& options, const Control& control) {
  control.report("evidence");
  result.links = {};
  result.model = evidence_model(result.incidence, options, control);
  result.links = link_accounts(result.incidence, result.model, options, control);
}

void assign_roles(Case& result) {
  result.cluster_of.assign(result.incidence.num_accounts(), kNone);
  result.role.assign(result.incidence.num_accounts(), Role::none);
  result.flagged.assign(result.incidence.num_accounts(), 0);
  for (std::uint32_t index = 0; index < result.clusters.size(); ++index) {
    const Cluster& cluster = result.clusters[index];
    for (std::size_t at = 0; at < cluster.members.size(); ++at) {
      const std::uint32_t account = cluster.members[at];
      result.cluster_of[account] = index;
      result.role[account] = cluster.core[at] ? Role::core : Role::fringe;
      result.flagged[account] = cluster.flagged && cluster.core[at];
    }
  }
  for (const Campaign& campaign : result.campaigns) {
    for (const CampaignMember& member : campaign.members) {
      if (member.role == CampaignRole::associated) result.role[member.account] = Role::associated;
    }
  }
}

}  // namespace

Case detect(Incidence incidence, const DetectOptions& options, const Control& control) {
  validate(options.linkage);
  validate(options.communities);
  validate(options.scoring);
  validate(options.campaigns);
  Case result;
  result.incidence = std::move(incidence);
  result.scoring = options.scoring;
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

  control.report("scoring");
  const std::vector<std::uint32_t> cluster_of =
      revise_membership(result.incidence, result.model, clusters_of(communities), communities.num_communities(),
                        options.scoring, control);
  result.clusters =
      score_clusters(result.incidence, result.model, members_by_cluster(cluster_of, communities.num_communities()),
                     options.scoring, control);

  control.report("campaigns");
  result.campaigns = find_campaigns(result.incidence, result.clusters, options.campaigns, control);
  assign_roles(result);
  control.report("done");
  return result;
}

Case detect(const EventBatch& events, std::vector<Kind> kinds, const DetectOptions& options,
            const IncidenceOptions& incidence_options, const Control& control) {
  control.report("incidence");
  IncidenceBuilder builder(std::move(kinds), incidence_options);
  builder.add(events, control);
  return detect(std::move(builder).finish(control), options, control);
}

}  // namespace accountgraph
