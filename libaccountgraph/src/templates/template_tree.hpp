/// Which template a prompt has, by the segments it carries: a tree whose every step asks for one more segment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>

namespace accountgraph::detail {

/// What is known of a segment over all prompts.
struct SegmentTotals {
  std::uint64_t prompts = 0;
  std::uint64_t enclosed = 0;   ///< prompts in which it stands in a slot
  std::uint64_t attached = 0;   ///< prompts in which it touches more frequent fixed text
  std::uint32_t words = 0;      ///< the most it covers in a prompt
  std::uint32_t own_words = 0;  ///< the most it alone covers

  bool fills_slots() const { return 2 * enclosed >= prompts; }
  bool is_attached() const { return 10 * attached >= 3 * prompts; }
};

/// Prompts that carry the same segments.
struct Signature {
  std::vector<std::uint32_t> segments;  ///< ascending, those that fill slots left out
  bool is_short = false;                ///< so few words that two of them say something
  std::uint64_t prompts = 0;
};

struct TreeChild {
  std::uint32_t segment = 0;
  std::uint32_t rank = 0;  ///< a prompt goes to the child of lowest rank whose segment it carries
  std::uint32_t node = 0;
};

struct TreeNode {
  std::vector<TreeChild> children;     ///< ascending by segment
  std::vector<std::uint32_t> skipped;  ///< segments that make no difference here, ascending
  std::int32_t leaf = -1;              ///< of prompts that go to no child; -1 at the root
};

struct TreeOptions {
  std::uint32_t min_prompts = 8;
  double branch_share = .2;
};

/// Words of a segment that may begin a template on its own; a shorter one may in a short prompt.
constexpr std::uint32_t kMinSegmentWords = 3;
constexpr std::uint32_t kShortPromptWords = 10;

class TemplateTree {
 public:
  TemplateTree() = default;
  TemplateTree(std::vector<TreeNode> nodes, std::vector<std::uint8_t> short_segments, std::uint32_t num_leaves);

  const std::vector<TreeNode>& nodes() const { return nodes_; }
  std::uint32_t num_leaves() const { return num_leaves_; }
  const std::vector<std::uint8_t>& short_segments() const { return short_segments_; }

  /// The leaf of a prompt with these segments (ascending), -1 = none; the segments that led there are moved from `segments`
  /// to `key`, those that make no difference there are taken out.
  std::int32_t walk(std::vector<std::uint32_t>& segments, bool is_short, std::vector<std::uint32_t>& key) const;

 private:
  std::vector<TreeNode> nodes_;
  std::vector<std::uint8_t> short_segments_;  ///< one a segment: 1 = under kMinSegmentWords
  std::uint32_t num_leaves_ = 0;
};

/// Divides the signatures. Deterministic in their order; sort them. Linear in their size times the depth of the tree.
TemplateTree grow_tree(std::span<const Signature> signatures, std::span<const SegmentTotals> totals,
                       const TreeOptions& options, const Control& control);

}  // namespace accountgraph::detail
