/// One account against one cluster, judged as often as asked, each time with another identifier left out.
#pragma once

#include <optional>
#include <vector>

#include <accountgraph/linkage/evidence_sum.hpp>
#include <accountgraph/scoring/membership.hpp>

#include "time_evidence.hpp"

namespace accountgraph {

/// What judge_membership tells; what does not depend on the identifier that is left out is found once. Holds references to everything it
/// is given. Work O(e log u) once, in the account's entries and the cluster's identifiers; then O(reasons) a verdict.
class MembershipTrial {
 public:
  MembershipTrial(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                  const ClusterUse& use, std::uint32_t account, bool is_member, const ScoringOptions& options);

  Membership verdict(std::uint32_t without = kNone);

 private:
  const Incidence& incidence_;
  const EvidenceModel& model_;
  const Background& background_;
  const ClusterUse& use_;
  std::uint32_t account_;
  bool is_member_;
  std::uint64_t others_;
  Bits needed_;
  std::vector<MembershipReason> reasons_;
  EvidenceSum sum_;
  std::optional<TimeEvidence> time_;  ///< once it was asked for
};

}  // namespace accountgraph
