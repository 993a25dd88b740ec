#include <accountgraph/scoring/crossing.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace accountgraph {
namespace {

constexpr std::size_t kMostIdentifiers = 8;
constexpr std::size_t kLargestGroup = 200;
constexpr std::uint32_t kFamily = 8;  ///< a block of fewer members is a family

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

struct Blocks {
  std::vector<std::vector<std::uint32_t>> of;  ///< beside each entry of `held`
  std::vector<std::uint32_t> members;          ///< per block
};

/// The biconnected components (blocks) of the graph of members and their groups: two of a member's groups are in one block where they
/// hang together without that member, too. Tarjan 1972 (doi 10.1137/0201010), without
/// recursion. Linear.
Blocks blocks(const std::vector<std::vector<std::uint32_t>>& held, std::uint32_t num_groups) {
  const auto members = static_cast<std::uint32_t>(held.size());
  struct Edge {
    std::uint32_t to = 0, number = 0;
  };
  std::vector<std::vector<Edge>> edges(members + std::size_t{num_groups});  // vertices: members, then groups
  std::uint32_t num_edges = 0;
  for (std::uint32_t member = 0; member < members; ++member) {
    for (const std::uint32_t group : held[member]) {
      edges[member].push_back({members + group, num_edges});
      edges[members + group].push_back({member, num_edges++});
    }
  }
  struct Visit {
    std::uint32_t vertex = 0, by = kNone;  // the edge it was reached by
    std::size_t next = 0;
  };
  std::vector<std::uint32_t> order(edges.size(), kNone), low(edges.size()), label(num_edges, kNone), open;
  std::uint32_t clock = 0, num_blocks = 0;
  std::vector<Visit> path;
  for (std::uint32_t root = 0; root < members; ++root) {
    if (order[root] != kNone) continue;
    order[root] = low[root] = clock++;
    path.push_back({root});
    while (!path.empty()) {
      Visit& visit = path.back();
      const std::uint32_t vertex = visit.vertex;
      if (visit.next < edges[vertex].size()) {
        const Edge edge = edges[vertex][visit.next++];
        if (edge.number == visit.by) continue;
        if (order[edge.to] == kNone) {
          open.push_back(edge.number);
          order[edge.to] = low[edge.to] = clock++;
          path.push_back({edge.to, edge.number});
        } else if (order[edge.to] < order[vertex]) {
          open.push_back(edge.number);
          low[vertex] = std::min(low[vertex], order[edge.to]);
        }
        continue;
      }
      const std::uint32_t by = visit.by;
      path.pop_back();
      if (path.empty()) break;
      const std::uint32_t above = path.back().vertex;
      low[above] = std::min(low[above], low[vertex]);
      if (low[vertex] < order[above]) continue;
      for (std::uint32_t edge = kNone; edge != by;) {
        edge = open.back();
        open.pop_back();
        label[edge] = num_blocks;
      }
      ++num_blocks;
    }
  }
  Blocks found{std::vector<std::vector<std::uint32_t>>(members), std::vector<std::uint32_t>(num_blocks)};
  std::vector<std::uint32_t> counted(num_blocks, kNone);  // the member counted last
  std::uint32_t edge = 0;
  for (std::uint32_t member = 0; member < members; ++member) {
    for (std::size_t at = 0; at < held[member].size(); ++at) {
      const std::uint32_t block = label[edge++];
      found.of[member].push_back(block);
      found.members[block] += counted[block] != member;
      counted[block] = member;
    }
  }
  return found;
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
  for (std::vector<std::uint32_t>& mine : held) {
    std::vector<std::size_t> taken(incidence.num_kinds());
    std::erase_if(mine, [&](std::uint32_t at) { return ++taken[groups[at].kind] > kMostIdentifiers; });
  }
  const Blocks found = blocks(held, static_cast<std::uint32_t>(groups.size()));
  std::size_t crossed = 0;
  for (std::size_t member = 0; member < held.size(); ++member) {
    const std::vector<std::uint32_t>&mine = held[member], &block = found.of[member];
    const auto crosses = [&] {
      for (std::size_t i = 0; i < mine.size(); ++i) {
        if (found.members[block[i]] < kFamily) continue;
        for (std::size_t j = i + 1; j < mine.size(); ++j) {
          if (block[i] == block[j] && cross(groups[mine[i]], groups[mine[j]])) return true;
        }
      }
      return false;
    };
    crossed += crosses();
  }
  return use.size == 0 ? 0 : static_cast<double>(crossed) / use.size;
}

}  // namespace accountgraph
