/// Time as evidence that an account belongs to a cluster, in bits against how often it happens by chance.
#pragma once

#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

struct TimeEvidence {
  Bits in_step = 0;  ///< sessions that begin when others of the cluster begin one (linkage/synchrony.hpp)
  Bits first_seen =
      0;  ///< log2 of the share of the cluster that was first seen within two days of the account, over the background's
};

/// Each at least the floor or 0, before the cap; all 0 where the run does not analyse synchrony. For chance, the cluster's sessions are
/// spread as everybody's are: in a cluster of many sessions every moment is somebody's, and nothing is said. `is_member` leaves the
/// account out of the cluster, and it is left out of the background. Work O(s log S) in its and the cluster's sessions.
TimeEvidence time_evidence(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                           const ClusterUse& use, std::uint32_t account, bool is_member);

}  // namespace accountgraph
