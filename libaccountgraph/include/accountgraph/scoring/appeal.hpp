/// The appeal guard: a member that belongs to its cluster by the grace of one identifier is listed and never flagged. Whoever
/// can explain that identifier, or whose enemy forged it, is out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/scoring/cluster.hpp>
#include <accountgraph/scoring/cluster_use.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

/// The reasons without any one of which the account would not belong to the cluster it is a member of, strongest first (ties: smaller
/// identifier); none where it does not belong anyway. Of very many reasons the 64 strongest are tried, and the one that alone binds it.
/// Work O(e log u) in the account's entries and the cluster's identifiers, and 64 times the reasons.
std::vector<std::uint32_t> identifiers_that_hold(const Incidence& incidence, const EvidenceModel& model,
                                                 const Background& background, const ClusterUse& use,
                                                 std::uint32_t account, const ScoringOptions& options);

/// Per account the first of these, for the core members of flagged clusters; kNone for everybody else. Deterministic, parallel.
std::vector<std::uint32_t> held_by_one(const Incidence& incidence, const EvidenceModel& model,
                                       const Background& background, std::span<const Cluster> clusters,
                                       const ScoringOptions& options, const Control& control = {});

}  // namespace accountgraph
