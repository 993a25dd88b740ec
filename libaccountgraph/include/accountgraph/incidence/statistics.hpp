/// The counts on which evidence rests. Placeholders are no identifiers here: they are left out of every count but
/// `degree`.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph {

struct KindStatistics {
  std::uint64_t accounts = 0;     ///< N_t: accounts with at least one identifier of the kind
  std::uint64_t entries = 0;      ///< E_t: (account, identifier) pairs
  std::uint64_t identifiers = 0;  ///< distinct identifiers
  friend bool operator==(const KindStatistics&, const KindStatistics&) = default;
};

/// Accounts that hold identifier `k` (d_k). O(1).
inline std::uint64_t degree(const Incidence& incidence, std::uint32_t k) {
  return incidence.column_begin[k + 1] - incidence.column_begin[k];
}

/// n_t(i): result[i * num_kinds() + t] = identifiers of kind t that account i holds, >= 0. Length accounts * kinds.
/// Parallel, O(entries).
std::vector<std::uint32_t> identifiers_per_account(const Incidence& incidence, const Control& control = {});

/// N_t, E_t and the identifiers of every kind; result[t] belongs to kind t. Length num_kinds(). Parallel, O(entries).
std::vector<KindStatistics> kind_statistics(const Incidence& incidence, const Control& control = {});

}  // namespace accountgraph
