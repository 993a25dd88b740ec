#include "tasking.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace accountgraph {
namespace {

constexpr std::size_t kMostGroups = 2000;  ///< a template of more groups that are not one tasking proposes none
constexpr std::size_t kSmallestPart = 5;   ///< fewer members with a template of their own are no tasking of its own

}  // namespace

std::vector<double> template_bits(const Incidence& incidence, std::span<const Cluster> clusters,
                                  std::span<const std::uint8_t> inside, double floor_bits) {
  std::vector<std::uint8_t> is_template(incidence.num_identifiers());
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    if (incidence.kinds[kind].family != "content") continue;
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      is_template[k] = !incidence.placeholder[k];
    }
  }
  std::vector<std::uint64_t> users(incidence.num_identifiers());
  std::uint64_t customers = 0;
  std::vector<std::uint32_t> used;
  const auto count_customer = [&](std::span<const std::uint32_t> accounts) {
    used.clear();
    for (const std::uint32_t account : accounts) {
      for (const std::uint32_t k : incidence.identifiers_of(account)) {
        if (is_template[k]) used.push_back(k);
      }
    }
    if (accounts.size() > 1) {
      std::sort(used.begin(), used.end());
      used.erase(std::unique(used.begin(), used.end()), used.end());
    }
    for (const std::uint32_t k : used) ++users[k];
    customers += !used.empty();
  };
  std::vector<std::uint8_t> counted(inside.begin(), inside.end());
  for (const Cluster& cluster : clusters) {
    if (!is_lawful(cluster.archetype)) continue;
    count_customer(cluster.members);
    for (const std::uint32_t member : cluster.members) counted[member] = 1;
  }
  for (std::uint32_t account = 0; account < incidence.num_accounts(); ++account) {
    if (!counted[account]) count_customer({&account, 1});
  }
  std::vector<double> bits(incidence.num_identifiers());
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    if (!is_template[k]) continue;
    const double telling = std::log2(static_cast<double>(1 + customers) / static_cast<double>(1 + users[k]));
    if (telling >= floor_bits) bits[k] = telling;
  }
  return bits;
}

namespace {

/// Adds up what is said of one template.
void add_use(std::vector<TemplateUse>& uses, const TemplateUse& use) {
  if (uses.empty() || uses.back().identifier != use.identifier) {
    uses.push_back(use);
  } else {
    uses.back().users += use.users;
    uses.back().weight += use.weight;
    uses.back().squares += use.squares;
  }
}

bool by_identifier(const TemplateUse& left, const TemplateUse& right) { return left.identifier < right.identifier; }

const TemplateUse* find_use(const TaskingGroup& group, std::uint32_t identifier) {
  const auto at = std::lower_bound(group.uses.begin(), group.uses.end(), TemplateUse{identifier}, by_identifier);
  return at != group.uses.end() && at->identifier == identifier ? &*at : nullptr;
}

}  // namespace

TaskingGroup tasking_group(const Incidence& incidence, std::span<const double> bits,
                           std::vector<std::uint32_t> members) {
  std::vector<TemplateUse> single;
  for (const std::uint32_t member : members) {
    const std::size_t begin = single.size();
    for (const std::uint32_t k : incidence.identifiers_of(member)) {
      if (bits[k] > 0 && incidence.accounts_of(k).size() >= 2) single.push_back({k, 1});
    }
    const double weight = 1.0 / static_cast<double>(single.size() - begin);
    for (std::size_t at = begin; at < single.size(); ++at) {
      single[at].weight = weight;
      single[at].squares = weight * weight;
    }
  }
  std::stable_sort(single.begin(), single.end(), by_identifier);
  TaskingGroup group{std::move(members), {}};
  for (const TemplateUse& use : single) add_use(group.uses, use);
  return group;
}

