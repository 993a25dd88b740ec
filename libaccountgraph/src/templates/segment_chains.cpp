#include "segment_chains.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "share.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kJoinClose = 993;  // .97
constexpr std::uint64_t kJoinAlone = 717;  // .7

std::uint32_t find_root(std::vector<std::uint32_t>& parent, std::uint32_t at) {
  while (parent[at] != at) at = parent[at] = parent[parent[at]];
  return at;
}

std::uint32_t most_frequent(const std::vector<FiveCount>& counts, std::span<const std::uint32_t> rows) {
  return *std::max_element(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(counts[a].count, b) < std::pair(counts[b].count, a);
  });
}

}  // namespace

std::vector<std::uint32_t> segment_chains(const std::vector<FiveCount>& counts) {
  const auto rows = static_cast<std::uint32_t>(counts.size());
  std::vector<std::uint32_t> by_left(rows);
  std::iota(by_left.begin(), by_left.end(), 0U);
  std::vector<std::uint32_t> by_right = by_left;
  std::sort(by_left.begin(), by_left.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(counts[a].left, a) < std::pair(counts[b].left, b);
  });
  std::sort(by_right.begin(), by_right.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(counts[a].right, a) < std::pair(counts[b].right, b);
  });
  std::vector<std::uint32_t> parent(rows);
  std::iota(parent.begin(), parent.end(), 0U);
  std::size_t next_begin = 0;
  for (std::size_t begin = 0; begin < rows;) {
    const std::uint64_t middle = counts[by_right[begin]].right;
    std::size_t end = begin;
    while (end < rows && counts[by_right[end]].right == middle) ++end;
    while (next_begin < rows && counts[by_left[next_begin]].left < middle) ++next_begin;
    std::size_t next_end = next_begin;
    while (next_end < rows && counts[by_left[next_end]].left == middle) ++next_end;
    const bool alone = end - begin == 1 && next_end - next_begin == 1;
    // Close counts need a partner of nearly all of the middle's prompts: at most one on either side can be that.
    if (middle != all_begin_gram() && middle != all_end_gram() && next_end != next_begin) {
      const std::uint32_t before = most_frequent(counts, std::span(by_right).subspan(begin, end - begin));
      const std::uint32_t after = most_frequent(counts, std::span(by_left).subspan(next_begin, next_end - next_begin));
      const std::uint64_t less = std::min(counts[before].count, counts[after].count);
      const std::uint64_t more = std::max(counts[before].count, counts[after].count);
      if (at_least_share(less, more, alone ? kJoinAlone : kJoinClose)) {
        const std::uint32_t a = find_root(parent, before);
        const std::uint32_t b = find_root(parent, after);
        parent[std::max(a, b)] = std::min(a, b);
      }
    }
    begin = end;
    next_begin = next_end;
  }
  std::vector<std::uint32_t> out(rows);
  std::uint32_t num_segments = 0;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::uint32_t root = find_root(parent, row);
    out[row] = root == row ? num_segments++ : out[root];
  }
  return out;
}

}  // namespace accountgraph::detail
