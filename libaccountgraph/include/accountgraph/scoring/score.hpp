/// From groups of accounts to scored clusters: profile, archetype, score, flag.
///
/// Archetypes, by the first rule that holds. "Covered" = coverage >= flag_coverage in some kind of the family; "crossing" = the share
/// of members whose sharing groups cross (scoring/crossing.hpp), crossing_allowance members left aside, is at least flag_crossing; where
/// the run has too few kinds to tell, a hard family covered by three identifiers none of which reaches half of the members; "by one" =
/// one identifier makes up two thirds of what its family covers; "one place" = a network identifier reaches half of the members.
///   household       at most twelve members and no common content
///   reseller        one card (any hard family but devices, by one), unless it crosses with devices that are not by one; a ring on one
///                   card with own devices looks the same
///   farm            crossing, which takes eight members, and two families covered (one, where the run has one); where devices and the network are all, while half of
///                   the members show something else, a gateway: hosted machines cross as well
///   proxy_pool      content covered, and half of the members rotate (scoring/rotation.hpp)
///   shared_proxy    only the network covered, and half of the members rotate: customers of one VPN
///   gateway         the network covered, and, in a run with devices, fewer than half of the members show one, or one device reaches half of them: what the
///                   log sees is a service in between (a company's gateway, a provider of build machines)
///   shared_place    one place: an office, a campus, a shop
///   classroom       content covered, no hard family covered
///   shared_network  only the network covered
///   nested_groups   something covered, not crossing: families, teams and companies that hang together
///   undetermined    anything else, and data of one family
/// All but farm, proxy_pool and undetermined are lawful sharing, or cannot be told from it: listed, never flagged.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/scoring/cluster.hpp>
#include <accountgraph/scoring/cluster_use.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

/// The profile of `members` (ascending) in every kind. Work O(e log e) in their entries.
std::vector<KindProfile> cluster_profile(const Incidence& incidence, const ClusterUse& use,
                                         std::span<const std::uint32_t> members);

/// The share of members whose sharing groups cross beyond the allowance, >= 0; NaN where the run cannot tell.
double crossing_beyond_allowance(const Cluster& cluster, const ScoringOptions& options);

/// The first rule above that holds, from the cluster's members, profile and crossing.
Archetype cluster_archetype(const Incidence& incidence, const Cluster& cluster, const ScoringOptions& options = {});

/// A condition of a flag that does not hold.
enum class Unflagged : std::uint8_t {
  few_members,  ///< fewer than flag_size
  low_score,    ///< not above flag_score
  one_source,  ///< fewer than two families covered (in a run of one family: fewer than two covering identifiers per member)
  lawful_shape,  ///< the archetype is lawful
  chance         ///< all others hold, and the q_value is above flag_q
};
const char* to_string(Unflagged reason);

/// All that keep a scored cluster from being flagged; empty where it is.
std::vector<Unflagged> why_not_flagged(const Incidence& incidence, const Cluster& cluster,
                                       const ScoringOptions& options);

/// Fills profile, archetype, parts, score, core roles and the flag of every group of at least two accounts; highest score
/// first, ties by size, then first member. Deterministic, parallel. Work O(entries log entries).
/// Flagged = none of the conditions above fails, before chance is looked at. Necessary conditions, never a verdict.
std::vector<Cluster> score_clusters(const Incidence& incidence, const EvidenceModel& model,
                                    std::span<const std::vector<std::uint32_t>> groups,
                                    const ScoringOptions& options = {}, const Control& control = {});

}  // namespace accountgraph
