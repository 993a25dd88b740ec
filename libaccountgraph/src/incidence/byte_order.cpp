/// Method: sort by eight bytes after the prefix that all texts share; where texts agree in these too, do the same with
/// them alone from there on. So a text is read once or twice, however long the prefixes are.
#include "byte_order.hpp"

#include <algorithm>
#include <cstring>
#include <span>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::size_t kKeyBytes = 8;
constexpr std::size_t kLong = 1 << 16;  // longer runs are sorted in parallel
constexpr std::size_t kBlock = 4096;

struct Item {
  std::uint64_t key = 0;     ///< bytes [depth, depth + 8) of the text as a number, zeros after its end
  std::uint32_t number = 0;  ///< of the interner
  std::uint32_t left = 0;    ///< bytes from `depth` on, at most 9: 9 = the text goes on after the key
  friend bool operator<(const Item& x, const Item& y) { return x.key != y.key ? x.key < y.key : x.left < y.left; }
};

/// Items that agree in `depth` bytes.
struct Run {
  std::span<Item> items;
  std::size_t depth = 0;
};

std::uint64_t key_of(std::string_view text) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < std::min(kKeyBytes, text.size()); ++i) {
    key |= std::uint64_t{static_cast<std::uint8_t>(text[i])} << (56 - 8 * i);
  }
  return key;
}

std::size_t common_prefix(const Run& run, const Interner& interner, const Control& control) {
  const std::string_view first = interner[run.items.front().number];
  std::size_t length = first.size();
  for (std::size_t i = 1; i < run.items.size(); ++i) {
    if (i % kBlock == 0) control.check();
    const std::string_view text = interner[run.items[i].number];
    length = std::min(length, text.size());
    std::size_t same = run.depth;
    while (same < length && text[same] == first[same]) ++same;
    length = same;
  }
  return length;
}

/// Sorts a run as far as one key reaches. Returns the depth up to which it is sorted.
std::size_t sort_by_key(const Run& run, const Interner& interner, const Control& control) {
  const std::size_t depth = common_prefix(run, interner, control);
  parallel_blocks(run.items.size(), kBlock, control, [&](std::size_t begin, std::size_t end) {
    for (Item& item : run.items.subspan(begin, end - begin)) {
      const std::string_view rest = interner[item.number].substr(depth);
      item.key = key_of(rest);
      item.left = static_cast<std::uint32_t>(std::min(rest.size(), kKeyBytes + 1));
    }
  });
  if (run.items.size() < kLong) {
    std::sort(run.items.begin(), run.items.end());
  } else {
    const bool stoppable = control.stop.stop_possible();
    parallel_sort(run.items.begin(), run.items.end(), [&](const Item& x, const Item& y) {
      if (stoppable) control.check();
      return x < y;
    });
  }
  return depth + kKeyBytes;
}

/// Appends the runs of a sorted run that have to be sorted further.
void undecided(const Run& run, std::size_t depth, std::vector<Run>& out) {
  for (std::size_t begin = 0, end = 1; begin < run.items.size(); begin = end++) {
    const Item& first = run.items[begin];
    while (end < run.items.size() && run.items[end].key == first.key && run.items[end].left == first.left) ++end;
    if (end - begin > 1) out.push_back({run.items.subspan(begin, end - begin), depth});
  }
}

}  // namespace

std::vector<std::uint32_t> in_byte_order(const Interner& interner, const Control& control) {
  std::vector<Item> items(interner.size());
  for (std::uint32_t number = 0; number < interner.size(); ++number) items[number].number = number;
  std::vector<Run> runs;
  if (!items.empty()) {
    const Run all{items, 0};
    undecided(all, sort_by_key(all, interner, control), runs);
  }
  parallel_each(runs.size(), 64, control, [&](std::size_t at) {
    std::vector<Run> open = {runs[at]};
    while (!open.empty()) {
      const Run run = open.back();
      open.pop_back();
      undecided(run, sort_by_key(run, interner, control), open);
    }
  });
  std::vector<std::uint32_t> order(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) order[i] = items[i].number;
  return order;
}

std::vector<std::uint32_t> ranks_of(const std::vector<std::uint32_t>& order, std::uint32_t first) {
  std::vector<std::uint32_t> rank(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = first + static_cast<std::uint32_t>(i);
  return rank;
}

void append(StringPool& pool, const Interner& interner, const std::vector<std::uint32_t>& order,
            const Control& control) {
  std::vector<std::size_t> lengths(order.size());
  parallel_each(order.size(), kBlock, control, [&](std::size_t i) { lengths[i] = interner[order[i]].size(); });
  const std::size_t first = pool.size();
  char* bytes = pool.extend(lengths);
  parallel_each(order.size(), kBlock, control, [&](std::size_t i) {
    std::memcpy(bytes + pool.offsets()[first + i], interner[order[i]].data(), lengths[i]);
  });
}

}  // namespace accountgraph::detail
