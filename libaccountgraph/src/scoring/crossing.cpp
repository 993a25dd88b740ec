#include <accountgraph/scoring/crossing.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace accountgraph {
namespace {

constexpr std::size_t kMostIdentifiers = 8;
constexpr std::size_t kLargestGroup = 200;

/// A group: the members (places in the cluster, ascending) that hold one identifier.
struct Group {
  std::uint32_t kind = 0;
  std::vector<std::uint32_t> members;
};

bool cross(const Group& left, const Group& right) {
  if (left.kind == right.kind) return false;
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < left.members.size() && j < right.members.size();) {
    common += left.members[i] == right.members[j];
    const bool step_left = left.members[i] <= right.members[j];
    j += right.members[j] <= left.members[i];
    i += step_left;
  }
  return common < left.members.size() && common < right.members.size();
}

}  // namespace

double crossing_share(const Incidence& incidence, const ClusterUse& use) {
  std::vector<Group> groups;
  std::uint32_t kind = 0;
  const std::size_t hub = std::clamp<std::size_t>(use.size / 4, 7, kLargestGroup);
  for (const IdentifierUse& entry : use.identifiers) {
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    const auto holders = incidence.accounts_of(entry.identifier);
    if (incidence.kinds[kind].family == "content" || entry.members < 2 || entry.members > hub) continue;
    if (2 * std::size_t{entry.members} < holders.size()) continue;
    Group group{kind, {}};
    for (const std::uint32_t holder : holders) {
      const auto at = std::lower_bound(use.members.begin(), use.members.end(), holder);
      if (at != use.members.end() && *at == holder)
        group.members.push_back(static_cast<std::uint32_t>(at - use.members.begin()));
    }
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& left, const Group& right) { return left.members.size() < right.members.size(); });
  std::vector<std::vector<std::uint32_t>> held(use.size);  // per member its groups, smallest first
  for (std::uint32_t at = 0; at < groups.size(); ++at) {
    for (const std::uint32_t member : groups[at].members) held[member].push_back(at);
  }
  std::size_t crossed = 0;
  for (std::vector<std::uint32_t>& mine : held) {
    std::vector<std::size_t> taken(incidence.num_kinds());
    std::erase_if(mine, [&](std::uint32_t at) { return ++taken[groups[at].kind] > kMostIdentifiers; });
    crossed += std::any_of(mine.begin(), mine.end(), [&](std::uint32_t left) {
      return std::any_of(mine.begin(), mine.end(),
                         [&](std::uint32_t right) { return left < right && cross(groups[left], groups[right]); });
    });
  }
  return use.size == 0 ? 0 : static_cast<double>(crossed) / use.size;
}

}  // namespace accountgraph
