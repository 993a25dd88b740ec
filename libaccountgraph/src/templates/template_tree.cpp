#include "template_tree.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kScoredWords = 8;  // fixed text longer than this says no more about what comes first
constexpr std::uint64_t kSameShare = 666;  // of 1024: one word in so many prompts is a slot with a usual filling
constexpr std::uint32_t kNoRank = 0xFFFFFFFFU;
constexpr int kMaxRounds = 8;

struct Work {
  std::uint32_t node = 0;
  std::vector<std::uint32_t> signatures;
  std::vector<std::uint32_t> used;  // ascending
};

bool contains(const std::vector<std::uint32_t>& sorted, std::uint32_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

void insert_sorted(std::vector<std::uint32_t>& sorted, std::uint32_t value) {
  sorted.insert(std::lower_bound(sorted.begin(), sorted.end(), value), value);
}

class Grower {
 public:
  Grower(std::span<const Signature> signatures, std::span<const SegmentTotals> totals, const TreeOptions& options)
      : signatures_(signatures),
        totals_(totals),
        options_(options),
        carrying_(totals.size(), 0),
        rank_(totals.size(), kNoRank) {}

  TemplateTree grow(const Control& control) {
    Work root;
    for (std::uint32_t i = 0; i < signatures_.size(); ++i) {
      if (!signatures_[i].segments.empty()) root.signatures.push_back(i);
    }
    nodes_.emplace_back();
    std::vector<Work> open;
    open.push_back(std::move(root));
    while (!open.empty()) {
      control.check();
      Work work = std::move(open.back());
      open.pop_back();
      divide(std::move(work), open);
    }
    std::vector<std::uint8_t> short_segments;
    for (const SegmentTotals& segment : totals_) short_segments.push_back(segment.words < kMinSegmentWords ? 1 : 0);
    return TemplateTree(std::move(nodes_), std::move(short_segments), num_leaves_);
  }

 private:
  bool may_take(const Signature& signature, std::uint32_t segment, const Work& work) const {
    if (contains(work.used, segment)) return false;
    return work.node != 0 || signature.is_short || totals_[segment].words >= kMinSegmentWords;
  }

  void divide(Work work, std::vector<Work>& open) {
    std::vector<std::uint32_t> touched;
    std::uint64_t prompts = 0;
    for (const std::uint32_t i : work.signatures) {
      prompts += signatures_[i].prompts;
      for (const std::uint32_t segment : signatures_[i].segments) {
        if (!may_take(signatures_[i], segment, work)) continue;
        if (carrying_[segment] == 0) touched.push_back(segment);
        carrying_[segment] += signatures_[i].prompts;
      }
    }
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t segment : touched) {
      if (carrying_[segment] < needed(segment, work.node, prompts)) continue;
      const std::uint32_t own = totals_[segment].own_words;
      if (work.node != 0 && (own == 0 || (own == 1 && carrying_[segment] * 1024 >= prompts * kSameShare))) {
        nodes_[work.node].skipped.push_back(segment);
      } else {
        candidates.push_back(segment);
      }
    }
    std::sort(nodes_[work.node].skipped.begin(), nodes_[work.node].skipped.end());
    std::sort(candidates.begin(), candidates.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto score = [&](std::uint32_t s) {
        return carrying_[s] * std::min<std::uint64_t>(totals_[s].words, kScoredWords);
      };
      if (score(a) != score(b)) return score(a) > score(b);
      if (carrying_[a] != carrying_[b]) return carrying_[a] > carrying_[b];
      return a < b;
    });
    for (const std::uint32_t segment : touched) carrying_[segment] = 0;
    std::vector<std::vector<std::uint32_t>> groups = share_out(work, candidates, prompts);
    place(work, candidates, groups, open);
  }

  std::uint64_t needed(std::uint32_t segment, std::uint32_t node, std::uint64_t prompts) const {
    if (node == 0) return options_.min_prompts;
    const double share = options_.branch_share * (totals_[segment].is_attached() ? 1.0 : 2.0);
    const auto needed = static_cast<std::uint64_t>(share * 1024.0) * prompts / 1024;
    return std::max<std::uint64_t>(options_.min_prompts, needed);
  }

  /// Every signature to the first candidate it carries. Candidates left with too few prompts give them to the next.
  std::vector<std::vector<std::uint32_t>> share_out(const Work& work, std::vector<std::uint32_t>& candidates,
                                                    std::uint64_t prompts) {
    std::vector<std::vector<std::uint32_t>> groups;
    for (int round = 0; round < kMaxRounds; ++round) {
      for (std::uint32_t r = 0; r < candidates.size(); ++r) rank_[candidates[r]] = r;
      groups.assign(candidates.size() + 1, {});  // the last: those that go nowhere
      std::vector<std::uint64_t> size(candidates.size(), 0);
      for (const std::uint32_t i : work.signatures) {
        std::uint32_t best = kNoRank;
        for (const std::uint32_t segment : signatures_[i].segments) {
          if (rank_[segment] < best && may_take(signatures_[i], segment, work)) best = rank_[segment];
        }
        groups[best == kNoRank ? candidates.size() : best].push_back(i);
        if (best != kNoRank) size[best] += signatures_[i].prompts;
      }
      for (const std::uint32_t segment : candidates) rank_[segment] = kNoRank;
      std::vector<std::uint32_t> kept;
      for (std::uint32_t r = 0; r < candidates.size(); ++r) {
        if (size[r] >= needed(candidates[r], work.node, prompts)) kept.push_back(candidates[r]);
      }
      if (kept.size() == candidates.size()) break;
      candidates = std::move(kept);
    }
    return groups;
  }

  void place(const Work& work, const std::vector<std::uint32_t>& candidates,
             std::vector<std::vector<std::uint32_t>>& groups, std::vector<Work>& open) {
    if (groups.size() != candidates.size() + 1) {  // the rounds ran out: none is divided
      groups.assign(candidates.size() + 1, {});
      groups.back() = work.signatures;
    }
    if (work.node != 0 && !groups.back().empty()) nodes_[work.node].leaf = static_cast<std::int32_t>(num_leaves_++);
    std::vector<TreeChild> children;
    for (std::uint32_t r = 0; r < candidates.size(); ++r) {
      if (groups[r].empty()) continue;
      const auto node = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
      children.push_back({candidates[r], r, node});
      Work next{node, std::move(groups[r]), work.used};
      for (const std::uint32_t segment : nodes_[work.node].skipped) {
        if (!contains(next.used, segment)) insert_sorted(next.used, segment);
      }
      insert_sorted(next.used, candidates[r]);
      open.push_back(std::move(next));
    }
    std::sort(children.begin(), children.end(),
              [](const TreeChild& a, const TreeChild& b) { return a.segment < b.segment; });
    nodes_[work.node].children = std::move(children);
  }

  std::span<const Signature> signatures_;
  std::span<const SegmentTotals> totals_;
  TreeOptions options_;
  std::vector<std::uint64_t> carrying_;
  std::vector<std::uint32_t> rank_;
  std::vector<TreeNode> nodes_;
  std::uint32_t num_leaves_ = 0;
};

}  // namespace

