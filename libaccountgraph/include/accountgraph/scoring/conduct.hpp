/// What the members of a cluster do, whatever they share: when they came, when and how much they work, what they turned to together, and
/// how much of what they ask for is their own. It is compared with accounts in no cluster, so what everybody does says nothing.
///
///   tasking      mean bits_k(C) of a use of content; identifiers of one member, or below the floor of 3 bits, count as 0: how far the
///                cluster's tasking lies from other people's
///   burst        two members first seen within two days of one another, both after the log's first three days
///   synchrony    members whose sessions begin in step with other members', by the floor of 3 bits and more against chance
///                (linkage/synchrony.hpp), not against others; 0 where the run does not analyse synchrony
///   no_pause     members of whose sessions the quietest six hours of the day, one after the other, hold the beginnings of a twelfth and more
///                (a quarter, where all hours are alike); of those with 24 sessions
///   retargeting  two members who turned to one of the cluster's own contents within a day of one another, both two days and more
///                after they came
///   no_ramp_up   members with a third of their sessions in the first third of their days; of those who came after the log's first
///                three days, with 12 sessions on eight days and more
///   volume       how far the members' numbers of events lie together where few others' do: the relative entropy of their distribution
///                over ten bins, cut at others' deciles, against others'
///
/// burst and retargeting are log2 of the share of pairs over others' share of pairs; no_pause and no_ramp_up the relative entropy of the share of
/// members against others' share, times the share of members of whom it can be told. Two observations of others' share are added to
/// each, and ten to volume. Allowed identifiers are no content here. None is below zero: an operation need not do what others do not.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/scoring/background.hpp>
#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

/// What accounts in no cluster do, in shares in (0, 1]; 1 where nothing is seen of them.
struct Habits {
  double burst = 1;                           ///< of pairs of accounts
  double no_pause = 1;                        ///< of accounts of whom it can be told
  double retargeting = 1;                     ///< of pairs of users of a content identifier
  double no_ramp_up = 1;                      ///< of accounts of whom it can be told
  std::array<std::uint64_t, 9> deciles = {};  ///< of events, ascending
  std::array<double, 10> volume = {};  ///< share of accounts from one decile to the next; all 0 where there is nobody
  std::vector<std::uint8_t> traits;  ///< per account of the run, clustered or not: what can be told of it (conduct.cpp)
};

/// Work O(sessions + entries of content log entries), memory one byte an account. Parallel; deterministic.
Habits habits_of(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                 const Control& control = {});

/// As above; synchrony is a share in [0, 1], the others are bits >= 0. All 0 without times but tasking and volume.
struct Conduct {
  double tasking = 0;
  double burst = 0;
  double synchrony = 0;
  double no_pause = 0;
  double retargeting = 0;
  double no_ramp_up = 0;
  double volume = 0;
};

/// Of a cluster of at least one member. Work O(e log e) in the members' entries and sessions. Parallel; deterministic.
Conduct conduct_of(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                   const Habits& habits, const ClusterUse& use, const Control& control = {});

}  // namespace accountgraph
