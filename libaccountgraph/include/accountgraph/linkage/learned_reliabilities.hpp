/// What a log says of its kinds' reliabilities: the maximisation step of Fellegi and Sunter's model (1969, doi
/// 10.1080/01621459.1969.10501049) as Splink takes it, on pairs that are linked already, the background and the prior held fixed.
/// It learns the commonest co-use, which is that of households and offices. So what it says is for show, and only lowers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

struct LearnedReliability {
  std::string kind;
  double given = 0;            ///< r_t that the kind came with, in (0, 1]
  double learned = 0;          ///< in [given / 4, min(1, 4 * given)]; `given` where no pair tells
  std::uint64_t pairs = 0;     ///< linked pairs that tell of the kind, as below
  std::uint64_t accounts = 0;  ///< accounts in those pairs

  friend bool operator==(const LearnedReliability&, const LearnedReliability&) = default;
};

/// One per kind, in the order of the kinds.
///
/// A pair tells of kind t where what its identifiers say without t's family reaches the threshold, so that nothing is learned from what it is
/// learned for. Its share is the part of the first account's identifiers that the second holds too, counting those that carry
/// evidence or would if they were shared, and as shared only what is (at meeting times). An account's share is the mean over its
/// pairs and each account counts once: an office of 500 is 125,000 pairs. r_t is the mean of accounts and of `given`, which
/// counts as much as 1,000 pairs, that is 2,000 accounts. Pairs are not weighted: at the default
/// margin a link has a posterior of 16/17 at least.
///
/// Counts the links of the graph: those left out by max_links_per_account are not seen, a star's members only with its centre.
/// Work O(rows of the links that tell), parallel; memory 16 bytes an account and kind. Sums are integers of 2^-20: the same
/// result for any number of threads. Throws Cancelled.
std::vector<LearnedReliability> learn_reliabilities(const Incidence& incidence, const EvidenceModel& model,
                                                    const LinkGraph& links, const Control& control = {});

/// Gives the kinds what was learned, where that is less than what they came with. Lower reliabilities lower the evidence of every
/// pair, so no pair reaches the threshold that did not: on no log does this link honest
/// accounts anew.
void use_lower_reliabilities(std::span<const LearnedReliability> learned, std::span<Kind> kinds);

}  // namespace accountgraph
