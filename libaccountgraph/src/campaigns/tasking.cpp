#include "tasking.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace accountgraph {
namespace {

constexpr std::size_t kMostUnits = 2000;  ///< users of a template whose pairs are summed up

/// Union-find with path halving; the smaller index is the root.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void unite(std::uint32_t x, std::uint32_t y) {
    x = find(x), y = find(y);
    parent_[std::max(x, y)] = std::min(x, y);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Own templates of a set of members: used by the share `usage` of them, and rarer outside by the floor.
std::vector<std::pair<std::uint32_t, double>> own_templates(const Incidence& incidence,
                                                            std::span<const std::uint8_t> is_template,
                                                            const TemplateBackground& background,
                                                            std::span<const std::uint32_t> members,
                                                            const CampaignOptions& options) {
  std::map<std::uint32_t, std::uint32_t> users;
  for (const std::uint32_t member : members) {
    for (const std::uint32_t k : incidence.identifiers_of(member)) {
      if (is_template[k]) ++users[k];
    }
  }
  std::vector<std::pair<std::uint32_t, double>> own;
  for (const auto& [identifier, count] : users) {
    const double share = static_cast<double>(count) / static_cast<double>(members.size());
    if (count < 2 || share < options.usage) continue;
    if (std::log2(share / background.share(identifier)) >= options.template_floor_bits)
      own.emplace_back(identifier, share);
  }
  return own;
}

}  // namespace

std::vector<std::uint8_t> template_identifiers(const Incidence& incidence) {
  std::vector<std::uint8_t> is_template(incidence.num_identifiers());
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    if (incidence.kinds[kind].family != "content") continue;
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      is_template[k] = !incidence.placeholder[k];
    }
  }
  return is_template;
}

TemplateBackground template_background(const Incidence& incidence, std::span<const std::uint8_t> is_template,
                                       std::span<const std::uint8_t> inside) {
  TemplateBackground background{std::vector<std::uint64_t>(incidence.num_identifiers()), 0};
  for (std::uint32_t account = 0; account < incidence.num_accounts(); ++account) {
    if (inside[account]) continue;
    bool any = false;
    for (const std::uint32_t k : incidence.identifiers_of(account)) {
      background.users[k] += is_template[k];
      any = any || is_template[k];
    }
    background.accounts += any;
  }
  return background;
}

std::vector<TaskingUnit> tasking_units(const Incidence& incidence, std::span<const std::uint8_t> is_template,
                                       const TemplateBackground& background, const Cluster& cluster,
                                       std::uint32_t index, const CampaignOptions& options) {
  // Members are joined through the own templates they use; what falls apart are taskings that no member shares.
  const auto own = own_templates(incidence, is_template, background, cluster.members, options);
  DisjointSets groups(own.size());
  std::vector<std::uint32_t> first_own(cluster.members.size(), kNone);
  for (std::size_t m = 0; m < cluster.members.size(); ++m) {
    for (const std::uint32_t k : incidence.identifiers_of(cluster.members[m])) {
      const auto at = std::lower_bound(own.begin(), own.end(), std::pair(k, 0.0));
      if (at == own.end() || at->first != k) continue;
      const auto place = static_cast<std::uint32_t>(at - own.begin());
      if (first_own[m] == kNone)
        first_own[m] = place;
      else
        groups.unite(first_own[m], place);
    }
  }
  std::map<std::uint32_t, std::vector<std::uint32_t>> parts;
  std::vector<std::uint32_t> without;
  for (std::size_t m = 0; m < cluster.members.size(); ++m) {
    if (first_own[m] == kNone)
      without.push_back(cluster.members[m]);
    else
      parts[groups.find(first_own[m])].push_back(cluster.members[m]);
  }
  std::vector<std::vector<std::uint32_t>> units;
  for (auto& [group, members] : parts) {
    // A handful of members with a template of their own is no tasking of its own.
    if (members.size() >= 5 &&
        static_cast<double>(members.size()) >= options.usage * static_cast<double>(cluster.members.size())) {
      units.push_back(std::move(members));
    } else {
      without.insert(without.end(), members.begin(), members.end());
    }
  }
  if (units.empty()) units.push_back({});
  std::stable_sort(units.begin(), units.end(),
                   [](const auto& left, const auto& right) { return left.size() > right.size(); });
  units.front().insert(units.front().end(), without.begin(), without.end());
  std::vector<TaskingUnit> result;
  for (std::vector<std::uint32_t>& members : units) {
    std::sort(members.begin(), members.end());
    result.push_back({index, members, own_templates(incidence, is_template, background, members, options)});
  }
  return result;
}

std::vector<std::uint32_t> join_units(std::span<const TaskingUnit> units, const TemplateBackground& background,
                                      const CampaignOptions& options, const Control& control) {
  std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, double>>> users;  // template -> (unit, p_k)
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    for (const auto& [identifier, share] : units[unit].templates) users[identifier].emplace_back(unit, share);
  }
  DisjointSets campaigns(units.size());
  // A template that is enough by itself joins its users in a row, strongest first: linear. The others need the sum over pairs; one
  // that thousands of clusters use without being telling is left out, since it would cost their square and say little.
  for (auto& [identifier, list] : users) {
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (std::size_t at = 1; at < list.size(); ++at) {
      if (std::log2(list[at].second / background.share(identifier)) < options.join_bits) break;
      campaigns.unite(list[at - 1].first, list[at].first);
    }
    std::sort(list.begin(), list.end());
  }
  std::vector<double> bits(units.size());
  std::vector<std::uint32_t> touched;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    control.check();
    touched.clear();
    for (const auto& [identifier, share] : units[unit].templates) {
      const auto& list = users[identifier];
      if (list.size() > kMostUnits) continue;
      for (const auto& [other, other_share] : list) {
        if (other >= unit) break;
        const double common = std::log2(std::min(share, other_share) / background.share(identifier));
        if (bits[other] == 0) touched.push_back(other);
        bits[other] += common;
      }
    }
    for (const std::uint32_t other : touched) {
      if (std::min(bits[other], options.template_cap_bits) >= options.join_bits) campaigns.unite(unit, other);
      bits[other] = 0;
    }
  }
  std::vector<std::uint32_t> label(units.size());
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) label[unit] = campaigns.find(unit);
  return label;
}

}  // namespace accountgraph
