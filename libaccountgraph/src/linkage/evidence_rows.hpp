/// The incidence as the join reads it: only identifiers that carry evidence, in one global order of identifiers, each with what
/// it can give its account at most, and each row's prefix.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

namespace accountgraph {

struct EvidenceRows {
  std::vector<std::uint64_t> begin;       ///< entries of account a: [begin[a], begin[a + 1])
  std::vector<std::uint32_t> identifier;  ///< ascending rank within a row: rare identifiers first
  std::vector<Bits> upper;                ///< u_k(a) = bits(k) - h_t(a) > 0
  std::vector<std::uint64_t> mask;        ///< activity; all ones for kinds that do not move
  std::vector<std::uint32_t> prefix;      ///< entries of each row's prefix; 0 = no link can start here
  std::vector<std::uint8_t> kind;         ///< per identifier (kinds below 256)

  std::uint64_t prefix_end(std::uint32_t a) const { return begin[a] + prefix[a]; }
};

/// Work O(entries log entries of a row), parallel over accounts.
EvidenceRows evidence_rows(const Incidence& incidence, const EvidenceModel& model, const Control& control);

}  // namespace accountgraph
