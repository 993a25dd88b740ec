/// The prompts of a mining run, read several times over, in parallel within a batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/templates/mine_templates.hpp>

namespace accountgraph::detail {

/// Takes anything and does nothing.
struct Ignore {
  void operator()(const auto&...) const {}
};

class PromptReader {
 public:
  /// `scan` and `control` must outlive it.
  PromptReader(const PromptScan& scan, std::size_t max_prompt_bytes, const Control& control)
      : scan_(scan), max_prompt_bytes_(max_prompt_bytes), control_(control) {}

  /// Reads all prompts once. each(local, prompt, index) is called in parallel for those that are not too long, with a Local
  /// of the thread's own; block_end(local) after every block; batch_begin(n) before every batch, n = prompts up to its end.
  /// Throws InputError when there are not the same number of prompts as in the first reading, or over 2^31.
  template <class Local, class Each, class BlockEnd = Ignore, class BatchBegin = Ignore>
  void read(const char* stage, const Each& each, const BlockEnd& block_end = {}, const BatchBegin& batch_begin = {}) {
    PerThread<Local> scratch;
    std::uint64_t first = 0;
    scan_([&](PromptBatch batch) {
      const std::uint64_t behind = first + batch.size();
      if (behind > std::uint64_t{1} << 31) throw InputError("over 2^31 prompts");
      if (!first_reading_ && behind > num_prompts_) throw InputError(kChanged);
      if (first_reading_) count(batch);
      batch_begin(behind);
      parallel_blocks(batch.size(), kBlock, control_, [&](std::size_t begin, std::size_t end) {
        Local& local = scratch.local();
        for (std::size_t i = begin; i < end; ++i) {
          if (batch[i].size() <= max_prompt_bytes_) each(local, batch[i], first + i);
        }
        block_end(local);
      });
      first = behind;
      control_.report(stage, first, num_prompts_);
    });
    if (first != num_prompts_) throw InputError(kChanged);
    first_reading_ = false;
  }

  /// Known after the first reading.
  std::uint64_t num_prompts() const { return num_prompts_; }
  std::uint64_t num_rejected() const { return num_rejected_; }

 private:
  static constexpr std::size_t kBlock = 256;  // prompts a task
  static constexpr const char* kChanged = "the prompts changed between two readings";

  void count(PromptBatch batch) {
    num_prompts_ += batch.size();
    for (const std::string_view prompt : batch) num_rejected_ += prompt.size() > max_prompt_bytes_ ? 1 : 0;
  }

  const PromptScan& scan_;
  std::size_t max_prompt_bytes_;
  const Control& control_;
  bool first_reading_ = true;
  std::uint64_t num_prompts_ = 0;
  std::uint64_t num_rejected_ = 0;
};

}  // namespace accountgraph::detail
