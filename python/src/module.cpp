/// accountgraph._core: the C++ library as Python sees it. Each concept is bound in a file of its own.
#include <accountgraph/core/errors.hpp>
#include <accountgraph/version.hpp>

#include "bindings.hpp"

PYBIND11_MODULE(_core, module) {
  namespace py = pybind11;
  using namespace accountgraph;
  module.doc() = "Native core of accountgraph; use the package `accountgraph`.";
  module.attr("version") = ACCOUNTGRAPH_VERSION;
  auto input_error = py::register_exception<InputError>(module, "InputError", PyExc_ValueError);
  input_error.attr("__module__") = "accountgraph";
  input_error.doc() = "The events as a whole cannot be used: no such file, a missing column, a wrong type.";

  python::bind_table(module);
  python::bind_records(module);
  python::bind_incidence(module);
  python::bind_coactions(module);
  python::bind_detect(module);
  python::bind_explain(module);
  python::bind_known(module);
  python::bind_communities(module);
  python::bind_synth(module);
  python::bind_templates(module);
  python::bind_prompts(module);
}
