/// What the accounts use that are in no cluster. A cluster's use is compared with it: an operation in many fragments must not be
/// its own background, or what all of them use would look like what everybody uses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

namespace accountgraph {

struct Background {
  std::vector<std::uint32_t> users;      ///< per identifier: accounts in no cluster that hold it; 0 for placeholders
  std::vector<std::uint64_t> entries;    ///< per kind: the sum of users, scaled to the population
  std::vector<std::int64_t> first_seen;  ///< of those accounts, ascending; microseconds since 1970, empty without time
  std::vector<std::uint8_t> inside;      ///< per account: 1 = in no cluster, so part of the background
};

/// `cluster_of`: per account any index, or kNone = in none. Work O(entries), memory 4 bytes an identifier. Parallel.
Background background_use(const Incidence& incidence, const EvidenceModel& model,
                          std::span<const std::uint32_t> cluster_of, const Control& control = {});

}  // namespace accountgraph
