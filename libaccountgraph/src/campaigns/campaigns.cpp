#include <accountgraph/campaigns/campaigns.hpp>

#include <algorithm>
#include <map>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/ids.hpp>

#include "tasking.hpp"

namespace accountgraph {

void validate(const CampaignOptions& options) {
  require(options.usage > 0 && options.usage <= 1, "usage", "in (0, 1]", options.usage);
  require(options.template_floor_bits >= 0, "template_floor_bits", ">= 0", options.template_floor_bits);
  require(options.template_cap_bits > 0, "template_cap_bits", "> 0", options.template_cap_bits);
  require(options.join_bits > 0 && options.join_bits <= options.template_cap_bits, "join_bits",
          "> 0 and at most template_cap_bits", options.join_bits);
  require(options.common_tasking > 0 && options.common_tasking <= 1, "common_tasking", "in (0, 1]",
          options.common_tasking);
}

namespace {

/// A template that is a campaign's own.
struct OwnTemplate {
  std::uint32_t campaign = kNone;
  double share = 0;  ///< of the campaign's members
  double bits = 0;   ///< log2(p_k / u_k), the most in one of its groups
};

/// Clusters that are candidates, and accounts by where they stand.
struct Standing {
  std::vector<std::uint8_t> clustered;  ///< per account: in any cluster
  std::vector<std::uint8_t> candidate;  ///< per account: in a cluster whose archetype is not lawful
};

Standing standing_of(const Incidence& incidence, std::span<const Cluster> clusters) {
  Standing standing{std::vector<std::uint8_t>(incidence.num_accounts()),
                    std::vector<std::uint8_t>(incidence.num_accounts())};
  for (const Cluster& cluster : clusters) {
    for (const std::uint32_t member : cluster.members) {
      standing.clustered[member] = 1;
      standing.candidate[member] = !is_lawful(cluster.archetype);
    }
  }
  return standing;
}

/// Per identifier the campaign that it is an own template of: used by the share `usage` of a group's members, rarer outside by the
/// floor; of several campaigns, that whose members use it most (ties: the first).
std::map<std::uint32_t, OwnTemplate> own_templates(std::span<const TaskingGroup> groups,
                                                   std::span<const std::vector<std::uint32_t>> groups_of,
                                                   std::span<const double> bits, const CampaignOptions& options) {
  std::map<std::uint32_t, OwnTemplate> owner;
  for (std::uint32_t campaign = 0; campaign < groups_of.size(); ++campaign) {
    std::map<std::uint32_t, double> telling;
    std::map<std::uint32_t, std::uint64_t> users;
    std::size_t members = 0;
    for (const std::uint32_t index : groups_of[campaign]) {
      const TaskingGroup& group = groups[index];
      members += group.members.size();
      for (const TemplateUse& use : group.uses) {
        users[use.identifier] += use.users;
        const double value = own_bits(group, use, bits, options);
        if (value > 0) telling[use.identifier] = std::max(telling[use.identifier], value);
      }
    }
    for (const auto& [k, value] : telling) {
      const double share = static_cast<double>(users[k]) / static_cast<double>(members);
      if (share > owner[k].share) owner[k] = {campaign, share, value};
    }
  }
  return owner;
}

/// Accounts outside the campaign's own groups: candidates that use one of its telling templates, as members; accounts in no cluster
/// all of whose templates are among them, as associated.
void add_others(const Incidence& incidence, const Standing& standing, std::span<const std::uint32_t> telling,
                Campaign& campaign) {
  std::vector<std::uint32_t> users;
  for (const std::uint32_t k : telling) {
    for (const std::uint32_t account : incidence.accounts_of(k)) users.push_back(account);
  }
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  const auto only_telling = [&](std::uint32_t account) {
    const auto held = incidence.identifiers_of(account);
    return std::all_of(held.begin(), held.end(), [&](std::uint32_t k) {
      return incidence.placeholder[k] || incidence.kinds[incidence.kind_of(k)].family != "content" ||
             std::binary_search(telling.begin(), telling.end(), k);
    });
  };
  const auto own = campaign.members.size();
  for (const std::uint32_t account : users) {
    const auto end = campaign.members.begin() + static_cast<std::ptrdiff_t>(own);
    const auto at = std::lower_bound(campaign.members.begin(), end, account,
                                     [](const CampaignMember& m, std::uint32_t a) { return m.account < a; });
    if (at != end && at->account == account) continue;
    if (standing.candidate[account]) {
      campaign.members.push_back({account, CampaignRole::member});
    } else if (!standing.clustered[account] && only_telling(account)) {
      campaign.members.push_back({account, CampaignRole::associated});
    }
  }
}

std::vector<Campaign> gather(const Incidence& incidence, std::span<const Cluster> clusters, const Standing& standing,
                             std::span<const std::uint8_t> inside, bool has_templates, const CampaignOptions& options,
                             const Control& control) {
  const std::vector<double> bits = template_bits(incidence, clusters, inside, options.template_floor_bits);
  std::vector<TaskingGroup> groups;
  std::vector<std::uint32_t> cluster_of;  // per group
  for (std::uint32_t index = 0; index < clusters.size(); ++index) {
    control.check();
    if (is_lawful(clusters[index].archetype)) continue;
    for (TaskingGroup& group : split_by_tasking(incidence, bits, clusters[index].members, options, control)) {
      groups.push_back(std::move(group));
      cluster_of.push_back(index);
    }
  }
  const std::vector<std::uint32_t> label = join_groups(groups, bits, options, control);
  std::vector<std::vector<std::uint32_t>> groups_of;  // campaigns in order of their best cluster
  std::vector<std::uint32_t> campaign_of(groups.size());
  for (std::uint32_t index = 0; index < groups.size(); ++index) {
    if (label[index] == index) {
      campaign_of[index] = static_cast<std::uint32_t>(groups_of.size());
      groups_of.emplace_back();
    } else {
      campaign_of[index] = campaign_of[label[index]];
    }
    groups_of[campaign_of[index]].push_back(index);
  }
  const auto owner = own_templates(groups, groups_of, bits, options);
  std::vector<Campaign> campaigns(groups_of.size());
  std::vector<std::vector<std::uint32_t>> telling(groups_of.size());
  for (const auto& [k, own] : owner) {
    campaigns[own.campaign].templates.push_back(k);
    // A template that everybody tries once associates nobody.
    if (own.bits >= options.join_bits) telling[own.campaign].push_back(k);
  }
  const auto by_account = [](const CampaignMember& left, const CampaignMember& right) {
    return left.account < right.account;
  };
  for (std::uint32_t at = 0; at < campaigns.size(); ++at) {
    Campaign& campaign = campaigns[at];
    campaign.tasking_analysed = has_templates;
    for (const std::uint32_t index : groups_of[at]) {
      if (campaign.clusters.empty() || campaign.clusters.back() != cluster_of[index])
        campaign.clusters.push_back(cluster_of[index]);
      for (const std::uint32_t account : groups[index].members)
        campaign.members.push_back({account, CampaignRole::member});
    }
    std::sort(campaign.members.begin(), campaign.members.end(), by_account);
    std::stable_sort(
        campaign.templates.begin(), campaign.templates.end(),
        [&](std::uint32_t left, std::uint32_t right) { return owner.at(left).bits > owner.at(right).bits; });
    add_others(incidence, standing, telling[at], campaign);
    std::sort(campaign.members.begin(), campaign.members.end(), by_account);
  }
  return campaigns;
}

}  // namespace

std::vector<Campaign> find_campaigns(const Incidence& incidence, std::span<const Cluster> clusters,
                                     const CampaignOptions& options, const Control& control) {
  validate(options);
  bool has_templates = false;
  for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const bool any = incidence.kind_begin[kind] < incidence.kind_begin[kind + 1];
    has_templates = has_templates || (any && incidence.kinds[kind].family == "content");
  }
  const Standing standing = standing_of(incidence, clusters);
  std::vector<std::uint8_t> inside = standing.candidate;
  std::vector<Campaign> campaigns = gather(incidence, clusters, standing, inside, has_templates, options, control);
  bool any_associated = false;
  for (const Campaign& campaign : campaigns) {
    for (const CampaignMember& member : campaign.members) {
      if (member.role != CampaignRole::associated) continue;
      inside[member.account] = 1;
      any_associated = true;
    }
  }
  if (any_associated) campaigns = gather(incidence, clusters, standing, inside, has_templates, options, control);
  std::erase_if(campaigns, [&](const Campaign& campaign) {
    return has_templates && campaign.templates.empty() &&
           std::none_of(campaign.clusters.begin(), campaign.clusters.end(),
                        [&](std::uint32_t cluster) { return clusters[cluster].flagged; });
  });
  return campaigns;
}

}  // namespace accountgraph
