/// Seeds: clusters among accounts that no link reaches. A link must by itself outweigh the odds of 1 : N against it. A dozen accounts
/// each of which shares a little with half of the others need not hold one such pair, and yet are no accident together. So pairs
/// below the threshold are looked at too, among the accounts that are in no cluster; communities of them propose groups, and a group
/// stays where its members belong to it by the evidence of membership (scoring/membership.hpp), each with itself left out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/scoring/background.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

struct SeedOptions {
  double margin_bits = -7.0;  ///< in [-16, 0]. A weak pair needs log2(N) + margin bits: odds of one in 2^-margin.
  std::uint32_t max_accounts =
      200'000;  ///< Logs of more accounts have no seeds: weak pairs grow faster than links. 0 = none have.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const SeedOptions& options);

/// Clusters as an assignment of accounts to indices.
struct Assignment {
  std::vector<std::uint32_t> cluster_of;  ///< per account: an index below num_clusters, or kNone
  std::uint32_t num_clusters = 0;
  std::optional<std::uint32_t> seeds;  ///< how many of them add_seeds added; none = they were not looked for
};

/// Adds seeds to an assignment; who is in a cluster stays there. Members who do not belong leave together, round after round; a group
/// of fewer than scoring.join_into is none. Runs without caps, of more accounts than max_accounts, or whose memory budget the weak pairs would
/// exceed have no seeds. Deterministic, parallel. Work: a second join, of the accounts in no cluster with a lower threshold and without sessions (up
/// to a few times the first one's time; it grows faster than the accounts), and O(entries) a round.
Assignment add_seeds(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                     Assignment assignment, const SeedOptions& options, const LinkOptions& linkage,
                     const LeidenOptions& communities, const ScoringOptions& scoring, const Control& control = {});

}  // namespace accountgraph
