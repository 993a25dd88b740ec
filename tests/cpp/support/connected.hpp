/// How many communities hang together only through others: a slow twin for tests of stages below verify.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/partition.hpp>

namespace support {

inline std::uint32_t disconnected_communities(const accountgraph::Graph& graph,
                                              const accountgraph::Partition& partition) {
  std::vector<bool> seen(graph.num_vertices()), started(partition.num_communities()), torn(partition.num_communities());
  for (std::uint32_t root = 0; root < graph.num_vertices(); ++root) {
    if (seen[root]) continue;
    if (started[partition[root]]) torn[partition[root]] = true;
    started[partition[root]] = true;
    std::vector<std::uint32_t> open = {root};
    seen[root] = true;
    while (!open.empty()) {
      const std::uint32_t v = open.back();
      open.pop_back();
      for (const std::uint32_t u : graph.neighbours(v)) {
        if (seen[u] || partition[u] != partition[v]) continue;
        seen[u] = true;
        open.push_back(u);
      }
    }
  }
  std::uint32_t count = 0;
  for (const bool is_torn : torn) count += is_torn;
  return count;
}

}  // namespace support
