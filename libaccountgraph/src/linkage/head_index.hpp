/// For every identifier the accounts that have it in a head of their row.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

#include "evidence_rows.hpp"

namespace accountgraph {

struct HeadIndex {
  struct Posting {
    std::uint32_t position = 0;
    Bits activity = 0;  ///< h_t of the account there
  };
  /// First those with it in their creating head, then those with it in their updating head only, each by ascending position.
  struct List {
    std::uint64_t begin = 0;
    std::uint32_t creating = 0, all = 0;
  };
  std::vector<List> list;  ///< per rank
  std::vector<Posting> posting;
};

/// Work O(entries + postings log postings of a list), parallel over identifiers.
HeadIndex head_index(const Incidence& incidence, const EvidenceModel& model, const IdentifierOrder& order,
                     const EvidenceRows& rows, const Control& control);

}  // namespace accountgraph
