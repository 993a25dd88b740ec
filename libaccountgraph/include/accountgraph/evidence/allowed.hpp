/// What an allow-list removed: the identifiers that it explains away, and what they would have said.
#pragma once

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/table.hpp>
#include <accountgraph/evidence/case.hpp>
#include <accountgraph/linkage/options.hpp>

namespace accountgraph {

/// Every allowed identifier that two accounts hold, by links, then accounts (most first), then identifier: kind, identifier, accounts
/// (that hold it), bits (what it would give a pair before activity and caps; 0: nothing), links (pairs that both hold it and would be
/// linked without the allow-list, but are not; a pair counts for each of its allowed identifiers; null where max_memory_bytes forbids to
/// find out).
/// `options` are those of the run. Links once more without the list, where one of its identifiers is shared; else O(identifiers).
Table allowed_table(const Case& result, const LinkOptions& options, const Control& control = {});

}  // namespace accountgraph
