#include "structure.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>

#include <accountgraph/core/ids.hpp>

namespace accountgraph {

namespace {

bool is_star_centre(const LinkGraph& links, std::uint32_t account) {
  return std::ranges::any_of(links.neighbours(account), [&](std::uint32_t other) {
    return other != account && links.star_centre[other] == account;
  });
}

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

std::vector<std::uint32_t> articulation_members(const LinkGraph& links, std::span<const std::uint32_t> members) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph(members.size());
  for (std::size_t at = 0; at < members.size(); ++at) {
    for (const std::uint32_t other : links.neighbours(members[at])) {
      if (other <= members[at]) continue;
      const auto place = std::lower_bound(members.begin(), members.end(), other);
      if (place != members.end() && *place == other)
        boost::add_edge(at, static_cast<std::size_t>(place - members.begin()), graph);
    }
  }
  std::vector<std::size_t> points;
  boost::articulation_points(graph, std::back_inserter(points));
  std::sort(points.begin(), points.end());
  std::vector<std::uint32_t> accounts;
  for (const std::size_t at : points) {
    // A star's accounts are linked to each other as much as to their centre: it bridges nothing on their account.
    if (!is_star_centre(links, members[at])) accounts.push_back(members[at]);
  }
  return accounts;
}

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