double own_bits(const TaskingGroup& group, const TemplateUse& use, std::span<const double> bits,
                const CampaignOptions& options) {
  if (use.users < 2 || group.share(use.users) < options.usage) return 0;
  const double telling = std::log2(group.share(use.users)) + bits[use.identifier];
  return telling >= options.template_floor_bits ? telling : 0;
}

double common_bits(const TaskingGroup& left, const TaskingGroup& right, std::span<const double> bits,
                   const CampaignOptions& options, std::vector<std::uint32_t>* common) {
  double sum = 0;
  for (const TemplateUse& use : left.uses) {
    const TemplateUse* other = use.users < 2 ? nullptr : find_use(right, use.identifier);
    if (other == nullptr || other->users < 2) continue;
    const double telling = std::log2(std::min(left.share(use.users), right.share(other->users))) + bits[use.identifier];
    if (telling < options.template_floor_bits) continue;
    sum += telling;
    if (common != nullptr) common->push_back(use.identifier);
  }
  return std::min(sum, options.template_cap_bits);
}

namespace {

/// Groups that were joined so far, as one group.
struct Joined {
  std::vector<std::uint32_t> parts;  ///< indices of the groups, ascending from the second pass on
  TaskingGroup group;  ///< its members are those of the parts one after the other: only their number is used
  double within = 0;   ///< bits in common, summed over ordered pairs of different members

  /// T within the group.
  double mean_within() const {
    const auto size = static_cast<double>(group.members.size());
    return size < 2 ? 0 : within / (size * (size - 1));
  }
};

double within_bits(const TaskingGroup& group, std::span<const double> bits) {
  double sum = 0;
  for (const TemplateUse& use : group.uses) {
    if (use.users >= 2) sum += (use.weight * use.weight - use.squares) * bits[use.identifier];
  }
  return sum;
}

void absorb(Joined& into, Joined&& other, std::span<const double> bits) {
  into.parts.insert(into.parts.end(), other.parts.begin(), other.parts.end());
  into.group.members.insert(into.group.members.end(), other.group.members.begin(), other.group.members.end());
  std::vector<TemplateUse> uses;
  uses.reserve(into.group.uses.size() + other.group.uses.size());
  std::merge(into.group.uses.begin(), into.group.uses.end(), other.group.uses.begin(), other.group.uses.end(),
             std::back_inserter(uses), by_identifier);
  into.group.uses.clear();
  for (const TemplateUse& use : uses) add_use(into.group.uses, use);
  into.within = within_bits(into.group, bits);
}

/// One pass: each group joins the one before it that it has most in common with, if that is at least `level`.
std::vector<Joined> join_once(std::vector<Joined> groups, double level, std::span<const double> bits,
                              const CampaignOptions& options, const Control& control) {
  std::sort(groups.begin(), groups.end(), [](const Joined& a, const Joined& b) {
    const auto sizes = std::pair(a.group.members.size(), b.group.members.size());
    return sizes.first != sizes.second ? sizes.first > sizes.second : a.parts.front() < b.parts.front();
  });
  std::vector<Joined> kept;
  std::map<std::uint32_t, std::map<std::uint32_t, double>> weight_of;  // template -> kept group -> weight
  for (Joined& next : groups) {
    control.check();
    std::map<std::uint32_t, double> common;  // kept group -> bits in common, summed over pairs of members
    for (const TemplateUse& use : next.group.uses) {
      const auto found = weight_of.find(use.identifier);
      if (found == weight_of.end() || found->second.size() > kMostGroups) continue;
      for (const auto& [other, weight] : found->second) common[other] += use.weight * weight * bits[use.identifier];
    }
    std::vector<std::pair<double, std::uint32_t>> alike;  // how alike, negative: best first, ties to the larger group
    for (const auto& [other, sum] : common) {
      const auto pairs =
          static_cast<double>(next.group.members.size()) * static_cast<double>(kept[other].group.members.size());
      const double within = std::sqrt(next.mean_within() * kept[other].mean_within());
      if (within > 0 && sum / pairs >= level * within) alike.emplace_back(-sum / pairs / within, other);
    }
    std::sort(alike.begin(), alike.end());
    const auto chosen = std::find_if(alike.begin(), alike.end(), [&](const auto& candidate) {
      return common_bits(next.group, kept[candidate.second].group, bits, options) >= options.join_bits;
    });
    const auto place = chosen == alike.end() ? static_cast<std::uint32_t>(kept.size()) : chosen->second;
    for (const TemplateUse& use : next.group.uses) weight_of[use.identifier][place] += use.weight;
    if (place == kept.size()) {
      kept.push_back(std::move(next));
    } else {
      absorb(kept[place], std::move(next), bits);
    }
  }
  for (Joined& group : kept) std::sort(group.parts.begin(), group.parts.end());
  return kept;
}

}  // namespace

