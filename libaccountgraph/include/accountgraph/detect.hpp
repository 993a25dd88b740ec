/// The whole pipeline in one function: events -> incidence -> links -> communities -> clusters -> campaigns -> case.
#pragma once

#include <accountgraph/campaigns/campaigns.hpp>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/core/control.hpp>
#include <accountgraph/evidence/case.hpp>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

struct DetectOptions {
  LinkOptions linkage = {};
  LeidenOptions communities = {.objective = Objective::cpm,
                               .resolution = 0.05,  ///< bits a pair of accounts must have on average
                               .max_iterations = 4};
  ScoringOptions scoring = {};
  CampaignOptions campaigns = {};
};

/// Finds the clusters and campaigns in an incidence. The same incidence, options and seed give the same case on any number of
/// threads. Progress stages: "incidence" (from events), "evidence", "linkage", "communities", "scoring", "campaigns", "done";
/// with `linkage.learn_reliabilities` the second and third come twice, and the case's kinds hold the reliabilities it used.
/// Throws std::invalid_argument for bad options, Cancelled when asked to stop.
Case detect(Incidence incidence, const DetectOptions& options = {}, const Control& control = {});

/// The same from events: one batch in memory (a service's usual case). `kinds` in the order of `events.values`.
Case detect(const EventBatch& events, std::vector<Kind> kinds, const DetectOptions& options = {},
            const IncidenceOptions& incidence_options = {}, const Control& control = {});

}  // namespace accountgraph
