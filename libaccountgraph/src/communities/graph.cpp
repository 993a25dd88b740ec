#include <accountgraph/communities/graph.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

constexpr std::size_t kEdgeBlock = 1 << 15;
constexpr std::size_t kRowBlock = 1 << 10;

struct Entry {
  std::uint32_t neighbour;
  double weight;
  friend bool operator<(const Entry& a, const Entry& b) {
    return a.neighbour != b.neighbour ? a.neighbour < b.neighbour : a.weight < b.weight;
  }
};

std::uint64_t fetch_add(std::uint64_t& counter) {
  return std::atomic_ref(counter).fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t running_total(std::vector<std::uint64_t>& counts) {  // counts[i] becomes the sum of those before i
  std::uint64_t total = 0;
  for (std::uint64_t& count : counts) total += std::exchange(count, total);
  return total;
}

void check_edges(std::span<const std::uint32_t> source, std::span<const std::uint32_t> target,
                 std::span<const double> weight, std::uint64_t num_vertices) {
  parallel_each(source.size(), kEdgeBlock, {}, [&](std::size_t edge) {
    const std::uint32_t largest = std::max(source[edge], target[edge]);
    require(largest < num_vertices, "source and target", "below `num_vertices`", largest);
    if (!weight.empty()) {
      require(std::isfinite(weight[edge]) && weight[edge] >= 0, "weight", "finite and >= 0", weight[edge]);
    }
  });
}

// Sorts a row and adds up repeated neighbours, lightest first. Returns the number of entries left.
std::uint64_t merge_row(Entry* first, Entry* last) {
  std::sort(first, last);
  Entry* out = first;
  for (const Entry* entry = first; entry != last; ++out) {
    Entry merged{entry->neighbour, 0.0};
    for (; entry != last && entry->neighbour == merged.neighbour; ++entry) merged.weight += entry->weight;
    require(std::isfinite(merged.weight), "weight", "finite when repeated edges are added up", merged.weight);
    *out = merged;
  }
  return static_cast<std::uint64_t>(out - first);
}

}  // namespace

Graph Graph::from_edges(std::span<const std::uint32_t> source, std::span<const std::uint32_t> target,
                        std::span<const double> weight, std::optional<std::uint32_t> num_vertices) {
  require(target.size() == source.size(), "target", "as long as `source`", target.size());
  require(weight.empty() || weight.size() == source.size(), "weight", "empty or as long as `source`", weight.size());
  std::uint64_t vertices = num_vertices.value_or(0);
  if (!num_vertices && !source.empty()) {
    vertices = std::uint64_t{std::max(*std::max_element(source.begin(), source.end()),
                                      *std::max_element(target.begin(), target.end()))} +
               1;
  }
  require(vertices <= kMaxIds, "num_vertices", "below 2^31", vertices);
  check_edges(source, target, weight, vertices);

  // Entries reach their row in any order; sorting the row by (neighbour, weight) makes the order that of the values
  // alone.
  std::vector<std::uint64_t> row(vertices + 1, 0);
  parallel_each(source.size(), kEdgeBlock, {}, [&](std::size_t edge) {
    fetch_add(row[source[edge]]);
    if (target[edge] != source[edge]) fetch_add(row[target[edge]]);
  });
  std::vector<Entry> entries(running_total(row));
  std::vector<std::uint64_t> at(row.begin(), row.end() - 1);
  parallel_each(source.size(), kEdgeBlock, {}, [&](std::size_t edge) {
    const double value = weight.empty() ? 1.0 : weight[edge];
    entries[fetch_add(at[source[edge]])] = {target[edge], value};
    if (target[edge] != source[edge]) entries[fetch_add(at[target[edge]])] = {source[edge], value};
  });

  Graph graph;
  graph.begin.assign(vertices + 1, 0);
  parallel_each(vertices, kRowBlock, {}, [&](std::size_t v) {
    graph.begin[v] = merge_row(entries.data() + row[v], entries.data() + row[v + 1]);
  });
  const std::uint64_t kept = running_total(graph.begin);
  graph.neighbour.resize(kept);
  graph.weight.resize(kept);
  parallel_each(vertices, kRowBlock, {}, [&](std::size_t v) {
    for (std::uint64_t from = row[v], to = graph.begin[v]; to != graph.begin[v + 1]; ++from, ++to) {
      graph.neighbour[to] = entries[from].neighbour;
      graph.weight[to] = entries[from].weight;
    }
  });
  return graph;
}

Graph graph_of_links(const LinkGraph& links) {
  const bool stars = !links.star_centre.empty();
  const auto centre_of = [&](std::uint32_t account) { return stars ? links.star_centre[account] : account; };
  std::vector<std::uint32_t> node_size(links.num_accounts, 1);
  for (std::uint32_t account = 0; account < links.num_accounts; ++account) {
    if (centre_of(account) != account) ++node_size[centre_of(account)];
  }

  // A link between two centres stands for size x size pairs. A star of k accounts has k - 1 links to its centre, which
  // stand for the k (k - 1) / 2 pairs inside: k / 2 each, as a self-loop of the centre.
  std::vector<std::uint32_t> source(links.num_links()), target(links.num_links());
  std::vector<double> weight(links.num_links());
  for (std::size_t link = 0; link < links.num_links(); ++link) {
    source[link] = centre_of(links.source[link]);
    target[link] = centre_of(links.target[link]);
    const double size_a = node_size[source[link]], size_b = node_size[target[link]];
    const double pairs = source[link] == target[link] ? size_a / 2 : size_a * size_b;
    weight[link] = pairs * to_bits(std::max<std::int64_t>(0, std::int64_t{links.bits[link]} - links.prior_bits));
  }
  Graph graph = Graph::from_edges(source, target, weight, links.num_accounts);
  if (stars) graph.node_size = std::move(node_size);
  return graph;
}

Partition expand_stars(const LinkGraph& links, const Partition& partition) {
  require(partition.num_vertices() == links.num_accounts, "partition", "as long as the accounts of `links`",
          partition.num_vertices());
  std::vector<std::uint32_t> labels(partition.membership().begin(), partition.membership().end());
  for (std::size_t account = 0; account < links.star_centre.size(); ++account) {
    labels[account] = partition[links.star_centre[account]];
  }
  return Partition(labels);
}

}  // namespace accountgraph
