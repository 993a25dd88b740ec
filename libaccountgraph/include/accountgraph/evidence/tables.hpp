/// The tables of a run folder, made from a case (columns: docs/run-folder.md).
#pragma once

#include <span>
#include <string>
#include <vector>

#include <accountgraph/core/table.hpp>
#include <accountgraph/evidence/case.hpp>

namespace accountgraph {

Table accounts_table(const Case& result);
Table clusters_table(const Case& result);
Table campaigns_table(const Case& result);
Table campaign_members_table(const Case& result);
Table successions_table(const Case& result);
Table links_table(const Case& result);
Table evidence_table(
    const Case& result);  ///< the identifiers that bind each cluster: >= 2 members hold it, >= 3 bits of the cluster
Table entries_table(const Incidence& incidence);
Table sessions_table(const Incidence& incidence);
Table ledger_table(const Incidence& incidence, const EvidenceModel& model);

/// "c-" and the first 12 hex digits of the SHA-256 of the members' ids (each with its length), in byte order.
std::string cluster_name(const Incidence& incidence, std::span<const std::uint32_t> members);

/// "m-" and 12 hex digits made the same way from the campaign's members.
std::string campaign_name(const Incidence& incidence, const Campaign& campaign);

/// Per account the campaign that it is a member of, its main one: before others one of its own cluster, then the largest (associated
/// accounts counted; ties: the first); kNone = none.
std::vector<std::uint32_t> main_campaigns(const Case& result);

}  // namespace accountgraph
