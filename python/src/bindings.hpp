/// What the binding files share: one register function a concept, and tables held by shared pointers.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <pybind11/pybind11.h>
#include <accountgraph/core/table.hpp>
#include <accountgraph/evidence/case.hpp>

namespace accountgraph::python {

namespace py = pybind11;

/// A table as Python holds it: NumPy views and Arrow streams keep it alive.
using SharedTable = std::shared_ptr<Table>;

/// Text of a log as Python text, whatever its bytes.
inline py::str to_text(std::string_view text) {
  return py::reinterpret_steal<py::str>(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

inline SharedTable share(Table&& table) { return std::make_shared<Table>(std::move(table)); }

/// The account of that name; kNone where there is none. O(log accounts).
std::uint32_t find_account(const Case& result, std::string_view name);

void bind_table(py::module_& module);
void bind_records(py::module_& module);
void bind_incidence(py::module_& module);
void bind_coactions(py::module_& module);
void bind_detect(py::module_& module);
void bind_explain(py::module_& module);
void bind_known(py::module_& module);
void bind_communities(py::module_& module);
void bind_synth(py::module_& module);
void bind_templates(py::module_& module);
void bind_prompts(py::module_& module);

}  // namespace accountgraph::python
