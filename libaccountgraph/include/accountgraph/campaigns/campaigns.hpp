/// Campaigns: clusters that carry out one tasking, whatever infrastructure they use.
///
/// With x_k(C) = members of C that use template k, p_k(C) = their share and u_k = share of those outside all candidate clusters that
/// use it, a lawful cluster (an office, a class) counted as one, two groups have one tasking where it is both
///   telling:  the sum over k of log2(min(p_k(C), p_k(C')) / u_k), of templates that two members of each use, floor and cap as below,
///             reaches join_bits; and
///   common:   T(C, C') / sqrt(T(C, C) * T(C', C')) reaches common_tasking, where T is the mean over pairs of members, one of each
///             (two different ones within a cluster), of log2(1 / u_k) summed over the templates that both use.
/// The second compares what members of the two have in common with what members of one have in common (Morisita's overlap, 1959): few
/// accounts that work for two customers make no common tasking, and cells that each repeat some of many prompts do have one.
/// Groups are joined as wholes, what is most alike first, so no single account and no single cluster ties two campaigns. A cluster
/// is first split the same way into its members by the template that most of them share. u_k is computed once more with the
/// associated accounts taken out. Without a template of its own a cluster carries out nothing that could be told: it is a campaign only
/// where it is flagged, or where the log has no templates. Of several campaigns a template is that one's own whose members use it most.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/scoring/cluster.hpp>

namespace accountgraph {

struct CampaignOptions {
  double usage = 0.1;  ///< in (0, 1]. A template is a cluster's own when this share of its members uses it.
  double template_floor_bits = 4.0;  ///< >= 0. Templates below it do not count: popular ones come together.
  double template_cap_bits = 16.0;   ///< > 0. Common tasking of two groups saturates here.
  double join_bits = 8.0;       ///< > 0, at most the cap. Groups with this much common tasking can be one campaign.
  double common_tasking = 0.2;  ///< in (0, 1]. ... if they have this much in common, against what each has within.
};

enum class CampaignRole : std::uint8_t { member, associated };

struct CampaignMember {
  std::uint32_t account = 0;
  CampaignRole role = CampaignRole::
      member;  ///< associated: in no cluster, uses only the campaign's own templates of join_bits and more
};

struct Campaign {
  std::vector<std::uint32_t> clusters;  ///< indices into the clusters, ascending (best first)
  std::vector<CampaignMember> members;  ///< ascending account; an account may belong to several campaigns
  std::vector<std::uint32_t>
      templates;                  ///< its own templates (identifier indices), most bits first; each of one campaign
  bool tasking_analysed = false;  ///< false: the log has no template kind, the campaign is one cluster
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const CampaignOptions& options);

/// Groups the clusters whose archetype is not lawful. Infrastructure never joins two clusters. Members are the accounts of its
/// clusters (of their parts that work on its tasking), and accounts of other candidate clusters that use one of its own templates of
/// join_bits and more. Deterministic. Work O(entries of the clusters' members x campaigns that share a template), a few times.
std::vector<Campaign> find_campaigns(const Incidence& incidence, std::span<const Cluster> clusters,
                                     const CampaignOptions& options = {}, const Control& control = {});

}  // namespace accountgraph
