/// What run.json says of an incidence and of a case, as dictionaries.
#pragma once

#include <vector>

#include <pybind11/pybind11.h>
#include <accountgraph/evidence/case.hpp>

namespace accountgraph::python {

/// [{reason, rows, examples: [{row, value}]}]
pybind11::list rejects_to_list(const std::vector<RejectCount>& rejects);
/// {events, rejects, time, fingerprint}
pybind11::dict incidence_facts(const Incidence& incidence);
/// The same and population, threshold_bits, capped, kinds, families, counts.
pybind11::dict case_facts(const Case& result);

pybind11::dict kind_to_dict(const Kind& kind);
Kind kind_from_dict(const pybind11::dict& given);

}  // namespace accountgraph::python
