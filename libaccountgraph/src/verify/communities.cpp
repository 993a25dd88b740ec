#include <accountgraph/verify/communities.hpp>

#include <deque>
#include <map>
#include <vector>

namespace accountgraph::verify {
namespace {

std::string braces(const std::vector<std::uint32_t>& vertices) {
  std::string text = "{";
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    if (i > 0) text += ", ";
    if (i == 10) {
      text += "...";
      break;
    }
    text += std::to_string(vertices[i]);
  }
  return text + "}";
}

}  // namespace

std::optional<std::string> communities_connected(const Graph& graph, const Partition& partition) {
  if (auto wrong = valid_partition(graph, partition)) return wrong;
  const std::uint32_t n = graph.num_vertices();
  std::vector<bool> reached(n, false);
  std::map<std::uint32_t, std::uint32_t> first;  // community -> its first vertex
  for (std::uint32_t v = 0; v < n; ++v) first.emplace(partition[v], v);
  for (const auto& [community, root] : first) {
    std::deque<std::uint32_t> queue = {root};
    reached[root] = true;
    while (!queue.empty()) {
      const std::uint32_t v = queue.front();
      queue.pop_front();
      for (std::uint64_t e = graph.begin[v]; e < graph.begin[v + 1]; ++e) {
        const std::uint32_t u = graph.neighbour[e];
        if (partition[u] == community && !reached[u]) {
          reached[u] = true;
          queue.push_back(u);
        }
      }
    }
  }
  for (std::uint32_t v = 0; v < n; ++v) {
    if (reached[v]) continue;
    std::vector<std::uint32_t> part, rest;
    for (std::uint32_t u = 0; u < n; ++u) {
      if (partition[u] == partition[v]) (reached[u] ? part : rest).push_back(u);
    }
    return "community " + std::to_string(partition[v]) + " splits into " + braces(part) + " and " + braces(rest);
  }
  return std::nullopt;
}

std::optional<std::string> valid_membership(std::span<const std::uint32_t> membership, std::uint32_t num_vertices,
                                            std::uint32_t num_communities) {
  if (membership.size() != num_vertices) {
    return std::to_string(membership.size()) + " labels for " + std::to_string(num_vertices) + " vertices";
  }
  std::uint64_t seen = 0;
  for (std::size_t v = 0; v < membership.size(); ++v) {
    if (membership[v] > seen) {
      return "vertex " + std::to_string(v) + " has label " + std::to_string(membership[v]) +
             " but the labels before it " +
             (seen == 0 ? std::string("are none") : "end at " + std::to_string(seen - 1));
    }
    if (membership[v] == seen) ++seen;
  }
  if (seen != num_communities) {
    return std::to_string(seen) + " labels are in use but " + std::to_string(num_communities) +
           " communities are claimed";
  }
  return std::nullopt;
}

std::optional<std::string> valid_partition(const Graph& graph, const Partition& partition) {
  return valid_membership(partition.membership(), graph.num_vertices(), partition.num_communities());
}

}  // namespace accountgraph::verify
