#include <accountgraph/scoring/score.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/scoring/conduct.hpp>
#include <accountgraph/scoring/crossing.hpp>
#include <accountgraph/scoring/membership.hpp>
#include <accountgraph/scoring/rotation.hpp>

#include "family_profile.hpp"

namespace accountgraph {
namespace {

constexpr double kLawful = -4;  ///< what its shape explains of a lawful cluster leaves at most this, or little more
constexpr double kExplained = 7.0 / 8;  ///< share of what is above that a lawful shape explains

/// What the cluster does (scoring/conduct.hpp), in bits. Each part is bounded: one operator decides once for all accounts.
struct ConductPart {
  const char* name;
  double Conduct::* figure;
  double weight, most;
  bool lawful;  ///< found among people who belong together: a lawful shape explains it
};
constexpr ConductPart kConduct[] = {
    {"tasking", &Conduct::tasking, 0.5, 3, true},         {"burst", &Conduct::burst, 0.5, 2, true},
    {"synchrony", &Conduct::synchrony, 6, 6, false},      {"no_pause", &Conduct::no_pause, 4, 3, false},
    {"retargeting", &Conduct::retargeting, 0.5, 2, true}, {"no_ramp_up", &Conduct::no_ramp_up, 2, 2, true},
    {"volume", &Conduct::volume, 1.5, 3, true},
};

/// Log2 odds, part by part. The weights are reasoned, not fitted: a lawful group of some size shares one or two things, and what it
/// shares nests; that most members share devices or cards a few at a time, crosswise, in several independent families, has no
/// lawful reason; nor has it to do with belonging together that sessions begin in the same minutes, or that accounts never sleep.
std::vector<ScorePart> score_parts(std::span<const FamilyProfile> families, const Cluster& cluster,
                                   const Conduct& conduct, const ScoringOptions& options) {
  std::vector<ScorePart> parts;
  parts.push_back({"prior", -10.0});
  parts.push_back({"size", std::clamp(std::log2(static_cast<double>(cluster.members.size()) / 8.0), -2.0, 3.0)});
  int covered = 0;
  for (const FamilyProfile& family : families) {
    covered += family.coverage >= options.flag_coverage;
    const bool one_place = family.name == "network" && family.largest >= 0.5;
    parts.push_back({"shared_" + family.name, (one_place ? -2.0 : family.soft ? 3.0 : 5.0) * family.coverage});
  }
  parts.push_back({"independent_families", 2.0 * std::max(0, covered - 1)});
  const double beyond = crossing_beyond_allowance(cluster, options);
  parts.push_back({"crossing", std::isnan(beyond) ? 0.0 : 20.0 * (std::min(beyond, 0.5) - options.flag_crossing)});
  parts.push_back({"rotation", 6.0 * cluster.rotation});
  double sum = 0;
  for (const ScorePart& part : parts) sum += part.bits;
  for (const ConductPart& part : kConduct) {
    parts.push_back({part.name, std::min(part.most, part.weight * (conduct.*part.figure))});
    if (part.lawful) sum += parts.back().bits;
  }
  parts.push_back({"lawful_shape", is_lawful(cluster.archetype) ? -kExplained * std::max(0.0, sum - kLawful) : 0.0});
  return parts;
}

}  // namespace

const char* to_string(Unflagged reason) {
  switch (reason) {
    case Unflagged::few_members:
      return "few_members";
    case Unflagged::low_score:
      return "low_score";
    case Unflagged::one_source:
      return "one_source";
    case Unflagged::lawful_shape:
      return "lawful_shape";
    case Unflagged::chance:
      return "chance";
  }
  return "";
}

std::vector<Unflagged> why_not_flagged(const Incidence& incidence, const Cluster& cluster,
                                       const ScoringOptions& options) {
  const auto families = family_profiles(incidence, cluster.profile, options.flag_coverage);
  const auto covered = std::count_if(families.begin(), families.end(),
                                     [&](const auto& family) { return family.coverage >= options.flag_coverage; });
  bool enough = covered >= 2;
  if (families.size() == 1) {
    double held = 0;  // covering identifiers per member
    for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      held += cluster.profile[kind].identifiers * cluster.profile[kind].reuse;
    }
    enough = held >= 2.0 * static_cast<double>(cluster.members.size());
  }
  std::vector<Unflagged> reasons;
  if (cluster.members.size() < options.flag_size) reasons.push_back(Unflagged::few_members);
  if (!(cluster.score > options.flag_score)) reasons.push_back(Unflagged::low_score);
  if (!enough) reasons.push_back(Unflagged::one_source);
  if (is_lawful(cluster.archetype)) reasons.push_back(Unflagged::lawful_shape);
  if (reasons.empty() && cluster.q_value && !cluster.flagged) reasons.push_back(Unflagged::chance);
  return reasons;
}

std::vector<Cluster> score_clusters(const Incidence& incidence, const EvidenceModel& model,
                                    std::span<const std::vector<std::uint32_t>> groups, const ScoringOptions& options,
                                    const Control& control) {
  validate(options);
  std::vector<Cluster> clusters;
  std::vector<std::uint32_t> cluster_of(incidence.num_accounts(), kNone);
  for (const std::vector<std::uint32_t>& group : groups) {
    if (group.size() < 2) continue;
    for (const std::uint32_t member : group) cluster_of[member] = static_cast<std::uint32_t>(clusters.size());
    clusters.emplace_back().members = group;
  }
  const Background background = background_use(incidence, model, cluster_of, control);
  const Habits habits = habits_of(incidence, model, background, control);
  const bool separable = std::count_if(incidence.kinds.begin(), incidence.kinds.end(),
                                       [](const Kind& kind) { return kind.family != "content"; }) >= 2;
  parallel_each(clusters.size(), 16, control, [&](std::size_t at) {
    Cluster& cluster = clusters[at];
    const ClusterUse use = cluster_use(incidence, cluster.members);
    cluster.profile = cluster_profile(incidence, use, cluster.members);
    cluster.crossing = separable ? crossing_share(incidence, use) : std::numeric_limits<double>::quiet_NaN();
    cluster.rotation = rotation_share(incidence, use);
    cluster.archetype = cluster_archetype(incidence, cluster, options);
    const auto families = family_profiles(incidence, cluster.profile, options.flag_coverage);
    const Conduct conduct = conduct_of(incidence, model, background, habits, use, control);
    cluster.parts = score_parts(families, cluster, conduct, options);
    for (const ScorePart& part : cluster.parts) cluster.score += part.bits;
    cluster.flagged = why_not_flagged(incidence, cluster, options).empty();
    cluster.core.resize(cluster.members.size());
    cluster.member_bits.resize(cluster.members.size());
    parallel_each(cluster.members.size(), 256, control, [&](std::size_t m) {
      const Membership membership =
          judge_membership(incidence, model, background, use, cluster.members[m], true, options);
      cluster.core[m] = membership.belongs;
      cluster.member_bits[m] = to_bits(membership.bits);
    });
  });
  std::sort(clusters.begin(), clusters.end(), [](const Cluster& left, const Cluster& right) {
    if (left.score != right.score) return left.score > right.score;
    if (left.members.size() != right.members.size()) return left.members.size() > right.members.size();
    return left.members.front() < right.members.front();
  });
  return clusters;
}

}  // namespace accountgraph
