#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

#include <accountgraph/core/ids.hpp>

#include "structure.hpp"

namespace accountgraph {
namespace {

/// Dijkstra with the weakest link so far in place of the distance: the widest path. Empty when there is none.
std::vector<std::uint32_t> widest_path(const LinkGraph& links, std::uint32_t a, std::uint32_t b) {
  std::vector<Bits> width(links.num_accounts, 0);
  std::vector<std::uint32_t> before(links.num_accounts, kNone);
  using Front = std::tuple<Bits, std::uint32_t>;  // width, account
  std::priority_queue<Front> queue;
  width[a] = std::numeric_limits<Bits>::max();
  queue.emplace(width[a], a);
  while (!queue.empty()) {
    const auto [reach, at] = queue.top();
    queue.pop();
    if (at == b) break;
    if (reach < width[at]) continue;
    for (std::uint64_t link = links.begin[at]; link < links.begin[at + 1]; ++link) {
      const std::uint32_t next = links.neighbour[link];
      const Bits through = std::min(reach, links.bits[links.link[link]]);
      if (through <= width[next]) continue;
      width[next] = through;
      before[next] = at;
      queue.emplace(through, next);
    }
  }
  if (width[b] == 0) return {};
  std::vector<std::uint32_t> path = {b};
  while (path.back() != a) path.push_back(before[path.back()]);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

std::vector<std::uint32_t> strongest_path(const LinkGraph& links, std::uint32_t a, std::uint32_t b) {
  if (a == b) return {};
  // A star's accounts have the links of their centre: the path is the centres', with a and b at its ends.
  const std::uint32_t from = links.star_centre[a], to = links.star_centre[b];
  if (from == to) return {a, b};
  std::vector<std::uint32_t> path = widest_path(links, from, to);
  if (path.empty()) return path;
  path.front() = a;
  path.back() = b;
  return path;
}

}  // namespace accountgraph
