#include "found_links.hpp"

#include <algorithm>
#include <tuple>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

/// The links of all parts by (source, target), as references into the parts.
struct SortedLinks {
  struct Reference {
    std::uint32_t part = 0;
    std::uint32_t target = 0;
    std::uint64_t index = 0;
  };
  std::span<const FoundLinks> parts;
  std::vector<std::uint64_t> begin;  ///< links with source a: [begin[a], begin[a + 1])
  std::vector<Reference> link;

  Bits bits(std::uint64_t at) const { return parts[link[at].part].bits[link[at].index]; }
};

SortedLinks sort_links(std::span<const FoundLinks> parts, std::uint32_t accounts, const Control& control) {
  SortedLinks sorted{parts, std::vector<std::uint64_t>(accounts + std::size_t{1}), {}};
  for (const FoundLinks& part : parts) {
    for (const std::uint32_t a : part.source) ++sorted.begin[a + std::size_t{1}];
  }
  for (std::size_t a = 0; a < accounts; ++a) sorted.begin[a + 1] += sorted.begin[a];
  sorted.link.resize(sorted.begin.back());
  std::vector<std::uint64_t> next(sorted.begin.begin(), sorted.begin.end() - 1);
  for (std::uint32_t part = 0; part < parts.size(); ++part) {
    for (std::uint64_t index = 0; index < parts[part].source.size(); ++index) {
      if (index % 65'536 == 0) control.check();
      sorted.link[next[parts[part].source[index]]++] = {part, parts[part].target[index], index};
    }
  }
  const auto at = [&](std::size_t a) { return sorted.link.begin() + static_cast<std::ptrdiff_t>(sorted.begin[a]); };
  parallel_each(accounts, 1024, control, [&](std::size_t a) {
    std::sort(at(a), at(a + 1), [](const auto& left, const auto& right) { return left.target < right.target; });
  });
  return sorted;
}

/// Per link 1 where it is among the `most` strongest of one of its accounts, or a star link.
std::vector<std::uint8_t> strongest(const SortedLinks& sorted, std::span<const std::uint32_t> centre,
                                    std::uint32_t most, const Control& control) {
  const std::size_t accounts = centre.size();
  std::vector<std::uint64_t> incoming(accounts + 1);  // links with target v: [incoming[v], incoming[v + 1]) of `from`
  for (const auto& link : sorted.link) ++incoming[link.target + std::size_t{1}];
  for (std::size_t v = 0; v < accounts; ++v) incoming[v + 1] += incoming[v];
  const auto degree = [&](std::size_t v) {
    return sorted.begin[v + 1] - sorted.begin[v] + incoming[v + 1] - incoming[v];
  };
  bool crowded = false;
  for (std::size_t v = 0; v < accounts && !crowded; ++v) crowded = degree(v) > most;
  if (!crowded) return std::vector<std::uint8_t>(sorted.link.size(), 1);

  struct Incoming {
    std::uint32_t source;
    std::uint64_t at;
  };
  std::vector<Incoming> from(sorted.link.size());
  std::vector<std::uint64_t> next(incoming.begin(), incoming.end() - 1);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    if (a % 4096 == 0) control.check();
    for (std::uint64_t at = sorted.begin[a]; at < sorted.begin[a + std::size_t{1}]; ++at)
      from[next[sorted.link[at].target]++] = {a, at};
  }
  // One mark from either side: no two threads write the same byte.
  std::vector<std::uint8_t> by_source(sorted.link.size()), by_target(sorted.link.size());
  struct Side {
    Bits bits;
    std::uint32_t partner;
    std::uint64_t at;
    bool operator<(const Side& other) const { return bits != other.bits ? bits > other.bits : partner < other.partner; }
  };
  PerThread<std::vector<Side>> scratch;
  parallel_each(accounts, 256, control, [&](std::size_t v) {
    std::vector<Side>& sides = scratch.local();
    sides.clear();
    for (std::uint64_t at = sorted.begin[v]; at < sorted.begin[v + 1]; ++at)
      sides.push_back({sorted.bits(at), sorted.link[at].target, at});
    for (std::uint64_t at = incoming[v]; at < incoming[v + 1]; ++at)
      sides.push_back({sorted.bits(from[at].at), from[at].source, from[at].at});
    if (sides.size() > most) {
      std::nth_element(sides.begin(), sides.begin() + most, sides.end());
      sides.resize(most);
    }
    for (const Side& side : sides) (side.partner > v ? by_source : by_target)[side.at] = 1;
  });
  for (std::size_t at = 0; at < by_source.size(); ++at) {
    const std::uint32_t target = sorted.link[at].target;
    by_source[at] = by_source[at] | by_target[at] | (centre[target] != target);
  }
  return by_source;
}

}  // namespace

void gather_links(std::vector<FoundLinks> parts, std::uint32_t most, LinkGraph& graph, const Control& control) {
  SortedLinks sorted = sort_links(parts, graph.num_accounts, control);
  std::uint64_t kept = sorted.link.size();
  if (most > 0) {
    const std::vector<std::uint8_t> keep = strongest(sorted, graph.star_centre, most, control);
    kept = 0;
    std::uint64_t at = 0;
    for (std::size_t a = 0; a < graph.num_accounts; ++a) {
      for (; at < sorted.begin[a + 1]; ++at) {
        if (keep[at]) sorted.link[kept++] = sorted.link[at];
      }
      sorted.begin[a + 1] = kept;
    }
  }
  graph.links_dropped = sorted.link.size() - kept;
  graph.source.resize(kept);
  graph.target.resize(kept);
  graph.bits.resize(kept);
  graph.kind_bits.resize(kept * graph.num_kinds);
  parallel_each(graph.num_accounts, 1024, control, [&](std::size_t a) {
    for (std::uint64_t at = sorted.begin[a]; at < sorted.begin[a + 1]; ++at) {
      const auto [part, target, index] = sorted.link[at];
      graph.source[at] = static_cast<std::uint32_t>(a);
      graph.target[at] = target;
      graph.bits[at] = parts[part].bits[index];
      std::copy_n(&parts[part].kind_bits[index * graph.num_kinds], graph.num_kinds,
                  &graph.kind_bits[at * graph.num_kinds]);
    }
  });
  parts = {};
  sorted.link = {};
  build_adjacency(graph);
}

}  // namespace accountgraph
