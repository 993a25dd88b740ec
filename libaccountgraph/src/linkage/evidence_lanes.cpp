#include "evidence_lanes.hpp"

#include <accountgraph/linkage/evidence_sum.hpp>

namespace accountgraph {

EvidenceLanes::EvidenceLanes(const EvidenceModel& model) {
  constexpr std::uint32_t kLanes = 8;
  const std::size_t families = model.families.size();
  std::vector<std::int64_t> kinds_cap(families);
  for (const KindEvidence& kind : model.kinds) kinds_cap[kind.family] += kind.cap_bits;

  // One lane stays for the families that find none, unless everything fits.
  std::uint32_t wanted = 0;
  for (const FamilyEvidence& family : model.families) wanted += family.soft ? 2 : 1;
  const std::uint32_t room = wanted <= kLanes ? kLanes : kLanes - 1;
  std::vector<std::int64_t> hard_cap, soft_cap;
  std::vector<std::uint32_t> place(families);  // among the hard lanes or among the soft ones
  std::vector<std::uint8_t> soft(families);
  std::vector<std::size_t> rest;
  for (std::size_t family = 0; family < families; ++family) {
    const std::int64_t cap =
        std::min<std::int64_t>({kinds_cap[family], model.families[family].cap_bits, model.threshold_bits});
    soft[family] = model.families[family].soft;
    if (hard_cap.size() + 2 * soft_cap.size() + (soft[family] ? 2 : 1) > room) {
      rest.push_back(family);
      continue;
    }
    std::vector<std::int64_t>& caps = soft[family] ? soft_cap : hard_cap;
    place[family] = static_cast<std::uint32_t>(caps.size());
    caps.push_back(cap);
  }
  if (!rest.empty()) hard_cap.push_back(model.threshold_bits);
  for (const std::size_t family : rest) {
    soft[family] = 0;
    place[family] = static_cast<std::uint32_t>(hard_cap.size() - 1);
  }

  hard_ = static_cast<std::uint32_t>(hard_cap.size());
  soft_ = static_cast<std::uint32_t>(soft_cap.size());
  const std::uint32_t lanes = std::max(1U, hard_ + 2 * soft_);
  width_ = std::min(64 / lanes, 24U);
  mask_ = (Sums{1} << width_) - 1;
  std::int64_t highest = 0;
  for (const auto& caps : {hard_cap, soft_cap}) {
    for (const std::int64_t cap : caps) highest = std::max(highest, cap);
  }
  const auto units = [&](std::int64_t bits) {
    return static_cast<std::uint32_t>((bits + (std::int64_t{1} << scale_) - 1) >> scale_);
  };
  while (units(highest) > mask_) ++scale_;
  round_up_ = (1U << scale_) - 1;
  needed_ = units(model.threshold_bits - model.synchrony.cap(false));
  needed_limited_ = units(model.threshold_bits - model.synchrony.cap(true));
  hard_needed_ = units(model.hard_needed_bits);
  for (std::uint32_t lane = 0; lane < hard_; ++lane) caps_[lane] = units(hard_cap[lane]);
  for (std::uint32_t lane = 0; lane < soft_; ++lane)
    caps_[hard_ + lane] = caps_[hard_ + soft_ + lane] = units(soft_cap[lane]);
  for (std::uint32_t kind = 0; kind < model.kinds.size(); ++kind) {
    const std::uint32_t family = model.kinds[kind].family;
    const std::uint32_t lane = place[family] + (soft[family] ? hard_ : 0);
    Lane made{lane * width_, caps_[lane], 0, 0};
    if (soft[family]) {
      made.held_shift = (lane + soft_) * width_;
      made.single = units(EvidenceSum::single_soft_bits(model, kind));
    }
    lanes_.push_back(made);
  }
}

}  // namespace accountgraph