std::vector<std::uint32_t> join_groups(std::span<const TaskingGroup> groups, std::span<const double> bits,
                                       const CampaignOptions& options, const Control& control) {
  std::vector<Joined> joined;
  for (std::uint32_t index = 0; index < groups.size(); ++index) {
    joined.push_back({{index}, groups[index], within_bits(groups[index], bits)});
  }
  for (const double level : {0.8, 0.4, options.common_tasking}) {
    for (std::size_t before = 0; before != joined.size();) {
      before = joined.size();
      joined = join_once(std::move(joined), std::max(level, options.common_tasking), bits, options, control);
    }
  }
  std::vector<std::uint32_t> label(groups.size());
  for (const Joined& one : joined) {
    for (const std::uint32_t part : one.parts) label[part] = one.parts.front();
  }
  return label;
}

std::vector<TaskingGroup> split_by_tasking(const Incidence& incidence, std::span<const double> bits,
                                           std::span<const std::uint32_t> members, const CampaignOptions& options,
                                           const Control& control) {
  const TaskingGroup whole = tasking_group(incidence, bits, {members.begin(), members.end()});
  // Each member by the own template of the cluster that it shares with most others; who uses none stays with the largest part.
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_template;
  std::vector<std::uint32_t> rest;
  for (const std::uint32_t member : members) {
    std::pair<double, std::uint32_t> best{0, 0};
    for (const std::uint32_t k : incidence.identifiers_of(member)) {
      const TemplateUse* use = find_use(whole, k);
      if (use == nullptr || own_bits(whole, *use, bits, options) == 0) continue;
      if (use->users * bits[k] > best.first) best = {use->users * bits[k], k};
    }
    (best.first > 0 ? by_template[best.second] : rest).push_back(member);
  }
  std::vector<TaskingGroup> groups;
  for (auto& [k, own] : by_template) groups.push_back(tasking_group(incidence, bits, std::move(own)));
  const std::vector<std::uint32_t> label = join_groups(groups, bits, options, control);
  std::map<std::uint32_t, std::vector<std::uint32_t>> joined;
  for (std::uint32_t index = 0; index < groups.size(); ++index) {
    auto& into = joined[label[index]];
    into.insert(into.end(), groups[index].members.begin(), groups[index].members.end());
  }
  const auto least = std::max<double>(kSmallestPart, options.usage * static_cast<double>(members.size()));
  std::vector<std::vector<std::uint32_t>> parts;
  for (auto& [first, own] : joined) {
    if (static_cast<double>(own.size()) >= least) {
      parts.push_back(std::move(own));
    } else {
      rest.insert(rest.end(), own.begin(), own.end());
    }
  }
  if (parts.empty()) parts.emplace_back();
  for (auto& part : parts) std::sort(part.begin(), part.end());
  std::sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  parts.front().insert(parts.front().end(), rest.begin(), rest.end());
  std::sort(parts.front().begin(), parts.front().end());
  std::vector<TaskingGroup> result;
  for (auto& part : parts) result.push_back(tasking_group(incidence, bits, std::move(part)));
  return result;
}

}  // namespace accountgraph
