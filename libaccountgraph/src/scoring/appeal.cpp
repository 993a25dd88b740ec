#include <accountgraph/scoring/appeal.hpp>

#include <algorithm>

#include <accountgraph/core/parallel.hpp>

#include "membership_trial.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kMostTried = 64;

}  // namespace

std::vector<std::uint32_t> identifiers_that_hold(const Incidence& incidence, const EvidenceModel& model,
                                                 const Background& background, const ClusterUse& use,
                                                 std::uint32_t account, const ScoringOptions& options) {
  MembershipTrial trial(incidence, model, background, use, account, true, options);
  Membership membership = trial.verdict();
  if (!membership.belongs) return {};
  std::vector<MembershipReason>& reasons = membership.reasons;
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& left, const auto& right) { return left.bits > right.bits; });
  const bool one_binds = std::count_if(reasons.begin(), reasons.end(), [](const auto& r) { return r.binds; }) == 1;
  std::vector<std::uint32_t> holding;
  for (std::size_t at = 0; at < reasons.size(); ++at) {
    const bool alone = one_binds && reasons[at].binds;
    if (alone || (at < kMostTried && !trial.verdict(reasons[at].identifier).belongs))
      holding.push_back(reasons[at].identifier);
  }
  return holding;
}

std::vector<std::uint32_t> held_by_one(const Incidence& incidence, const EvidenceModel& model,
                                       const Background& background, std::span<const Cluster> clusters,
                                       const ScoringOptions& options, const Control& control) {
  std::vector<std::uint32_t> held_by(incidence.num_accounts(), kNone);
  parallel_each(clusters.size(), 1, control, [&](std::size_t at) {
    const Cluster& cluster = clusters[at];
    if (!cluster.flagged) return;
    const ClusterUse use = cluster_use(incidence, cluster.members);
    parallel_each(cluster.members.size(), 16, control, [&](std::size_t m) {
      if (!cluster.core[m]) return;
      const std::uint32_t member = cluster.members[m];
      const auto holding = identifiers_that_hold(incidence, model, background, use, member, options);
      if (!holding.empty()) held_by[member] = holding.front();
    });
  });
  return held_by;
}

}  // namespace accountgraph
