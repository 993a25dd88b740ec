#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

void build_adjacency(LinkGraph& graph) {
  graph.begin.assign(graph.num_accounts + std::size_t{1}, 0);
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) {
    ++graph.begin[graph.source[at] + std::size_t{1}];
    ++graph.begin[graph.target[at] + std::size_t{1}];
  }
  for (std::size_t v = 0; v < graph.num_accounts; ++v) graph.begin[v + 1] += graph.begin[v];
  graph.neighbour.resize(2 * graph.num_links());
  graph.link.resize(2 * graph.num_links());
  std::vector<std::uint64_t> next(graph.begin.begin(), graph.begin.end() - 1);
  const auto place = [&](std::uint32_t from, std::uint32_t to, std::uint64_t at) {
    graph.neighbour[next[from]] = to;
    graph.link[next[from]++] = at;
  };
  // Smaller neighbours first (links by ascending source reach each target in order), then the larger ones.
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) place(graph.target[at], graph.source[at], at);
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) place(graph.source[at], graph.target[at], at);
}

}  // namespace accountgraph
