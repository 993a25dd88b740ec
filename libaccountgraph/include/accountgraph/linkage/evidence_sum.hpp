/// Adds evidence up identifier by identifier, for a pair of accounts or for an account against a cluster, and applies the caps
/// and the soft-only rule at the end: per kind it keeps the plain sum and the sum with each soft identifier held down, since
/// which of the two counts is known only when the hard kinds are summed. Of a hard kind all identifiers but the one that says most
/// count a quarter. Cheap to clear and use again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/linkage/evidence_model.hpp>

namespace accountgraph {

class EvidenceSum {
 public:
  EvidenceSum(const EvidenceModel& model, std::span<const Kind> kinds) : model_(&model), kinds_(kinds) {
    plain_.resize(kinds.size());
    held_.resize(kinds.size());
    best_.resize(kinds.size());
    family_.resize(model.families.size());
    for (std::uint32_t kind = 0; kind < kinds.size(); ++kind) {
      single_.push_back(kinds[kind].soft ? single_soft_bits(model, kind) : kNoCap);
    }
  }

  static Bits single_soft_bits(const EvidenceModel& model, std::uint32_t kind) {
    return static_cast<Bits>(model.kinds[kind].cap_bits * model.single_soft);
  }
  static bool soft_is_limited(const EvidenceModel& model, std::span<const Kind> kinds,
                              std::span<const SharedIdentifier> shared) {
    EvidenceSum sums(model, kinds);
    for (const SharedIdentifier& entry : shared) sums.add(entry.kind, entry.bits);
    return sums.hard_bits() < model.hard_needed_bits;
  }

  void clear() {
    std::fill(plain_.begin(), plain_.end(), 0);
    std::fill(held_.begin(), held_.end(), 0);
    std::fill(best_.begin(), best_.end(), 0);
  }
  void add(std::uint32_t kind, Bits bits) {
    plain_[kind] += bits;
    held_[kind] += std::min(bits, single_[kind]);
    best_[kind] = std::max<std::int64_t>(best_[kind], bits);
  }
  /// What the hard kinds give, under their caps and their families'.
  std::int64_t hard_bits() {
    return total([&](std::uint32_t kind) { return kinds_[kind].soft ? 0 : capped(hard(kind), kind); });
  }
  /// e_t of a kind under its cap, given whether the soft-only rule bites.
  Bits kind_bits(std::uint32_t kind, bool soft_limited) const {
    if (!kinds_[kind].soft) return static_cast<Bits>(capped(hard(kind), kind));
    return static_cast<Bits>(capped(soft_limited ? held_[kind] : plain_[kind], kind));
  }
  /// E; `kind_bits_out` (size kinds or empty) receives every e_t.
  Bits evidence(std::span<Bits> kind_bits_out = {}) {
    const bool limited = hard_bits() < model_->hard_needed_bits;
    for (std::uint32_t kind = 0; kind < kind_bits_out.size(); ++kind) kind_bits_out[kind] = kind_bits(kind, limited);
    return static_cast<Bits>(std::min<std::int64_t>(
        kNoCap, total([&](std::uint32_t kind) { return std::int64_t{kind_bits(kind, limited)}; })));
  }

 private:
  std::int64_t hard(std::uint32_t kind) const {
    return model_->capped ? (plain_[kind] + 3 * best_[kind]) / 4 : plain_[kind];
  }
  std::int64_t capped(std::int64_t sum, std::uint32_t kind) const {
    return std::min<std::int64_t>(sum, model_->kinds[kind].cap_bits);
  }
  template <class Share>
  std::int64_t total(Share share) {
    std::fill(family_.begin(), family_.end(), 0);
    for (std::uint32_t kind = 0; kind < kinds_.size(); ++kind) family_[model_->kinds[kind].family] += share(kind);
    std::int64_t sum = 0;
    for (std::size_t f = 0; f < family_.size(); ++f)
      sum += std::min<std::int64_t>(family_[f], model_->families[f].cap_bits);
    return sum;
  }

  const EvidenceModel* model_;
  std::span<const Kind> kinds_;
  std::vector<std::int64_t> plain_, held_, best_, family_;
  std::vector<Bits> single_;
};

}  // namespace accountgraph
