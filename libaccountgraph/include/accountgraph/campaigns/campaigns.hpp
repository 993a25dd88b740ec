/// Campaigns: clusters that carry out one tasking, whatever infrastructure they use. A cluster's tasking is its own templates: with
/// p_k(C) = share of C's members that use template k and u_k = share of the accounts outside all candidate clusters that use it,
///   bits_k(C, C') = log2(min(p_k(C), p_k(C')) / u_k), floor and cap as below; clusters with join_bits or more are one campaign.
/// A cluster whose members fall into groups with disjoint own templates is split by tasking first. u_k is computed once more with
/// the associated accounts taken out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/scoring/cluster.hpp>

namespace accountgraph {

struct CampaignOptions {
  double usage = 0.1;  ///< in (0, 1]. A template belongs to a cluster's tasking when this share of its members uses it.
  double template_floor_bits = 3.0;  ///< >= 0. Common templates below it do not count.
  double template_cap_bits = 16.0;   ///< > 0. Common tasking of two clusters saturates here.
  double join_bits = 8.0;            ///< > 0. Clusters with this much common tasking are one campaign.
};

enum class CampaignRole : std::uint8_t { member, associated };

struct CampaignMember {
  std::uint32_t account = 0;
  CampaignRole role = CampaignRole::
      member;  ///< associated: in no cluster, uses only the campaign's own templates of join_bits and more
};

struct Campaign {
  std::vector<std::uint32_t> clusters;   ///< indices into the clusters, ascending (best first)
  std::vector<CampaignMember> members;   ///< ascending account; an account may belong to several campaigns
  std::vector<std::uint32_t> templates;  ///< its own templates (identifier indices), most bits first
  bool tasking_analysed = false;         ///< false: the log has no template kind, the campaign is one cluster
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const CampaignOptions& options);

/// Groups the clusters whose archetype is not lawful. Infrastructure never joins two clusters. Deterministic.
/// Work O(entries of the clusters' members + pairs of clusters that share an own template).
std::vector<Campaign> find_campaigns(const Incidence& incidence, std::span<const Cluster> clusters,
                                     const CampaignOptions& options = {}, const Control& control = {});

}  // namespace accountgraph
