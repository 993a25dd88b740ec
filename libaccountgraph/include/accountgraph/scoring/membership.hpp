/// Membership against the cluster: pairs see only what two accounts share; an account whose evidence is spread over many members
/// may share little with any one of them and much with the cluster. So accounts are judged against a cluster's use of
/// identifiers, members with themselves left out.
///   bits(account, C) = sum of max(0, bits_k(C) - h_t(account)) over identifiers of 3 bits and more, under the caps and the soft-only rule
/// An account belongs where that reaches log2(N / |C|) + margin from at least two families. (Where the run is of one family:
/// from two identifiers.) The evidence must come from three members at least (from all, where there are fewer): what one colleague
/// shares at home makes a family no part of the company. Evidence of soft kinds alone must come from four identifiers: one forged
/// address and one copied prompt make nobody a member.
/// So much lets an account join while clusters are still in pieces. It belongs to a finished one only where one of those
/// identifiers, content aside, is mostly the cluster's: of the other accounts that hold it at least half are members (it binds). What one writes and when,
/// and exits and gateways that hundreds use, make nobody a core member. (Where the run is of one family, content binds too.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/scoring/cluster_use.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

struct MembershipReason {
  std::uint32_t identifier = 0;
  std::uint32_t kind = 0;
  std::uint32_t members = 0;  ///< c_k, the account left out
  Bits bits = 0;              ///< before caps, > 0
  bool binds = false;  ///< no content (or the run is of one family), and at least half of its other users are members
};

struct Membership {
  Bits bits = 0;
  Bits needed = 0;             ///< the threshold of this cluster
  Bits time = 0;               ///< of these, what time gives, under the cap of synchrony; 0 where it could not matter
  std::uint32_t families = 0;  ///< families that give at least the floor, time among them
  std::uint32_t supporters =
      0;  ///< members that hold one of the reasons' identifiers, counted up to three and only where the bits suffice
  bool bound = false;                     ///< one of the reasons binds
  bool joins = false;                     ///< reaches the threshold, from enough families and members
  bool belongs = false;                   ///< joins and is bound
  std::vector<MembershipReason> reasons;  ///< ascending identifier
};

/// Judges `account` against the cluster; `is_member` leaves it out of the cluster's use. `without` names an identifier to leave out
/// (for "would it leave without this?"), kNone = none. Work O(e log u) in the account's entries and the cluster's identifiers.
Membership judge_membership(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                            const ClusterUse& use, std::uint32_t account, bool is_member, const ScoringOptions& options,
                            std::uint32_t without = kNone);

/// Lets accounts that are in no cluster, or in one of fewer than join_below members, join the cluster with most bits (ties: smaller
/// index), if they would still join without any one of their identifiers too: one forged identifier pulls nobody in. Clusters of
/// join_below members are joined first; when nothing moves any more, smaller ones too, down to join_into. Rounds against frozen
/// clusters until nothing moves or max_rounds are done. `cluster_of`: per account an index below `num_clusters` or kNone; returns the
/// revised assignment with the same indices (small clusters may end empty). Deterministic, parallel. Work a round: O(entries +
/// candidates); from the second on only for clusters that changed. Identifiers of more than 256 clusters count as evidence, but propose no
/// cluster by themselves.
std::vector<std::uint32_t> revise_membership(const Incidence& incidence, const EvidenceModel& model,
                                             const Background& background, std::vector<std::uint32_t> cluster_of,
                                             std::uint32_t num_clusters, const ScoringOptions& options = {},
                                             const Control& control = {});

/// The accounts of each cluster, ascending. Work O(accounts).
std::vector<std::vector<std::uint32_t>> members_by_cluster(std::span<const std::uint32_t> cluster_of,
                                                           std::uint32_t num_clusters);

}  // namespace accountgraph
