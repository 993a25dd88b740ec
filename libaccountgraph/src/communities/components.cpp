#include <accountgraph/communities/components.hpp>

#include <atomic>
#include <numeric>
#include <utility>
#include <vector>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

constexpr std::size_t kBlock = 1 << 10;

class Forest {
 public:
  explicit Forest(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }

  std::uint32_t find(std::uint32_t v) {
    for (;;) {
      std::uint32_t up = load(v);
      const std::uint32_t above = load(up);
      if (up == above) return up;
      at(v).compare_exchange_weak(up, above, std::memory_order_relaxed);  // losing to another thread costs a step only
      v = above;
    }
  }

  void unite(std::uint32_t a, std::uint32_t b) {
    for (;;) {
      a = find(a);
      b = find(b);
      if (a == b) return;
      if (a < b) std::swap(a, b);
      std::uint32_t expected = a;
      if (at(a).compare_exchange_strong(expected, b, std::memory_order_relaxed)) return;
    }
  }

 private:
  std::atomic_ref<std::uint32_t> at(std::uint32_t v) { return std::atomic_ref(parent_[v]); }
  std::uint32_t load(std::uint32_t v) { return at(v).load(std::memory_order_relaxed); }
  std::vector<std::uint32_t> parent_;
};

}  // namespace

Partition connected_components(const Graph& graph, const Control& control) {
  const std::uint32_t n = graph.num_vertices();
  Forest forest(n);
  parallel_each(n, kBlock, control, [&](std::size_t vertex) {
    const auto v = static_cast<std::uint32_t>(vertex);
    for (const std::uint32_t u : graph.neighbours(v)) {
      if (u >= v) break;  // rows ascend; the other half of the entries are the same edges
      forest.unite(u, v);
    }
  });
  std::vector<std::uint32_t> root(n);
  parallel_each(n, kBlock, control, [&](std::size_t v) { root[v] = forest.find(static_cast<std::uint32_t>(v)); });
  return Partition(root);
}

}  // namespace accountgraph
