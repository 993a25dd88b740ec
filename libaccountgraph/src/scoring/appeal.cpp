#include <accountgraph/scoring/appeal.hpp>

#include <algorithm>

#include <accountgraph/core/parallel.hpp>

#include "membership_trial.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kMostTried = 64;

}  // namespace

std::uint32_t held_by_one(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                          const ClusterUse& use, std::uint32_t account, const ScoringOptions& options) {
  MembershipTrial trial(incidence, model, background, use, account, true, options);
  Membership membership = trial.verdict();
  if (!membership.belongs) return kNone;
  std::vector<MembershipReason>& reasons = membership.reasons;
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& left, const auto& right) { return left.bits > right.bits; });
  if (reasons.size() > kMostTried) reasons.resize(kMostTried);
  for (const MembershipReason& reason : reasons) {
    if (!trial.verdict(reason.identifier).belongs) return reason.identifier;
  }
  return kNone;
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
      if (cluster.core[m])
        held_by[cluster.members[m]] = held_by_one(incidence, model, background, use, cluster.members[m], options);
    });
  });
  return held_by;
}

}  // namespace accountgraph
