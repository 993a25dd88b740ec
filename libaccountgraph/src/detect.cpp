#include <accountgraph/detect.hpp>

#include <utility>

#include <accountgraph/scoring/appeal.hpp>

#include "find_clusters.hpp"

namespace accountgraph {
namespace {

void assign_roles(Case& result, const Control& control) {
  result.cluster_of.assign(result.incidence.num_accounts(), kNone);
  result.role.assign(result.incidence.num_accounts(), Role::none);
  result.held_by =
      held_by_one(result.incidence, result.model, result.background, result.clusters, result.scoring, control);
  result.flagged.assign(result.incidence.num_accounts(), 0);
  for (std::uint32_t index = 0; index < result.clusters.size(); ++index) {
    const Cluster& cluster = result.clusters[index];
    for (std::size_t at = 0; at < cluster.members.size(); ++at) {
      const std::uint32_t account = cluster.members[at];
      result.cluster_of[account] = index;
      result.role[account] = cluster.core[at] ? Role::core : Role::fringe;
      result.flagged[account] = cluster.flagged && cluster.core[at] && result.held_by[account] == kNone;
    }
  }
  for (const Campaign& campaign : result.campaigns) {
    for (const CampaignMember& member : campaign.members) {
      if (member.role == CampaignRole::associated) result.role[member.account] = Role::associated;
    }
  }
}

}  // namespace

Case detect(Incidence incidence, const DetectOptions& options, const Control& control, const ChanceCounts* known) {
  validate(options.linkage);
  validate(options.communities);
  validate(options.seeds);
  validate(options.scoring);
  validate(options.significance);
  validate(options.campaigns);
  Case result;
  result.incidence = std::move(incidence);
  result.scoring = options.scoring;
  detail::find_clusters(result, options, control);
  use_chance(result, known != nullptr ? *known : run_worlds(result, options, control), options.significance.flag_q);

  control.report("campaigns");
  result.campaigns = find_campaigns(result.incidence, result.clusters, options.campaigns, control);
  result.successions =
      find_successions(result.incidence, result.clusters, result.campaigns, options.campaigns, control);
  assign_roles(result, control);
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
