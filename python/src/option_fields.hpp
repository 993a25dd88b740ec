/// Options cross the border as dictionaries with the names and defaults of the C++ structs. One list of fields a struct
/// serves both directions; a name that is not in it is an error that says which are.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include <pybind11/pybind11.h>
#include <accountgraph/detect.hpp>

namespace accountgraph::python {

template <class Self, class Struct>
concept Of = std::same_as<std::remove_const_t<Self>, Struct>;

template <Of<LinkOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("margin_bits", o.margin_bits);
  visit("floor_bits", o.floor_bits);
  visit("floor_growth", o.floor_growth);
  visit("soft_cap", o.soft_cap);
  visit("hard_cap", o.hard_cap);
  visit("hard_needed", o.hard_needed);
  visit("single_soft", o.single_soft);
  visit("synchrony_cap", o.synchrony_cap);
  visit("synchrony_seconds", o.synchrony_seconds);
  visit("correct_activity", o.correct_activity);
  visit("population_accounts", o.population_accounts);
  visit("allow", o.allow);
  visit("max_links_per_account", o.max_links_per_account);
  visit("star_size", o.star_size);
  visit("max_memory_bytes", o.max_memory_bytes);
  visit("learn_reliabilities", o.learn_reliabilities);
}

template <Of<LeidenOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("objective", o.objective);
  visit("resolution", o.resolution);
  visit("max_iterations", o.max_iterations);
  visit("seed", o.seed);
}

template <Of<SeedOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("margin_bits", o.margin_bits);
  visit("max_accounts", o.max_accounts);
}

template <Of<ScoringOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("flag_score", o.flag_score);
  visit("flag_size", o.flag_size);
  visit("flag_coverage", o.flag_coverage);
  visit("flag_crossing", o.flag_crossing);
  visit("crossing_allowance", o.crossing_allowance);
  visit("join_below", o.join_below);
  visit("join_into", o.join_into);
  visit("membership_margin_bits", o.membership_margin_bits);
  visit("max_rounds", o.max_rounds);
}

template <Of<SignificanceOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("significance_worlds", o.significance_worlds);
  visit("flag_q", o.flag_q);
}

template <Of<CampaignOptions> Self, class Visit>
void visit_fields(Self& o, Visit&& visit) {
  visit("usage", o.usage);
  visit("template_floor_bits", o.template_floor_bits);
  visit("template_cap_bits", o.template_cap_bits);
  visit("join_bits", o.join_bits);
  visit("common_tasking", o.common_tasking);
}

template <Of<DetectOptions> Self, class Visit>
void visit_stages(Self& o, Visit&& visit) {
  visit("linkage", o.linkage);
  visit("communities", o.communities);
  visit("seeds", o.seeds);
  visit("scoring", o.scoring);
  visit("significance", o.significance);
  visit("campaigns", o.campaigns);
}

/// {"linkage": {"margin_bits": 4.0, ...}, ...}
pybind11::dict to_dict(const DetectOptions& options);
/// The defaults with what `given` says. Throws std::invalid_argument for names or values that do not fit.
DetectOptions to_options(const pybind11::dict& given);

/// The same for Leiden by itself.
LeidenOptions to_leiden_options(const pybind11::dict& given);

}  // namespace accountgraph::python
