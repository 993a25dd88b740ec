/// Why: for two accounts, for one account, for a cluster. Plain values; Python and the report show them.
///
/// `parts` are waterfalls: named bits in the order in which they are added, whose sum is exactly what the explanation says. Of
/// what the identifiers give, "repeats" takes away that of one hard kind all but the strongest count a quarter, "cap" what the soft-only
/// rule and the caps of kinds and families leave out; parts that do not occur are left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <accountgraph/evidence/case.hpp>
#include <accountgraph/scoring/score.hpp>

namespace accountgraph {

/// Sessions of two accounts that begin together.
struct PairSynchrony {
  std::uint64_t coinciding = 0;
  double expected = 0;  ///< by chance, given how busy those moments are
  Bits bits = 0;        ///< what that gives the pair, under its cap
};

struct PairExplanation {
  std::uint32_t a = 0, b = 0;
  Bits total = 0;       ///< E(a, b)
  Bits threshold = 0;   ///< T
  bool linked = false;  ///< total >= threshold
  std::vector<ScorePart>
      parts;  ///< total - threshold: each kind before caps, "repeats", "cap", "synchrony", "threshold"
  std::vector<Bits> kind_bits;              ///< e_t per kind
  std::optional<PairSynchrony> synchrony;   ///< none = not analysed (Synchrony::analysed)
  std::vector<SharedIdentifier> shared;     ///< every identifier both hold
  std::vector<std::uint32_t> not_analysed;  ///< kinds that one of them has no value of
  std::vector<std::uint32_t>
      path;  ///< strongest path of links from a to b (its weakest link as strong as possible); empty = none
};

struct AccountExplanation {
  std::uint32_t account = 0;
  std::uint32_t cluster = 0xFFFFFFFFU;  ///< kNone = in none
  Role role = Role::none;
  bool flagged = false;
  double member_bits = 0;  ///< against its cluster, itself left out
  double needed_bits = 0;  ///< the membership threshold of its cluster
  bool bound = false;      ///< it holds something, content aside, that is mostly the cluster's (scoring/membership.hpp)
  std::vector<ScorePart>
      parts;  ///< member_bits - needed_bits: each kind before caps, "repeats", "cap", "needed"; empty = in none
  struct Reason {
    std::uint32_t identifier = 0, kind = 0, members = 0, accounts = 0;
    double bits = 0;       ///< what the identifier gives the membership before caps
    bool pivotal = false;  ///< without it the account would leave
  };
  std::vector<Reason> reasons;  ///< strongest first
  std::vector<std::uint64_t>
      strongest_links;  ///< link indices, strongest first, at most 20; a star's account has those of its centre
  std::vector<std::uint32_t> not_analysed;  ///< kinds the account has no value of
  bool bridge = false;                      ///< without it its cluster's links fall apart
};

/// Above this many members a cluster's LinkStructure is not analysed: it takes members * links steps.
inline constexpr std::size_t kMostAnalysed = 500;

/// Where the links among a cluster's members are weakest.
struct LinkStructure {
  double cut_bits = 0;  ///< least sum of bits above the prior whose links, removed, split it; 0 = apart already
  std::vector<std::uint32_t> cut_off;  ///< members on the smaller side of that cut, ascending
  std::vector<double> betweenness;     ///< beside the members: share of the other pairs' shortest paths, in [0, 1]
};

struct ClusterExplanation {
  std::uint32_t cluster = 0;
  std::vector<Unflagged> why_not_flagged;   ///< empty = flagged
  std::vector<std::uint32_t> not_analysed;  ///< kinds that no member has a value of
  std::vector<std::uint32_t> bridges;       ///< members whose removal disconnects the cluster's links
  std::vector<std::uint64_t> bridge_links;  ///< links whose removal disconnects them
  std::optional<LinkStructure> structure;   ///< none = not analysed: more than kMostAnalysed members
  std::vector<std::uint32_t> weakly_held;   ///< core members that would leave if one identifier were removed
  std::vector<AccountExplanation::Reason> identifiers;  ///< that bind it, most members first
};

/// Throw std::invalid_argument for indices out of range. Work: a pair O(accounts + links log links) for its path; an account
/// O(entries and links of its cluster); a cluster O(members' entries * 64 + its links), and members * links below kMostAnalysed.
PairExplanation explain_pair(const Case& result, std::uint32_t a, std::uint32_t b);
AccountExplanation explain_account(const Case& result, std::uint32_t account);
ClusterExplanation explain_cluster(const Case& result, std::uint32_t cluster);

}  // namespace accountgraph
