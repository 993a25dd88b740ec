/// _core.Table: columns as NumPy arrays (numbers without a copy) and as an Arrow stream.
#include <string>
#include <type_traits>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "arrow_stream.hpp"
#include "bindings.hpp"

namespace accountgraph::python {
namespace {

struct Rows {
  std::size_t begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};

/// Rows whose value is null, or nullptr.
const std::vector<bool>* nulls(const Column& column) { return column.valid.empty() ? nullptr : &column.valid; }

/// An array of Python objects, make(row) each, None where null.
template <class Make>
py::array objects(const Column& column, Rows rows, Make make) {
  py::array values(py::dtype("O"), static_cast<py::ssize_t>(rows.size()));
  auto** at = static_cast<PyObject**>(values.mutable_data());
  for (std::size_t row = rows.begin; row != rows.end; ++row, ++at) {
    py::object value = nulls(column) && !column.valid[row] ? py::none() : make(row);
    Py_XDECREF(*at);
    *at = value.release().ptr();
  }
  return values;
}

/// A read-only view of the table's own memory.
template <class T>
py::array view(const std::vector<T>& values, Rows rows, const py::dtype& dtype, const SharedTable& owner) {
  py::array array(dtype, static_cast<py::ssize_t>(rows.size()), values.data() + rows.begin, py::cast(owner));
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

/// A copy in which nulls read as `null`.
template <class T>
py::array filled(const std::vector<T>& values, const Column& column, Rows rows, const py::dtype& dtype, T null) {
  py::array copy(dtype, static_cast<py::ssize_t>(rows.size()));
  auto* at = static_cast<T*>(copy.mutable_data());
  for (std::size_t row = rows.begin; row != rows.end; ++row) *at++ = column.valid[row] ? values[row] : null;
  return copy;
}

py::array to_numpy(const SharedTable& table, const Column& column, Rows rows) {
  return std::visit(
      [&](const auto& values) -> py::array {
        using Values = std::decay_t<decltype(values)>;
        if constexpr (std::is_same_v<Values, StringPool>) {
          return objects(column, rows, [&](std::size_t row) -> py::object { return to_text(values[row]); });
        } else if constexpr (std::is_same_v<Values, Timestamps>) {
          const py::dtype micros("datetime64[us]");
          constexpr auto kNotATime = std::numeric_limits<std::int64_t>::min();
          return nulls(column) ? filled(values.micros, column, rows, micros, kNotATime)
                               : view(values.micros, rows, micros, table);
        } else if constexpr (std::is_same_v<Values, std::vector<bool>>) {
          if (nulls(column))
            return objects(column, rows, [&](std::size_t row) -> py::object { return py::bool_(values[row]); });
          py::array_t<bool> copy(static_cast<py::ssize_t>(rows.size()));
          std::copy(values.begin() + static_cast<std::ptrdiff_t>(rows.begin),
                    values.begin() + static_cast<std::ptrdiff_t>(rows.end), copy.mutable_data());
          return copy;
        } else {
          using T = typename Values::value_type;
          if (!nulls(column)) return view(values, rows, py::dtype::of<T>(), table);
          if constexpr (std::is_same_v<T, double>) {
            return filled(values, column, rows, py::dtype::of<double>(), std::numeric_limits<double>::quiet_NaN());
          } else {
            return objects(column, rows, [&](std::size_t row) -> py::object { return py::int_(values[row]); });
          }
        }
      },
      column.values);
}

py::array column_of(const SharedTable& table, const std::string& name, std::size_t begin,
                    std::optional<std::size_t> end) {
  const Column* column = table->find(name);
  if (column == nullptr) throw py::key_error(name);
  const std::size_t rows = table->num_rows();
  const std::size_t last = std::min(end.value_or(rows), rows);
  return to_numpy(table, *column, {std::min(begin, last), last});
}

}  // namespace

void bind_table(py::module_& module) {
  py::class_<Table, SharedTable>(module, "Table")
      .def("__len__", &Table::num_rows)
      .def_property_readonly("columns",
                             [](const Table& table) {
                               std::vector<std::string> names;
                               for (const Column& column : table.columns) names.push_back(column.name);
                               return names;
                             })
      .def("column", &column_of, py::arg("name"), py::arg("begin") = 0, py::arg("end") = py::none())
      .def(
          "__arrow_c_stream__", [](const SharedTable& table, const py::object&) { return stream_capsule(table); },
          py::arg("requested_schema") = py::none())
      .def_static("from_arrow", &table_from_arrow);
}

}  // namespace accountgraph::python
