/// Links on their way from the join into the graph.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// Links side by side, in whatever order: 12 + 4 * kinds bytes each.
struct LinkBlock {
  std::vector<std::uint32_t> source;  ///< the smaller account
  std::vector<std::uint32_t> target;
  std::vector<Bits> bits;
  std::vector<Bits> kind_bits;  ///< [link * kinds + kind]

  std::size_t size() const { return source.size(); }
  void reserve(std::size_t links, std::size_t kinds);
  void add(std::uint32_t a, std::uint32_t b, Bits total, std::span<const Bits> kinds);
};

/// Links in blocks, so that none moves while they grow in number.
class FoundLinks {
 public:
  void add(std::uint32_t a, std::uint32_t b, Bits total, std::span<const Bits> kinds) {
    if (blocks_.empty() || blocks_.back().size() == blocks_.back().source.capacity()) {
      blocks_.emplace_back();
      blocks_.back().reserve(kLinks, kinds.size());
    }
    blocks_.back().add(a, b, total, kinds);
  }
  /// Adds its blocks to `blocks`, and is empty.
  void move_to(std::vector<LinkBlock>& blocks) {
    blocks.insert(blocks.end(), std::move_iterator(blocks_.begin()), std::move_iterator(blocks_.end()));
    blocks_.clear();
  }

 private:
  static constexpr std::size_t kLinks = 1U << 14;  ///< a block
  std::vector<LinkBlock> blocks_;
};

/// How many links are found before the next pruning, where `held` are left of the last one: each pruning is paid for by as many links.
constexpr std::uint64_t links_before_pruning(std::uint64_t held) { return std::max(std::uint64_t{1} << 22, 2 * held); }

/// Leaves out of `blocks` the links that are not among the `most` >= 1 strongest of one of their accounts (ties: smaller partner); those
/// of stars' members to their `centre` stay. Returns how many it left out. What is not among the strongest of some links is not among
/// those of more, so to prune early and again later gives what pruning once does. Work O(links + accounts), parallel; memory 16 bytes
/// an account, and 16 a link of accounts with too many.
std::uint64_t prune(std::vector<LinkBlock>& blocks, std::span<const std::uint32_t> centre, std::uint32_t most,
                    const Control& control);

/// Moves the links of all blocks into `graph` (num_accounts and num_kinds are set), ordered by (a, b). Fills the adjacency. Work
/// O(links log links of an account + accounts); memory at most 24 bytes a link beside the blocks or the graph.
void gather_links(std::vector<LinkBlock> blocks, LinkGraph& graph, const Control& control);

}  // namespace accountgraph
