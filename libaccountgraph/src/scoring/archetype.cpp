#include <algorithm>
#include <cmath>

#include <accountgraph/scoring/score.hpp>

#include "family_profile.hpp"

namespace accountgraph {

namespace {

constexpr std::size_t kHousehold = 12;  ///< members, relatives of another home among them
constexpr double kRotating = 0.5;

}  // namespace

std::vector<FamilyProfile> family_profiles(const Incidence& incidence, std::span<const KindProfile> profile,
                                           double flag_coverage) {
  std::vector<FamilyProfile> families;
  for (std::size_t kind = 0; kind < profile.size(); ++kind) {
    const Kind& declared = incidence.kinds[kind];
    auto family = std::find_if(families.begin(), families.end(),
                               [&](const auto& known) { return known.name == declared.family; });
    if (family == families.end()) {
      families.push_back({declared.family});
      family = families.end() - 1;
    }
    family->soft = family->soft && declared.soft;
    family->coverage = std::max(family->coverage, profile[kind].coverage);
    family->largest = std::max(family->largest, profile[kind].largest);
    family->present = std::max(family->present, profile[kind].present);
    family->farmed = family->farmed || (!declared.soft && profile[kind].coverage >= flag_coverage &&
                                        profile[kind].identifiers >= 3 && profile[kind].largest <= 0.5);
  }
  return families;
}

double crossing_beyond_allowance(const Cluster& cluster, const ScoringOptions& options) {
  if (std::isnan(cluster.crossing)) return cluster.crossing;
  return std::max(0.0, cluster.crossing - options.crossing_allowance / static_cast<double>(cluster.members.size()));
}

Archetype cluster_archetype(const Incidence& incidence, const Cluster& cluster, const ScoringOptions& options) {
  const std::vector<FamilyProfile> families = family_profiles(incidence, cluster.profile, options.flag_coverage);
  const auto covered = [&](const FamilyProfile& family) { return family.coverage >= options.flag_coverage; };
  const auto any = [&](auto holds) { return std::any_of(families.begin(), families.end(), holds); };
  const bool content = any([&](const auto& f) { return f.name == "content" && covered(f); });
  const bool network = any([&](const auto& f) { return f.name == "network" && covered(f); });
  const bool no_devices = any([](const auto& f) { return f.name == "device" && f.present < 0.5; });
  const bool one_device = any([](const auto& f) { return f.name == "device" && f.largest >= 0.5; });
  const auto machine = [](const FamilyProfile& f) { return f.name == "device" || f.name == "network"; };
  const bool machines_alone = any([&](const auto& f) { return !machine(f) && f.present >= 0.5; }) &&
                              !any([&](const auto& f) { return !machine(f) && covered(f); });
  const bool hard = any([&](const auto& f) { return !f.soft && covered(f); });
  const bool one_place = any([](const auto& f) { return f.name == "network" && f.largest >= 0.5; });
  const auto by_one = [](const FamilyProfile& f) { return f.largest >= 0.65 * f.coverage; };
  const bool one_payer = any([&](const auto& f) { return !f.soft && f.name != "device" && covered(f) && by_one(f); });
  const bool dealt_devices = any([&](const auto& f) { return f.name == "device" && covered(f) && !by_one(f); });
  const double beyond = crossing_beyond_allowance(cluster, options);
  const bool crossing =
      std::isnan(beyond) ? any([](const auto& f) { return f.farmed; }) : beyond >= options.flag_crossing;
  const auto families_covered = std::count_if(families.begin(), families.end(), covered);

  if (cluster.members.size() <= kHousehold && !content) return Archetype::household;
  if (one_payer && families.size() > 1 && !(crossing && dealt_devices)) return Archetype::reseller;
  if (crossing && families_covered >= std::min<std::ptrdiff_t>(2, std::ssize(families)))
    return machines_alone ? Archetype::gateway : Archetype::farm;
  if (families.size() == 1) return Archetype::undetermined;
  if (content && cluster.rotation >= kRotating) return Archetype::proxy_pool;
  if (network && families_covered == 1 && cluster.rotation >= kRotating) return Archetype::shared_proxy;
  if (network && (no_devices || one_device)) return Archetype::gateway;
  if (one_place) return Archetype::shared_place;
  if (content && !hard) return Archetype::classroom;
  if (families_covered == 1 && network) return Archetype::shared_network;
  if (families_covered >= 1 && !crossing) return Archetype::nested_groups;
  return Archetype::undetermined;
}

}  // namespace accountgraph
