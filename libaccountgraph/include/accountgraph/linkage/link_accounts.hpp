/// Links all pairs of accounts with E >= T, exactly, without a degree cap and without forming the product of the incidence
/// with itself: an all-pairs similarity join with prefix filtering.
/// Sources: Bayardo, Ma, Srikant 2007 (doi 10.1145/1242572.1242591); Xiao et al. 2011, PPJoin (doi 10.1145/2000824.2000825).
#pragma once

#include <accountgraph/core/control.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/linkage/link_graph.hpp>

namespace accountgraph {

/// The link graph equals the brute-force definition (pair_evidence over all pairs), stars and max_links_per_account apart.
/// `max_links_per_account` bounds the graph and the memory, not the work: above four million, links that cannot stay are forgotten as
/// soon as there are twice as many as stayed last. `max_memory_bytes` refuses what is predicted to need more: InputError, with the
/// identifiers that cost most.
/// Work O(entries log entries of a row + pairs that share an identifier of both their rows' heads + links * the shorter head's row);
/// memory O(entries that carry evidence + links held), 12 + 4 * kinds bytes each, and half a megabyte a thread. The same bytes for any number of threads.
/// Sums are of 1/1024 bit in integers; identifier_bits must lie below 2^23.
LinkGraph link_accounts(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options = {},
                        const Control& control = {});

}  // namespace accountgraph
