/// Is a cluster's network passed around? People who share a place share it with the same people each time: family, colleagues,
/// class. Accounts behind a pool of rotating proxies meet others at every address.
#pragma once

#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

/// Returns the share of members, in [0, 1], that meet at least three times as many members at all their addresses together as at the one
/// where they meet most. Addresses are identifiers of the family `network` that two members hold and of whose users at least half are
/// members. At most 1,000 members are looked at, evenly spaced, and of each the first 64 addresses. Work O(entries of the members
/// + 64,000 * members of an address).
double rotation_share(const Incidence& incidence, const ClusterUse& use);

}  // namespace accountgraph
