/// The part of the pipeline that says which accounts belong together: what detect runs on a log and significance on worlds of
/// chance.
#pragma once

#include <accountgraph/detect.hpp>

namespace accountgraph::detail {

/// Fills `model`, `links`, `communities` and `clusters` of a case from its incidence; with `linkage.learn_reliabilities` also `learned`,
/// and the reliabilities of the incidence's kinds are then those that were used. Progress stages as detect has them.
void find_clusters(Case& result, const DetectOptions& options, const Control& control);

}  // namespace accountgraph::detail
