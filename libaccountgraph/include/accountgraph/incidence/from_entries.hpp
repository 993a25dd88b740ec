/// An incidence from the tables of a run folder: what a saved run is explained from.
#pragma once

#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/incidence/incidence.hpp>

namespace accountgraph {

/// The incidence that `entries` was made from, equal in every field but `rejects` (empty) and so in fingerprint(); text
/// that was not valid UTF-8 excepted.
///   accounts  account_id (ascending bytes, distinct), events; with time first_seen, last_seen, mask
///   entries   account_id, kind, identifier, count; with time first_seen, last_seen, mask; rows in any order
///   sessions  account_id, first_seen, last_seen; as Sessions has them, by account, then time; no rows without time
/// `kinds` and `time` are the run's. Throws InputError for missing columns, other types, nulls where a value is needed,
/// unknown accounts or kinds, an (account, kind, identifier) that occurs twice, and sessions out of order or too near to
/// one another; std::invalid_argument for invalid kinds. Work O(entries log entries), memory O(tables). Deterministic.
Incidence incidence_from_entries(const Table& accounts, const Table& entries, const Table& sessions,
                                 std::vector<Kind> kinds, const TimeAxis& time, const Control& control = {});

}  // namespace accountgraph