TemplateTree::TemplateTree(std::vector<TreeNode> nodes, std::vector<std::uint8_t> short_segments,
                           std::uint32_t num_leaves)
    : nodes_(std::move(nodes)), short_segments_(std::move(short_segments)), num_leaves_(num_leaves) {}

std::int32_t TemplateTree::walk(std::vector<std::uint32_t>& segments, bool is_short,
                                std::vector<std::uint32_t>& key) const {
  if (nodes_.empty()) return -1;
  std::uint32_t node = 0;
  const auto take = [&](std::uint32_t segment) {
    const auto at = std::lower_bound(segments.begin(), segments.end(), segment);
    if (at != segments.end() && *at == segment) segments.erase(at);
  };
  while (true) {
    const TreeChild* best = nullptr;
    for (const std::uint32_t segment : segments) {
      const std::vector<TreeChild>& children = nodes_[node].children;
      const auto found =
          std::lower_bound(children.begin(), children.end(), segment,
                           [](const TreeChild& child, std::uint32_t value) { return child.segment < value; });
      if (found == children.end() || found->segment != segment) continue;
      if (node == 0 && !is_short && short_segments_[segment] != 0) continue;
      if (best == nullptr || found->rank < best->rank) best = &*found;
    }
    for (const std::uint32_t segment : nodes_[node].skipped) take(segment);
    if (best == nullptr) return nodes_[node].leaf;
    take(best->segment);
    key.push_back(best->segment);
    node = best->node;
  }
}

TemplateTree grow_tree(std::span<const Signature> signatures, std::span<const SegmentTotals> totals,
                       const TreeOptions& options, const Control& control) {
  return Grower(signatures, totals, options).grow(control);
}

}  // namespace accountgraph::detail
