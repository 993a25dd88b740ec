/// Do the groups in which a cluster shares things nest or cross? Lawful groups nest: the family's card, computer and address have the
/// same few people behind them, and the family lies inside the company. A farm deals its cards, devices and addresses out anew for
/// each account, so the accounts behind one card are others than those behind one device: the groups cross.
#pragma once

#include <cstdint>

#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

/// Returns the share of members, in [0, 1], that hold two identifiers of different kinds whose groups of members cross: each group
/// has a member that the other lacks, and the two hang together without the member that holds both (they lie in one biconnected component of the
/// graph of members and groups, of eight members and more): a family hangs on the company by one employee, and within a family card and
/// computer may have different few people behind them. Identifiers count that two members hold, of whose users at least half are members, that are
/// no content, and that are no hub of the cluster (held by at most a quarter of it, or by fewer than eight; never by more than
/// 200). For each member at most eight identifiers of a kind are looked at, the least widely held. Work O(members * pairs of
/// their identifiers * group size).
double crossing_share(const Incidence& incidence, const ClusterUse& use);

}  // namespace accountgraph
