/// detect, its options, its tables and the sceptic's checks.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>
#include <accountgraph/detect.hpp>
#include <accountgraph/evidence/tables.hpp>
#include <accountgraph/linkage/preview.hpp>
#include <accountgraph/verify/communities.hpp>
#include <accountgraph/verify/links.hpp>

#include "bindings.hpp"
#include "facts.hpp"
#include "native_call.hpp"
#include "option_fields.hpp"

namespace accountgraph::python {
namespace {

using SharedCase = std::shared_ptr<Case>;

/// Uses the incidence up: a case holds it. `chance`: (worlds, counts) of the run that is worked out again.
SharedCase run_detect(Incidence& incidence, const py::dict& given,
                      const std::optional<std::pair<std::uint32_t, std::vector<std::uint64_t>>>& chance, int threads,
                      const py::object& poll) {
  const DetectOptions options = to_options(given);
  const ChanceCounts known = chance ? ChanceCounts{chance->first, chance->second} : ChanceCounts{};
  return native_call(threads, poll, [&](const Control& control) {
    return std::make_shared<Case>(detect(std::move(incidence), options, control, chance ? &known : nullptr));
  });
}

/// (facts, costliest, most telling)
py::tuple run_preview(const Incidence& incidence, const py::dict& given, int threads, const py::object& poll) {
  const LinkOptions options = to_options(given).linkage;
  const LinkPreview preview = native_call(threads, poll, [&](const Control& control) {
    return preview_links(incidence, evidence_model(incidence, options, control), options, control);
  });
  py::dict facts;
  facts["accounts"] = incidence.num_accounts();
  facts["joined"] = preview.accounts;
  facts["sampled"] = preview.sampled;
  facts["meetings"] = preview.meetings;
  facts["candidates"] = preview.candidates;
  facts["links"] = preview.links;
  facts["links_error"] = preview.links_error;
  facts["memory_bytes"] = preview.memory_bytes;
  return py::make_tuple(facts, share(previewed_identifiers_table(incidence, preview.costliest)),
                        share(previewed_identifiers_table(incidence, preview.most_telling)));
}

Table make_table(const Case& result, const std::string& name) {
  if (name == "accounts") return accounts_table(result);
  if (name == "clusters") return clusters_table(result);
  if (name == "campaigns") return campaigns_table(result);
  if (name == "campaign_members") return campaign_members_table(result);
  if (name == "successions") return successions_table(result);
  if (name == "links") return links_table(result);
  if (name == "evidence") return evidence_table(result);
  if (name == "entries") return entries_table(result.incidence);
  if (name == "sessions") return sessions_table(result.incidence);
  if (name == "ledger") return ledger_table(result.incidence, result.model);
  throw std::invalid_argument("there is no table " + name);
}

void run_verify(const Case& result, const py::dict& given, int threads, const py::object& poll) {
  const DetectOptions options = to_options(given);
  run_native(threads, poll, [&](const Control& control) {
    control.report("verify");
    if (const auto offence = verify::valid_link_graph(result.incidence, options.linkage, result.links, 500, control)) {
      throw std::runtime_error("verification failed: " + *offence);
    }
    control.check();
    if (const auto offence = verify::communities_connected(graph_of_links(result.links), result.communities)) {
      throw std::runtime_error("verification failed: " + *offence);
    }
  });
}

}  // namespace

void bind_detect(py::module_& module) {
  py::class_<Case, SharedCase>(module, "Case").def("facts", &case_facts);

  module.def("complete_options", [](const py::dict& given) { return to_dict(to_options(given)); }, py::arg("given"));
  module.def("detect", &run_detect, py::arg("incidence"), py::arg("options"), py::kw_only(),
             py::arg("chance") = py::none(), py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("preview_links", &run_preview, py::arg("incidence"), py::arg("options"), py::kw_only(),
             py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("case_table", [](const Case& result, const std::string& name) {
    const py::gil_scoped_release release;
    return share(make_table(result, name));
  });
  module.def("verify", &run_verify, py::arg("result"), py::arg("options"), py::kw_only(), py::arg("threads") = 0,
             py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
