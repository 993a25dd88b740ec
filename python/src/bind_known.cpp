/// What an analyst knows: accounts confirmed and cleared, identifiers allowed.
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>
#include <accountgraph/evidence/allowed.hpp>
#include <accountgraph/evidence/known_accounts.hpp>
#include <accountgraph/records/ip_network.hpp>

#include "bindings.hpp"
#include "native_call.hpp"
#include "option_fields.hpp"

namespace accountgraph::python {
namespace {

/// Indices of the accounts of these names; `unknown` receives the names that are none.
std::vector<std::uint32_t> accounts_named(const Case& result, const std::vector<std::string>& names,
                                          std::vector<std::string>& unknown) {
  std::vector<std::uint32_t> found;
  for (const std::string& name : names) {
    if (const std::uint32_t account = find_account(result, name); account != kNone) {
      found.push_back(account);
    } else {
      unknown.push_back(name);
    }
  }
  return found;
}

/// (clusters, accounts, facts)
py::tuple rerank(const Case& result, const std::vector<std::string>& confirmed, const std::vector<std::string>& cleared,
                 double damping, double tolerance, int threads, const py::object& poll) {
  std::vector<std::string> unknown;
  const std::vector<std::uint32_t> yes = accounts_named(result, confirmed, unknown);
  const std::vector<std::uint32_t> no = accounts_named(result, cleared, unknown);
  const KnownAccounts known = native_call(threads, poll, [&](const Control& control) {
    return propagate_known(result, yes, no, {.damping = damping, .tolerance = tolerance}, control);
  });
  py::dict facts;
  facts["confirmed"] = known.confirmed.size();
  facts["cleared"] = known.cleared.size();
  facts["iterations"] = known.iterations;
  facts["residual"] = known.residual;
  facts["unknown"] = unknown;
  return py::make_tuple(share(reranked_table(result, known)), share(known_table(result, known)), facts);
}

SharedTable run_allowed(const Case& result, const py::dict& given, int threads, const py::object& poll) {
  const LinkOptions options = to_options(given).linkage;
  return native_call(threads, poll,
                     [&](const Control& control) { return share(allowed_table(result, options, control)); });
}

}  // namespace

void bind_known(py::module_& module) {
  module.def("rerank", &rerank, py::arg("result"), py::arg("confirmed"), py::arg("cleared"), py::kw_only(),
             py::arg("damping"), py::arg("tolerance"), py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("allowed_table", &run_allowed, py::arg("result"), py::arg("options"), py::kw_only(),
             py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("check_network", [](const std::string& text) { (void)allowed_network(text); });
}

}  // namespace accountgraph::python
