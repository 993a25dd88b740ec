/// The tasking of clusters: units of members with common own templates, and how much two units have in common.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <accountgraph/campaigns/campaigns.hpp>

namespace accountgraph {

/// Members of one cluster that work on one tasking: a whole cluster, or a part of it with templates of its own.
struct TaskingUnit {
  std::uint32_t cluster = 0;
  std::vector<std::uint32_t> members;                       ///< ascending
  std::vector<std::pair<std::uint32_t, double>> templates;  ///< own template and p_k, ascending template
};

/// Counts of what the accounts outside all candidate clusters use.
struct TemplateBackground {
  std::vector<std::uint64_t> users;  ///< per identifier (0 outside content kinds)
  std::uint64_t accounts = 0;        ///< that have any template
  double share(std::uint32_t identifier) const {
    return static_cast<double>(1 + users[identifier]) / static_cast<double>(1 + accounts);
  }
};

/// True for identifiers of the content family that are no placeholders.
std::vector<std::uint8_t> template_identifiers(const Incidence& incidence);

/// `inside`: per account 1 = left out of the background.
TemplateBackground template_background(const Incidence& incidence, std::span<const std::uint8_t> is_template,
                                       std::span<const std::uint8_t> inside);

/// The units of a cluster, largest first (ties: smallest own template); one unit where its members cannot be told apart.
std::vector<TaskingUnit> tasking_units(const Incidence& incidence, std::span<const std::uint8_t> is_template,
                                       const TemplateBackground& background, const Cluster& cluster,
                                       std::uint32_t index, const CampaignOptions& options);

/// Labels units that share join_bits of tasking, directly or through others: returns one label a unit, canonical.
std::vector<std::uint32_t> join_units(std::span<const TaskingUnit> units, const TemplateBackground& background,
                                      const CampaignOptions& options, const Control& control);

}  // namespace accountgraph
