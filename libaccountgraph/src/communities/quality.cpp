#include <accountgraph/communities/quality.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>

namespace accountgraph {
namespace {

// Weights as integers in units of 2^-shift, with the largest just below 2^82: 2^44 of them add up below 2^127.
struct Sums {
  int shift = 0;
  std::vector<Int128> inside, degree;  // per community; inside counts every edge twice, like the degree

  long double to_weight(Int128 fixed) const { return std::ldexp(static_cast<long double>(fixed), -shift); }
};

void check(const Graph& graph, const Partition& partition, double resolution) {
  require(partition.num_vertices() == graph.num_vertices(), "partition", "one label a vertex of `graph`",
          partition.num_vertices());
  require(resolution >= 0 && std::isfinite(resolution), "resolution", "finite and >= 0", resolution);
}

Sums add_up(const Graph& graph, const Partition& partition) {
  Sums sums;
  sums.inside.assign(partition.num_communities(), 0);
  sums.degree.assign(partition.num_communities(), 0);
  const auto heaviest = std::max_element(graph.weight.begin(), graph.weight.end());
  if (heaviest == graph.weight.end() || *heaviest == 0) return sums;
  sums.shift = 81 - std::ilogb(*heaviest);
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    for (std::uint64_t e = graph.begin[v]; e != graph.begin[v + 1]; ++e) {
      const std::uint32_t u = graph.neighbour[e];
      const auto weight = static_cast<Int128>(std::ldexp(static_cast<long double>(graph.weight[e]), sums.shift));
      const Int128 counted = u == v ? 2 * weight : weight;
      sums.degree[partition[v]] += counted;
      if (partition[u] == partition[v]) sums.inside[partition[v]] += counted;
    }
  }
  return sums;
}

}  // namespace

double modularity(const Graph& graph, const Partition& partition, double resolution) {
  check(graph, partition, resolution);
  const Sums sums = add_up(graph, partition);
  Int128 two_m = 0;
  for (const Int128 degree : sums.degree) two_m += degree;
  if (two_m == 0) return 0;
  const auto all = static_cast<long double>(two_m);
  long double quality = 0;
  for (std::size_t c = 0; c < sums.degree.size(); ++c) {
    const long double share = static_cast<long double>(sums.degree[c]) / all;
    quality += static_cast<long double>(sums.inside[c]) / all - resolution * share * share;
  }
  return static_cast<double>(quality);
}

double cpm_quality(const Graph& graph, const Partition& partition, double resolution) {
  check(graph, partition, resolution);
  const Sums sums = add_up(graph, partition);
  std::vector<std::int64_t> size(partition.num_communities(), 0);
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) {
    size[partition[v]] += graph.node_size.empty() ? 1 : graph.node_size[v];
  }
  Int128 inside = 0, pairs = 0;
  for (std::size_t c = 0; c < size.size(); ++c) {
    inside += sums.inside[c];
    pairs += Int128{size[c]} * (size[c] - 1) / 2;
  }
  return static_cast<double>(sums.to_weight(inside) / 2 - resolution * static_cast<long double>(pairs));
}

}  // namespace accountgraph
