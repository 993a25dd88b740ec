#include <accountgraph/communities/partition.hpp>

#include <algorithm>

#include <accountgraph/core/ids.hpp>

namespace accountgraph {

// Labels not much larger than the number of vertices index a table; others are first replaced by their ranks.
Partition::Partition(std::span<const std::uint32_t> labels) : membership_(labels.begin(), labels.end()) {
  if (labels.empty()) return;
  std::uint64_t bound = std::uint64_t{*std::max_element(labels.begin(), labels.end())} + 1;
  if (bound > 4 * labels.size() + 1024) {
    std::vector<std::uint32_t> distinct(labels.begin(), labels.end());
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (std::uint32_t& label : membership_) {
      label = static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), label) - distinct.begin());
    }
    bound = distinct.size();
  }
  std::vector<std::uint32_t> canonical(bound, kNone);
  for (std::uint32_t& label : membership_) {
    if (canonical[label] == kNone) canonical[label] = num_communities_++;
    label = canonical[label];
  }
}

CommunityMembers members_of(const Partition& partition) {
  CommunityMembers members;
  members.begin.assign(std::size_t{partition.num_communities()} + 1, 0);
  for (const std::uint32_t label : partition.membership()) ++members.begin[label + 1];
  for (std::size_t c = 1; c < members.begin.size(); ++c) members.begin[c] += members.begin[c - 1];
  members.vertex.resize(partition.num_vertices());
  std::vector<std::uint64_t> at(members.begin.begin(), members.begin.end() - 1);
  for (std::uint32_t v = 0; v < partition.num_vertices(); ++v) members.vertex[at[partition[v]]++] = v;
  return members;
}

}  // namespace accountgraph
