/// The parallel primitives every stage is written in; the only header that includes TBB. Work runs in the caller's
/// tbb::task_arena. Blocks are cut by size alone, so what a block computes never depends on the number of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include <accountgraph/core/control.hpp>

namespace accountgraph {

/// Calls body(begin, end) for consecutive blocks of at most `block_size` indices of [0, count), in any order, in
/// parallel. Throws Cancelled between blocks when asked to stop. Exceptions of the body are rethrown.
template <class Body>
void parallel_blocks(std::size_t count, std::size_t block_size, const Control& control, Body&& body) {
  const std::size_t blocks = (count + block_size - 1) / block_size;
  const auto run = [&](std::size_t block) {
    control.check();
    body(block * block_size, std::min(count, (block + 1) * block_size));
  };
  if (blocks <= 1) {
    if (blocks == 1) run(0);
    return;
  }
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, blocks, 1),
      [&](const tbb::blocked_range<std::size_t>& range) {
        for (std::size_t block = range.begin(); block != range.end(); ++block) run(block);
      },
      tbb::simple_partitioner());
}

/// Calls body(index) for every index of [0, count), in parallel, `block_size` indices a task.
template <class Body>
void parallel_each(std::size_t count, std::size_t block_size, const Control& control, Body&& body) {
  parallel_blocks(count, block_size, control, [&](std::size_t begin, std::size_t end) {
    for (std::size_t index = begin; index != end; ++index) body(index);
  });
}

/// Sorts [first, last). Not stable: for a result that does not depend on threads, `less` must be a total order.
template <class Iterator, class Less = std::less<>>
void parallel_sort(Iterator first, Iterator last, Less less = {}) {
  tbb::parallel_sort(first, last, less);
}

/// The same. Throws Cancelled when asked to stop; then the order is any.
template <class Iterator, class Less = std::less<>>
void parallel_sort(Iterator first, Iterator last, const Control& control, Less less = {}) {
  tbb::parallel_sort(first, last, [&](const auto& left, const auto& right) {
    control.check();
    return less(left, right);
  });
}

/// Scratch memory, one copy a thread, made on first use. What it holds must not outlive a block.
template <class T>
class PerThread {
 public:
  template <class Make>
  explicit PerThread(Make make) : values_(std::move(make)) {}
  PerThread() = default;
  T& local() { return values_.local(); }
  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }

 private:
  tbb::enumerable_thread_specific<T> values_;
};

}  // namespace accountgraph
