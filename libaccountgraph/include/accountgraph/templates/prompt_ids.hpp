/// The prompts of a log as identifiers: each is read as the ids of the templates that it carries.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/templates/template_set.hpp>

namespace accountgraph {

/// Reads prompts batch by batch into values of a kind of format `ids`.
class PromptIds {
 public:
  /// `set` must outlive it.
  explicit PromptIds(const TemplateSet& set) : set_(set) {}

  /// One value a prompt: the ids of its templates, and with them what `given` (empty, or one a prompt) says already,
  /// separated by kIdSeparator; empty = none. The views live until the next call and as long as the set and what was
  /// passed. Parallel over the prompts; the same on any number of threads. Throws Cancelled when asked to stop.
  const std::vector<std::string_view>& read(std::span<const std::string_view> prompts,
                                            std::span<const std::string_view> given, const Control& control = {});

  std::uint64_t num_with_template() const { return num_with_template_; }
  std::uint64_t num_without_template() const { return num_without_template_; }  ///< missing prompts aside

 private:
  const TemplateSet& set_;
  std::vector<std::string_view> values_;
  std::vector<std::string> lists_;  ///< text of those values that are several ids
  std::uint64_t num_with_template_ = 0;
  std::uint64_t num_without_template_ = 0;
};

}  // namespace accountgraph
