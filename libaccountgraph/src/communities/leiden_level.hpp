/// Internal to Leiden: the fixed-point graph that every phase works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace accountgraph::leiden_internal {

/// An array whose elements start without a value, so that pages nobody writes cost nothing; or a view of a vector.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) : own_(std::make_unique_for_overwrite<T[]>(size)), data_(own_.get()), size_(size) {}
  /// `elements` must outlive the buffer, which must not be written.
  static Buffer of(const std::vector<T>& elements) {
    Buffer buffer;
    buffer.data_ = elements.data();
    buffer.size_ = elements.size();
    return buffer;
  }
  T& operator[](std::size_t i) { return own_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  const T* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<T[]> own_;
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// One level. `Weight` holds the weight of an edge, `Mass` any sum of weights or masses; both int32 or int64.
/// Rows in any order, every edge in both directions, no self-loops (they count in the mass), no weight 0.
/// mass: what a community's penalty is the square of: the degree (modularity) or the node size (CPM), > 0.
template <class Weight, class Mass>
struct Level {
  std::vector<std::uint64_t> begin;  // num_vertices() + 1
  Buffer<std::uint32_t> neighbour;
  Buffer<Weight> weight;  // beside the neighbour; empty = every edge weighs 1
  std::vector<Mass> mass;

  std::uint32_t num_vertices() const { return static_cast<std::uint32_t>(mass.size()); }
  std::uint64_t num_entries() const { return neighbour.size(); }
  std::uint64_t degree(std::uint32_t v) const { return begin[v + 1] - begin[v]; }
  bool unit_weights() const { return weight.size() == 0; }
  Mass weight_of(std::uint64_t entry) const { return unit_weights() ? Mass{1} : static_cast<Mass>(weight[entry]); }
};

/// counts[i] becomes the sum of those before i. Returns the sum of all.
template <class Count>
Count running_total(std::vector<Count>& counts) {
  Count total = 0;
  for (Count& count : counts) {
    const Count own = count;
    count = total;
    total += own;
  }
  return total;
}

}  // namespace accountgraph::leiden_internal

/// Instantiates a template for the three pairs of types that occur at level 0; coarser levels are of (Mass, Mass).
#define ACCOUNTGRAPH_FOR_LEIDEN_TYPES(instantiate)                                \
  instantiate(std::int32_t, std::int32_t) instantiate(std::int32_t, std::int64_t) \
      instantiate(std::int64_t, std::int64_t)
