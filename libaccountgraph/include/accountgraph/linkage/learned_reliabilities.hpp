/// What the log itself says of reliabilities: one step of expectation maximisation over pairs that are linked already, with
/// u_k and the prior held fixed. In the manner of Fellegi and Sunter 1969 (doi 10.1080/01621459.1969.10501049); Splink does so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

struct LearnedReliability {
  std::string kind;
  double given = 0;         ///< r_t of the run's kind, in (0, 1]
  double learned = 0;       ///< in [given / 4, min(1, 4 given)]; `given` where no pair tells
  std::uint64_t pairs = 0;  ///< linked pairs that tell of the kind
};

std::vector<LearnedReliability> learn_reliabilities(const Incidence& incidence, const EvidenceModel& model,
                                                    const LinkGraph& links, const Control& control = {});

}  // namespace accountgraph
