#include "tasking_in_common.hpp"

#include <algorithm>

#include "counted.hpp"

namespace accountgraph {
namespace {

constexpr std::uint32_t kUsage = 10;  ///< a template of a tasking is used by one in so many members
constexpr double kHasTasking = 0.5;
constexpr double kSmallerInCommon = 0.5;
constexpr double kLargerInCommon = 0.25;

bool is_used(const ClusterUse& use, const IdentifierUse& entry) {
  return entry.members >= 2 && std::uint64_t{entry.members} * kUsage >= use.size;
}

/// The share of members that use a template of the cluster's tasking that `admit` lets through.
template <class Admit>
double covered(const Incidence& incidence, const EvidenceModel& model, const Background& background,
               const ClusterUse& use, Admit admit) {
  std::vector<std::uint8_t> reached(use.size);
  std::uint32_t kind = 0;
  for (const IdentifierUse& entry : use.identifiers) {
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (incidence.kinds[kind].family != "content" || !is_used(use, entry) || !admit(entry.identifier)) continue;
    if (cluster_identifier_bits(incidence, model, background, entry.identifier, kind, entry.members,
                                use.kind_entries[kind]) < kClusterFloor)
      continue;
    for (const std::uint32_t holder : incidence.accounts_of(entry.identifier)) {
      const auto at = std::lower_bound(use.members.begin(), use.members.end(), holder);
      if (at != use.members.end() && *at == holder) reached[static_cast<std::size_t>(at - use.members.begin())] = 1;
    }
  }
  return static_cast<double>(std::count(reached.begin(), reached.end(), 1)) / use.size;
}

}  // namespace

bool tasking_in_common(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                       const ClusterUse& smaller, const ClusterUse& larger) {
  const auto share = [&](const ClusterUse& use, auto admit) {
    return covered(incidence, model, background, use, admit);
  };
  const auto any = [](std::uint32_t) { return true; };
  const auto used_by = [](const ClusterUse& other) {
    return [&other](std::uint32_t identifier) {
      const IdentifierUse* entry = other.find(identifier);
      return entry != nullptr && is_used(other, *entry);
    };
  };
  if (share(smaller, any) < kHasTasking || share(larger, any) < kHasTasking) return true;
  return share(smaller, used_by(larger)) >= kSmallerInCommon && share(larger, used_by(smaller)) >= kLargerInCommon;
}

}  // namespace accountgraph
