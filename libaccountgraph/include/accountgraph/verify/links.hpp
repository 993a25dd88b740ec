/// A sceptic's check of a link graph: slow, serial, and sharing no code with linkage/ (its own logarithm, its own sums).
#pragma once

#include <optional>
#include <string>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/link_graph.hpp>
#include <accountgraph/linkage/options.hpp>

namespace accountgraph::verify {

/// Holds when: links are ordered pairs a < b, each once; every link's bits and bits per kind are those recomputed from the entries by
/// the definition of linkage/evidence_model.hpp and reach the threshold; the adjacency holds every link in both directions; every pair that
/// reaches the threshold is linked (for all accounts up to `complete_accounts`, beyond for that many accounts spread evenly over the ids
/// against all others), stars and links_dropped apart. Returns nullopt, or a sentence that names the first offender.
/// Work O(links * entries of a row + checked accounts * their neighbours' rows).
std::optional<std::string> valid_link_graph(const Incidence& incidence, const LinkOptions& options,
                                            const LinkGraph& graph, std::uint32_t complete_accounts = 500,
                                            const Control& control = {});

}  // namespace accountgraph::verify
