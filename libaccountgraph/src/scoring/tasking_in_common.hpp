/// Do two clusters carry out two taskings?
#pragma once

#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

/// False where both clusters have a tasking of their own and too little of it in common: a template belongs to a cluster's tasking where
/// a tenth of the members (and two at least) use it and it is rarer elsewhere by the floor; a cluster has a tasking where such templates
/// cover half of its members; they are in common where those that belong to both taskings cover half of the smaller cluster and a quarter
/// of the larger. True in runs without content. Work O(entries of the clusters).
bool tasking_in_common(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                       const ClusterUse& smaller, const ClusterUse& larger);

}  // namespace accountgraph
