#include <accountgraph/campaigns/campaigns.hpp>

#include <algorithm>
#include <cmath>
#include <map>

#include <accountgraph/core/errors.hpp>

#include "tasking.hpp"

namespace accountgraph {

void validate(const CampaignOptions& options) {
  require(options.usage > 0 && options.usage <= 1, "usage", "in (0, 1]", options.usage);
  require(options.template_floor_bits >= 0, "template_floor_bits", ">= 0", options.template_floor_bits);
  require(options.template_cap_bits > 0, "template_cap_bits", "> 0", options.template_cap_bits);
  require(options.join_bits > 0 && options.join_bits <= options.template_cap_bits, "join_bits",
          "> 0 and at most template_cap_bits", options.join_bits);
}

namespace {

/// Accounts in no cluster all of whose templates are among `own` (ascending).
void add_associated(const Incidence& incidence, std::span<const std::uint8_t> is_template,
                    std::span<const std::uint8_t> clustered, std::span<const std::uint32_t> own, Campaign& campaign) {
  std::vector<std::uint32_t> candidates;
  for (const std::uint32_t k : own) {
    for (const std::uint32_t account : incidence.accounts_of(k)) {
      if (!clustered[account]) candidates.push_back(account);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const std::uint32_t account : candidates) {
    const auto held = incidence.identifiers_of(account);
    const bool only_own = std::all_of(held.begin(), held.end(), [&](std::uint32_t k) {
      return !is_template[k] || std::binary_search(own.begin(), own.end(), k);
    });
    if (only_own) campaign.members.push_back({account, CampaignRole::associated});
  }
}

std::vector<Campaign> gather(const Incidence& incidence, std::span<const Cluster> clusters,
                             std::span<const std::uint8_t> is_template, std::span<const std::uint8_t> inside,
                             std::span<const std::uint8_t> clustered, bool has_templates,
                             const CampaignOptions& options, const Control& control) {
  const TemplateBackground background = template_background(incidence, is_template, inside);
  std::vector<TaskingUnit> units;
  for (std::uint32_t index = 0; index < clusters.size(); ++index) {
    control.check();
    if (is_lawful(clusters[index].archetype)) continue;
    for (TaskingUnit& unit : tasking_units(incidence, is_template, background, clusters[index], index, options)) {
      units.push_back(std::move(unit));
    }
  }
  const std::vector<std::uint32_t> label = join_units(units, background, options, control);
  std::map<std::uint32_t, std::vector<std::uint32_t>>
      grouped;  // first unit -> units: campaigns in order of their best cluster
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) grouped[label[unit]].push_back(unit);

  std::vector<Campaign> campaigns;
  for (const auto& [first, members] : grouped) {
    Campaign campaign;
    campaign.tasking_analysed = has_templates;
    std::map<std::uint32_t, double> strength;  // own template -> most bits in one unit
    for (const std::uint32_t unit : members) {
      if (campaign.clusters.empty() || campaign.clusters.back() != units[unit].cluster)
        campaign.clusters.push_back(units[unit].cluster);
      for (const std::uint32_t account : units[unit].members)
        campaign.members.push_back({account, CampaignRole::member});
      for (const auto& [identifier, share] : units[unit].templates) {
        strength[identifier] = std::max(strength[identifier], std::log2(share / background.share(identifier)));
      }
    }
    std::vector<std::uint32_t> telling;  // enough by themselves: a template that everybody tries once associates nobody
    for (const auto& [identifier, bits] : strength) {
      campaign.templates.push_back(identifier);
      if (bits >= options.join_bits) telling.push_back(identifier);
    }
    std::stable_sort(campaign.templates.begin(), campaign.templates.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return strength[left] > strength[right]; });
    add_associated(incidence, is_template, clustered, telling, campaign);
    std::sort(campaign.members.begin(), campaign.members.end(),
              [](const CampaignMember& left, const CampaignMember& right) { return left.account < right.account; });
    campaigns.push_back(std::move(campaign));
  }
  return campaigns;
}

}  // namespace

std::vector<Campaign> find_campaigns(const Incidence& incidence, std::span<const Cluster> clusters,
                                     const CampaignOptions& options, const Control& control) {
  validate(options);
  const bool has_templates = std::any_of(incidence.kinds.begin(), incidence.kinds.end(),
                                         [](const Kind& kind) { return kind.family == "content"; });
  const std::vector<std::uint8_t> is_template = template_identifiers(incidence);
  std::vector<std::uint8_t> inside(incidence.num_accounts());
  std::vector<std::uint8_t> clustered(incidence.num_accounts());
  for (const Cluster& cluster : clusters) {
    for (const std::uint32_t member : cluster.members) {
      clustered[member] = 1;
      inside[member] = !is_lawful(cluster.archetype);
    }
  }
  const auto pass = [&] {
    return gather(incidence, clusters, is_template, inside, clustered, has_templates, options, control);
  };
  std::vector<Campaign> campaigns = pass();
  bool any_associated = false;
  for (const Campaign& campaign : campaigns) {
    for (const CampaignMember& member : campaign.members) {
      if (member.role != CampaignRole::associated) continue;
      inside[member.account] = 1;
      any_associated = true;
    }
  }
  return any_associated ? pass() : campaigns;
}

}  // namespace accountgraph
