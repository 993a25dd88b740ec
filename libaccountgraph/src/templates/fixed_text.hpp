/// What is fixed text: the grams that recur, joined to segments. A segment is a chain of grams that follow one another
/// without choice; it is known by its number, 0, 1, 2, ... in the order of its smallest gram hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gram.hpp"
#include "gram_counts.hpp"
#include "hash_index.hpp"

namespace accountgraph::detail {

struct FixedGram {
  std::uint64_t hash = 0;
  std::uint32_t count = 0;  ///< prompts, at most 2^32 - 1
  std::uint32_t segment = 0;
  std::uint8_t flags = 0;  ///< see GramFlag
};

enum GramFlag : std::uint8_t {
  follows = 1,         ///< fixed_share of the prompts with its first four tokens have the fifth
  follows_weakly = 2,  ///< a good part of them
  leads = 4,           ///< the same from its last four tokens back to the first
  leads_weakly = 8,
  open_forward = 16,   ///< many other tokens stand in place of the last one
  open_backward = 32,  ///< many other tokens stand in place of the first one
};

struct Context {
  std::uint64_t hash = 0;
  std::uint64_t count = 0;
  std::uint64_t next_squares = 0;      ///< sum of squared counts of the grams that continue it
  std::uint64_t previous_squares = 0;  ///< of those that lead to it
};

/// One segment in one prompt.
struct SegmentUse {
  std::uint32_t segment = 0;
  std::uint32_t words = 0;      ///< words of the prompt it covers
  std::uint32_t own_words = 0;  ///< those that no more frequent segment covers
  bool enclosed = false;        ///< stands in a slot of more frequent fixed text
  bool attached = false;        ///< touches more frequent fixed text that leaves little choice there
};

class FixedText {
 public:
  FixedText() = default;
  FixedText(std::vector<FiveCount> grams, std::vector<FourCount> contexts, std::uint32_t min_prompts,
            double fixed_share);
  /// From saved rows.
  FixedText(std::vector<FixedGram> grams, std::vector<Context> contexts, std::uint32_t num_segments,
            std::uint32_t min_prompts);

  std::uint32_t num_segments() const { return num_segments_; }
  std::uint32_t min_prompts() const { return min_prompts_; }
  const std::vector<FixedGram>& grams() const { return grams_; }
  const std::vector<Context>& contexts() const { return contexts_; }
  /// The gram, or nullptr.
  const FixedGram* find(std::uint64_t hash) const;

  struct Scratch {
    std::vector<const FixedGram*> found;
    std::vector<std::uint8_t> dropped;
    std::vector<std::uint8_t> covered;
    std::vector<std::uint32_t> fixed;  ///< positions of fixed grams
  };
  /// The positions of the fixed grams of a prompt, ascending, in `scratch.fixed`.
  void fixed_positions(const PromptGrams& prompt, Scratch& scratch) const;
  /// The segments of a prompt, ascending by number, each once. Linear in the prompt, and quadratic in its segments at
  /// most up to kMaxSegments.
  void segments(const PromptGrams& prompt, Scratch& scratch, std::vector<SegmentUse>& out) const;

  static constexpr std::size_t kMaxSegments = 64;  ///< the most frequent ones of a prompt count

 private:
  const Context* context(std::uint64_t hash) const;
  void set_edges(const PromptGrams& prompt, const Scratch& scratch, std::size_t first, std::size_t last,
                 std::uint32_t count, SegmentUse& use) const;

  std::vector<FixedGram> grams_;   ///< ascending by hash
  std::vector<Context> contexts_;  ///< ascending by hash
  HashIndex gram_index_;
  HashIndex context_index_;
  std::uint32_t num_segments_ = 0;
  std::uint32_t min_prompts_ = 0;
};

}  // namespace accountgraph::detail
