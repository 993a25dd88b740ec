#include "found_links.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

/// A link as one of its accounts sees it; the stronger comes first.
struct Side {
  Bits bits;
  std::uint32_t partner;
  bool operator<(const Side& other) const { return bits != other.bits ? bits > other.bits : partner < other.partner; }
};
constexpr Side kWeakest = {std::numeric_limits<Bits>::min(), kNone};

/// Per account the weakest of its `most` strongest links; kWeakest where it has no more than those.
std::vector<Side> last_sides(std::span<const LinkBlock> blocks, std::size_t accounts, std::uint32_t most,
                             const Control& control) {
  std::vector<std::uint32_t> degree(accounts);
  for (const LinkBlock& block : blocks) {
    control.check();
    for (const std::uint32_t a : block.source) ++degree[a];
    for (const std::uint32_t b : block.target) ++degree[b];
  }
  struct Crowd {
    std::uint32_t account;
    std::uint64_t begin, end;  ///< of its sides
  };
  std::vector<Crowd> crowds;
  std::vector<std::uint32_t> crowd_of(accounts, kNone);
  std::uint64_t total = 0;
  for (std::uint32_t v = 0; v < accounts; ++v) {
    if (degree[v] <= most) continue;
    crowd_of[v] = static_cast<std::uint32_t>(crowds.size());
    crowds.push_back({v, total, total});
    total += degree[v];
  }
  std::vector<Side> last(accounts, kWeakest);
  if (crowds.empty()) return last;

  std::vector<Side> sides(total);
  const auto put = [&](std::uint32_t account, Side side) {
    if (crowd_of[account] != kNone) sides[crowds[crowd_of[account]].end++] = side;
  };
  for (const LinkBlock& block : blocks) {
    control.check();
    for (std::size_t at = 0; at < block.size(); ++at) {
      put(block.source[at], {block.bits[at], block.target[at]});
      put(block.target[at], {block.bits[at], block.source[at]});
    }
  }
  parallel_each(crowds.size(), 16, control, [&](std::size_t crowd) {
    const std::span<Side> own = std::span(sides).subspan(crowds[crowd].begin, crowds[crowd].end - crowds[crowd].begin);
    std::nth_element(own.begin(), own.begin() + (most - 1), own.end());
    last[crowds[crowd].account] = own[most - 1];
  });
  return last;
}

/// Where a link is: its block and its place there.
struct Place {
  std::uint32_t block = 0, at = 0, target = 0;
};

}  // namespace

void LinkBlock::reserve(std::size_t links, std::size_t kinds) {
  source.reserve(links);
  target.reserve(links);
  bits.reserve(links);
  kind_bits.reserve(links * kinds);
}

void LinkBlock::add(std::uint32_t a, std::uint32_t b, Bits total, std::span<const Bits> kinds) {
  source.push_back(a < b ? a : b);
  target.push_back(a < b ? b : a);
  bits.push_back(total);
  kind_bits.insert(kind_bits.end(), kinds.begin(), kinds.end());
}

std::uint64_t prune(std::vector<LinkBlock>& blocks, std::span<const std::uint32_t> centre, std::uint32_t most,
                    const Control& control) {
  const std::vector<Side> last = last_sides(blocks, centre.size(), most, control);
  std::vector<std::uint64_t> left_out(blocks.size());
  parallel_each(blocks.size(), 1, control, [&](std::size_t index) {
    const LinkBlock& block = blocks[index];
    std::vector<std::uint32_t> stay;
    for (std::uint32_t at = 0; at < block.size(); ++at) {
      const std::uint32_t a = block.source[at], b = block.target[at];
      const bool strong = !(last[a] < Side{block.bits[at], b}) || !(last[b] < Side{block.bits[at], a});
      if (strong || centre[b] != b) stay.push_back(at);
    }
    left_out[index] = block.size() - stay.size();
    if (left_out[index] == 0) return;
    LinkBlock pruned;
    const std::size_t kinds = block.kind_bits.size() / block.size();
    pruned.reserve(stay.size(), kinds);
    for (const std::uint32_t at : stay)
      pruned.add(block.source[at], block.target[at], block.bits[at],
                 std::span(block.kind_bits).subspan(at * kinds, kinds));
    blocks[index] = std::move(pruned);
  });
  std::erase_if(blocks, [](const LinkBlock& block) { return block.size() == 0; });
  return std::accumulate(left_out.begin(), left_out.end(), std::uint64_t{0});
}

void gather_links(std::vector<LinkBlock> blocks, LinkGraph& graph, const Control& control) {
  {
    std::vector<std::uint64_t> begin(graph.num_accounts + std::size_t{1});
    for (const LinkBlock& block : blocks) {
      for (const std::uint32_t a : block.source) ++begin[a + std::size_t{1}];
    }
    for (std::size_t a = 0; a < graph.num_accounts; ++a) begin[a + 1] += begin[a];
    std::vector<Place> places(begin.back());
    std::vector<std::uint64_t> next(begin.begin(), begin.end() - 1);
    for (std::uint32_t block = 0; block < blocks.size(); ++block) {
      control.check();
      for (std::uint32_t at = 0; at < blocks[block].size(); ++at)
        places[next[blocks[block].source[at]]++] = {block, at, blocks[block].target[at]};
    }
    graph.source.resize(places.size());
    graph.target.resize(places.size());
    graph.bits.resize(places.size());
    graph.kind_bits.resize(places.size() * graph.num_kinds);
    parallel_each(graph.num_accounts, 1024, control, [&](std::size_t a) {
      const auto own = [&](std::size_t account) {
        return places.begin() + static_cast<std::ptrdiff_t>(begin[account]);
      };
      std::sort(own(a), own(a + 1), [](const Place& left, const Place& right) { return left.target < right.target; });
      for (std::uint64_t link = begin[a]; link < begin[a + 1]; ++link) {
        const auto [block, at, target] = places[link];
        graph.source[link] = static_cast<std::uint32_t>(a);
        graph.target[link] = target;
        graph.bits[link] = blocks[block].bits[at];
        std::copy_n(&blocks[block].kind_bits[at * std::size_t{graph.num_kinds}], graph.num_kinds,
                    &graph.kind_bits[link * graph.num_kinds]);
      }
    });
    std::vector<LinkBlock>().swap(blocks);
  }
  build_adjacency(graph);
}

}  // namespace accountgraph
