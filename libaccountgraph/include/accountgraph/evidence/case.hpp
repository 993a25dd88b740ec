/// A case: everything a run found, as one value. What tables, explanations and reports are made from.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <accountgraph/campaigns/campaigns.hpp>
#include <accountgraph/campaigns/succession.hpp>
#include <accountgraph/communities/partition.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/linkage/learned_reliabilities.hpp>
#include <accountgraph/linkage/link_graph.hpp>
#include <accountgraph/scoring/background.hpp>
#include <accountgraph/scoring/cluster.hpp>
#include <accountgraph/scoring/options.hpp>
#include <accountgraph/scoring/q_value.hpp>

namespace accountgraph {

/// core: belongs with itself left out (scoring/membership.hpp). fringe: in the cluster without belonging; listed, never
/// flagged. associated: in no cluster, uses only a campaign's own templates. none: everybody else.
enum class Role : std::uint8_t { none, core, fringe, associated };
const char* to_string(Role role);

struct Case {
  Incidence incidence;
  EvidenceModel model;
  LinkGraph links;
  std::vector<LearnedReliability> learned;  ///< per kind; empty unless linkage.learn_reliabilities
  Partition communities;                    ///< of the link graph, stars contracted, before membership revises them
  std::optional<std::uint32_t> seeds;       ///< clusters that began without a link (seeds.hpp); none = not looked for
  Background background;                    ///< of the final clusters: what membership was judged against
  ScoringOptions scoring;                   ///< as used; explanations judge membership by them
  std::vector<Cluster> clusters;            ///< highest score first; ties by first member
  ChanceCounts chance;                      ///< what worlds of chance say of `clusters`
  std::vector<Campaign> campaigns;          ///< in order of their best cluster
  std::vector<Succession> successions;      ///< by campaign, then day
  std::vector<std::uint32_t> cluster_of;    ///< per account: index into clusters, kNone = in none
  std::vector<Role> role;                   ///< per account
  std::vector<std::uint32_t> held_by;  ///< per account: what alone holds it in its flagged cluster; kNone = nothing
  std::vector<std::uint8_t> flagged;   ///< per account: 1 = cluster flagged, role core, and not held by one identifier

  bool is_flagged(std::uint32_t account) const { return flagged[account] != 0; }
};

}  // namespace accountgraph
