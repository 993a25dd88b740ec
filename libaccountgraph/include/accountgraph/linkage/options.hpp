/// Everything that decides which accounts are linked, in one place. Meanings and reasons: docs/evidence.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace accountgraph {

/// An identifier that is known to be shared lawfully: the office's proxy, the company's card. For a kind of format ip also a
/// network, such as 10.0.0.0/8, with all its addresses (records/ip_network.hpp).
struct AllowedIdentifier {
  std::string kind;
  std::string value;  ///< normalised like the log's values before it is compared
};

struct LinkOptions {
  double margin_bits =
      4.0;  ///< >= 0. A link needs log2(N) + margin bits: the prior that two accounts belong together is 1/N.
  double floor_bits = 3.0;  ///< >= 0. An identifier that gives fewer bits gives none.
  double floor_growth =
      15.0;  ///< The floor of a kind is max(floor_bits, log2(N_t) - floor_growth): hubs of constant size must not gain weight with N.
  double soft_cap = 0.61;     ///< in (0, 1). A soft kind gives at most this share of the threshold.
  double hard_cap = 0.91;     ///< in (0, 1). A hard kind gives at most this share of the threshold.
  double hard_needed = 0.25;  ///< in [0, 1]. Where hard kinds give less than this share of the threshold ...
  double single_soft = 0.5;   ///< in (0, 1] ... one soft identifier gives at most this share of its kind's cap.
  double synchrony_cap =
      0.4;  ///< in [0, 1). Sessions in step give at most this share of the threshold, half of it where hard kinds give too little. 0 = not used.
  std::uint32_t synchrony_seconds = 60;  ///< in [1, 1800]. Sessions that begin so near to one another coincide.
  bool correct_activity = true;          ///< Subtract what busy accounts share by chance.
  std::uint64_t population_accounts =
      0;  ///< Accounts of the service when the log is an extract; 0 = the accounts seen. Never below those.
  std::vector<AllowedIdentifier> allow = {};  ///< Give no evidence; they appear in the ledger.
  std::uint32_t max_links_per_account =
      1000;  ///< A link stays if it is among the strongest of either account (ties: smaller id). 0 = all.
  std::uint32_t star_size =
      32;  ///< >= 2. So many accounts with exactly the same evidence are linked as one (LinkGraph::star_centre).
  std::uint64_t max_memory_bytes =
      0;  ///< Linking that is predicted to need more (linkage/preview.hpp) is refused before it begins; 0 = no budget, no prediction.
  bool learn_reliabilities = false;  ///< detect links twice, the second time with linkage/learned_reliabilities.hpp.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const LinkOptions& options);

}  // namespace accountgraph
