#include <accountgraph/templates/prompt_ids.hpp>

#include <atomic>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/records/normalise.hpp>

namespace accountgraph {
namespace {

constexpr std::size_t kBlock = 256;  // prompts a task

}  // namespace

const std::vector<std::string_view>& PromptIds::read(std::span<const std::string_view> prompts,
                                                     std::span<const std::string_view> given, const Control& control) {
  require(given.empty() || given.size() == prompts.size(), "given", "one a prompt, or empty", given.size());
  values_.assign(prompts.size(), {});
  lists_.resize(prompts.size());
  std::atomic<std::uint64_t> with = 0;
  std::atomic<std::uint64_t> without = 0;
  parallel_each(prompts.size(), kBlock, control, [&](std::size_t i) {
    if (!given.empty()) values_[i] = given[i];
    if (trimmed(prompts[i]).empty()) return;
    const std::vector<std::int32_t> rows = set_.assign(prompts[i]);
    ++(rows.empty() ? without : with);
    for (const std::int32_t row : rows) {
      const std::string_view id = set_.templates()[static_cast<std::size_t>(row)].id;
      if (values_[i].empty()) {
        values_[i] = id;
        continue;
      }
      std::string& list = lists_[i];
      if (values_[i].data() != list.data()) list = values_[i];
      list += kIdSeparator;
      list += id;
      values_[i] = list;
    }
  });
  num_with_template_ += with;
  num_without_template_ += without;
  return values_;
}

}  // namespace accountgraph
