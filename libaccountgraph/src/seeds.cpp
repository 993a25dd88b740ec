#include <accountgraph/seeds.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/scoring/membership.hpp>

namespace accountgraph {
namespace {

/// The links among accounts in no cluster at a lower threshold. A community's weight is what a pair has above that.
LinkGraph weak_links(const Incidence& incidence, EvidenceModel model, const Assignment& assignment,
                     const SeedOptions& options, LinkOptions linkage, const Control& control) {
  linkage.max_links_per_account =
      LinkOptions{}.max_links_per_account;  // bounds what links show, not what proposes groups
  model.threshold_bits =
      std::max(2 * kBit, model.prior_bits + static_cast<Bits>(std::lround(options.margin_bits * kBit)));
  model.synchrony = {};  // costs most of a join, and membership looks at time anyway
  const std::size_t kinds = incidence.num_kinds();
  for (std::size_t account = 0; account < assignment.cluster_of.size();
       ++account) {  // takes no part: nothing outweighs it
    if (assignment.cluster_of[account] != kNone)
      std::fill_n(model.activity_bits.begin() + static_cast<std::ptrdiff_t>(account * kinds), kinds, kNoCap);
  }
  LinkGraph links = link_accounts(incidence, model, linkage, control);
  links.prior_bits = links.threshold_bits - kBit;
  return links;
}

/// Lets go who would not join, until all that are left would.
void keep_members(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                  const ScoringOptions& scoring, std::vector<std::uint32_t>& group) {
  while (group.size() >= scoring.join_into) {
    const ClusterUse use = cluster_use(incidence, group);
    std::vector<std::uint32_t> kept;
    std::copy_if(group.begin(), group.end(), std::back_inserter(kept), [&](std::uint32_t account) {
      return judge_membership(incidence, model, background, use, account, true, scoring).joins;
    });
    if (kept.size() == group.size()) return;
    group = std::move(kept);
  }
  group.clear();
}

}  // namespace

void validate(const SeedOptions& options) {
  require(options.margin_bits >= -16 && options.margin_bits <= 0, "margin_bits", "in [-16, 0]", options.margin_bits);
}

Assignment add_seeds(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                     Assignment assignment, const SeedOptions& options, const LinkOptions& linkage,
                     const LeidenOptions& communities, const ScoringOptions& scoring, const Control& control) {
  validate(options);
  if (incidence.num_accounts() > options.max_accounts || !model.capped) return assignment;
  const Control own{control.stop, {}};  // a second linkage is no progress of the first
  LinkGraph links;
  try {
    links = weak_links(incidence, model, assignment, options, linkage, own);
  } catch (const InputError&) {  // max_memory_bytes
    return assignment;
  }
  assignment.seeds = 0;
  const Partition partition = expand_stars(links, leiden(graph_of_links(links), communities, nullptr, own).partition);
  const CommunityMembers members = members_of(partition);
  std::vector<std::vector<std::uint32_t>> groups(partition.num_communities());
  parallel_each(groups.size(), 16, control, [&](std::size_t at) {
    const auto community = members.of(static_cast<std::uint32_t>(at));
    if (community.size() < scoring.join_into) return;
    groups[at].assign(community.begin(), community.end());
    keep_members(incidence, model, background, scoring, groups[at]);
  });
  for (const std::vector<std::uint32_t>& group : groups) {
    if (group.empty()) continue;
    for (const std::uint32_t account : group) assignment.cluster_of[account] = assignment.num_clusters;
    ++assignment.num_clusters;
    ++*assignment.seeds;
  }
  return assignment;
}

}  // namespace accountgraph
