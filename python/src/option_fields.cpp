#include "option_fields.hpp"

#include <stdexcept>

#include <pybind11/stl.h>
#include <accountgraph/linkage/options.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph::python {
namespace py = pybind11;
namespace {

Objective to_objective(const std::string& name) {
  require(name == "cpm" || name == "modularity", "objective", "'cpm' or 'modularity'", name);
  return name == "cpm" ? Objective::cpm : Objective::modularity;
}

template <class Value>
py::object to_python(const Value& value) {
  return py::cast(value);
}
py::object to_python(Objective value) { return py::str(value == Objective::cpm ? "cpm" : "modularity"); }
py::object to_python(const std::vector<AllowedIdentifier>& value) {
  py::list pairs;
  for (const AllowedIdentifier& allowed : value) pairs.append(py::make_tuple(allowed.kind, allowed.value));
  return pairs;
}

template <class Value>
void from_python(const py::handle& given, Value& value) {
  value = given.cast<Value>();
}
void from_python(const py::handle& given, Objective& value) { value = to_objective(given.cast<std::string>()); }
void from_python(const py::handle& given, std::vector<AllowedIdentifier>& value) {
  value.clear();
  for (const py::handle pair : py::iter(given)) {
    const auto [kind, text] = pair.cast<std::pair<std::string, std::string>>();
    value.push_back({kind, text});
  }
}

template <class Value>
const char* rule_of(const Value&) {
  if constexpr (std::same_as<Value, std::optional<std::uint32_t>>)
    return "a whole number >= 0 or None";
  else if constexpr (std::same_as<Value, bool>)
    return "True or False";
  else if constexpr (std::unsigned_integral<Value>)
    return "a whole number >= 0";
  else if constexpr (std::integral<Value>)
    return "a whole number";
  else if constexpr (std::floating_point<Value>)
    return "a number";
  else if constexpr (std::same_as<Value, Objective>)
    return "'cpm' or 'modularity'";
  else
    return "a list of (kind, value) pairs";
}

template <class Struct>
void set_fields(const std::string& stage, const py::dict& given, Struct& options) {
  std::string names;
  py::set known;
  visit_fields(options, [&](const char* name, auto& value) {
    known.add(py::str(name));
    names += names.empty() ? name : std::string(", ") + name;
    if (!given.contains(name)) return;
    try {
      from_python(given[name], value);
    } catch (const py::cast_error&) {
      throw std::invalid_argument("`" + std::string(name) + "` must be " + rule_of(value) + ", got " +
                                  std::string(py::repr(given[name])));
    }
  });
  for (const std::pair<py::handle, py::handle> item : given) {
    if (!known.contains(item.first)) {
      throw std::invalid_argument("`" + stage + "` has no option " + std::string(py::repr(item.first)) + "; it has " +
                                  names);
    }
  }
}

}  // namespace

py::dict to_dict(const DetectOptions& options) {
  py::dict stages;
  visit_stages(options, [&](const char* stage, const auto& fields) {
    py::dict values;
    visit_fields(fields, [&](const char* name, const auto& value) { values[name] = to_python(value); });
    stages[stage] = values;
  });
  return stages;
}

DetectOptions to_options(const py::dict& given) {
  DetectOptions options;
  visit_stages(options, [&](const char* stage, auto& fields) {
    if (given.contains(stage)) set_fields(stage, given[stage].cast<py::dict>(), fields);
  });
  validate(options.linkage);
  validate(options.seeds);
  validate(options.scoring);
  validate(options.significance);
  return options;
}

LeidenOptions to_leiden_options(const py::dict& given) {
  LeidenOptions options;
  set_fields("leiden", given, options);
  return options;
}

}  // namespace accountgraph::python
