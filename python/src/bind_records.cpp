/// Kinds, times as text, and the columns of a stream.
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>
#include <accountgraph/records/arrow_reader.hpp>
#include <accountgraph/records/kind.hpp>
#include <accountgraph/records/time_text.hpp>

#include "arrow_stream.hpp"
#include "bindings.hpp"
#include "facts.hpp"

namespace accountgraph::python {
namespace {

/// Looks at a stream that stays in its capsule.
std::vector<std::string> stream_columns(const py::capsule& capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream"));
  if (stream == nullptr) throw py::error_already_set();
  std::vector<std::string> names;
  const py::gil_scoped_release release;
  for (const ArrowField& field : arrow_fields(*stream)) names.push_back(field.name);
  return names;
}

std::optional<std::int64_t> parse(const std::string& text) {
  const std::int64_t micros = parse_time(text);
  if (micros == kUnreadableTime) return std::nullopt;
  return micros;
}

}  // namespace

void bind_records(py::module_& module) {
  module.def("default_kind", [](const std::string& name) { return kind_to_dict(default_kind(name)); });
  module.def("stream_columns", &stream_columns);
  module.def("parse_time", &parse);
}

}  // namespace accountgraph::python
