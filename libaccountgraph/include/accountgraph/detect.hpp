/// The whole pipeline in one function: events -> incidence -> links -> communities -> clusters -> campaigns -> case.
#pragma once

#include <accountgraph/campaigns/campaigns.hpp>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/core/control.hpp>
#include <accountgraph/evidence/case.hpp>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/scoring/options.hpp>
#include <accountgraph/seeds.hpp>
#include <accountgraph/significance.hpp>

namespace accountgraph {

struct DetectOptions {
  LinkOptions linkage = {};
  LeidenOptions communities = {.objective = Objective::cpm,
                               .resolution = 0.05,  ///< bits a pair of accounts must have on average
                               .max_iterations = 4};
  SeedOptions seeds = {};
  ScoringOptions scoring = {};
  SignificanceOptions significance = {};
  CampaignOptions campaigns = {};
};

/// Finds the clusters and campaigns in an incidence. The same incidence, options and seed give the same case on any number of
/// threads. Progress stages: "incidence" (from events), "evidence", "linkage", "communities", "membership", "scoring", "significance", "campaigns", "done";
/// with `linkage.learn_reliabilities` the second and third come twice, and the case's kinds hold the reliabilities it used.
/// `known`: of an earlier run on the same incidence and options; then the worlds of chance (significance.hpp) are not run again.
/// Throws std::invalid_argument for bad options, InputError where `known` does not fit, Cancelled when asked to stop.
Case detect(Incidence incidence, const DetectOptions& options = {}, const Control& control = {},
            const ChanceCounts* known = nullptr);

/// The same from events: one batch in memory (a service's usual case). `kinds` in the order of `events.values`.
Case detect(const EventBatch& events, std::vector<Kind> kinds, const DetectOptions& options = {},
            const IncidenceOptions& incidence_options = {}, const Control& control = {});

}  // namespace accountgraph
