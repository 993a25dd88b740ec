/// The tasking of groups of accounts: which templates their members share, and which groups have one tasking.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/campaigns/campaigns.hpp>

namespace accountgraph {

/// A template in a group. A member's weight is divided among the templates that it uses: who does everything says less of each.
struct TemplateUse {
  std::uint32_t identifier = 0;
  std::uint32_t users = 0;  ///< members that use it
  double weight = 0;        ///< sum over them of 1 / templates that the member uses
  double squares = 0;       ///< sum of the squares of these
};

/// Accounts and what they use: templates with bits that two accounts hold.
struct TaskingGroup {
  std::vector<std::uint32_t> members;  ///< ascending, distinct
  std::vector<TemplateUse> uses;       ///< ascending identifier

  double share(std::uint32_t users) const { return static_cast<double>(users) / static_cast<double>(members.size()); }
};

/// log2(1 / u_k) per identifier: what those outside say of a template, a lawful cluster counted as one of them. 0 below the floor and
/// for what is no template (a placeholder, another family). `inside`: per account 1 = left out.
std::vector<double> template_bits(const Incidence& incidence, std::span<const Cluster> clusters,
                                  std::span<const std::uint8_t> inside, double floor_bits);

TaskingGroup tasking_group(const Incidence& incidence, std::span<const double> bits,
                           std::vector<std::uint32_t> members);

/// log2(p_k / u_k) of a template of the group, if it is one of its own: two members and the share `usage` use it, and it reaches the
/// floor; else 0.
double own_bits(const TaskingGroup& group, const TemplateUse& use, std::span<const double> bits,
                const CampaignOptions& options);

/// Sum of log2(min(p_k, p'_k) / u_k) over templates that two members of each use and that reach the floor, at most the cap; those
/// templates are put into `common` where it is given.
double common_bits(const TaskingGroup& left, const TaskingGroup& right, std::span<const double> bits,
                   const CampaignOptions& options, std::vector<std::uint32_t>* common = nullptr);

/// One label a group: groups of one tasking have the index of the first of them. Passes over the groups, largest first: each joins the
/// group before it that it has most in common with, and what is joined is one group; first at .8, then at .4, last at common_tasking,
/// each until nothing moves. Work a pass: O(templates of the groups x groups that share one).
std::vector<std::uint32_t> join_groups(std::span<const TaskingGroup> groups, std::span<const double> bits,
                                       const CampaignOptions& options, const Control& control);

/// The members of a cluster by its own templates, largest part first (ties: first member). Parts of fewer than five members, or of less
/// than the
/// share `usage`, stay with the largest.
std::vector<TaskingGroup> split_by_tasking(const Incidence& incidence, std::span<const double> bits,
                                           std::span<const std::uint32_t> members, const CampaignOptions& options,
                                           const Control& control);

}  // namespace accountgraph
