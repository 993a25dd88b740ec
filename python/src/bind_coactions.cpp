/// Coactions: from an Arrow stream to the table of pairs that used one object within a window of time.
#include <optional>
#include <random>
#include <string>
#include <utility>

#include <pybind11/stl.h>
#include <accountgraph/incidence/coactions.hpp>
#include <accountgraph/records/arrow_reader.hpp>

#include "arrow_stream.hpp"
#include "bindings.hpp"
#include "facts.hpp"
#include "native_call.hpp"

namespace accountgraph::python {
namespace {

using Text = std::optional<std::string>;

py::dict facts_of(const Coactions& coactions) {
  py::dict facts;
  facts["events"] = coactions.num_events;
  facts["missing"] = coactions.missing;
  facts["placeholders"] = coactions.placeholders;
  facts["rejects"] = rejects_to_list(coactions.rejects);
  return facts;
}

/// (table, facts)
py::tuple coactions(const py::capsule& capsule, const std::string& account, const std::string& time,
                    const py::dict& kind, const std::string& column, const Text& unit, std::int64_t window_micros,
                    std::uint64_t min_participation, bool keep_placeholders, std::optional<std::uint64_t> max_pairs,
                    int threads, const py::object& poll) {
  Stream stream(capsule);
  const ArrowColumns wanted{.account = account,
                            .time = time,
                            .kinds = {column},
                            .integer_unit = unit ? std::optional(time_unit(*unit)) : std::nullopt};
  CoactionOptions options{
      .window_micros = window_micros, .min_participation = min_participation, .keep_placeholders = keep_placeholders};
  if (max_pairs) options.max_pairs = *max_pairs;
  std::random_device random;  // nobody who writes the log can know the key; no result depends on it
  const auto word = [&] { return std::uint64_t{random()} << 32 | random(); };
  options.hash_key = {word(), word()};
  CoactionCounter counter(kind_from_dict(kind), options);
  Coactions counted;
  const SharedTable table = native_call(threads, poll, [&](const Control& control) {
    ArrowReader reader(stream.get(), wanted);
    std::uint64_t rows = 0;
    while (const EventBatch* batch = reader.next()) {
      control.check();
      counter.add(*batch, {.stop = control.stop});
      control.report("coactions", rows += batch->num_events());
    }
    counted = std::move(counter).finish(control);
    return share(coactions_table(counted));
  });
  return py::make_tuple(table, facts_of(counted));
}

}  // namespace

void bind_coactions(py::module_& module) {
  module.def("coactions", &coactions, py::arg("stream"), py::kw_only(), py::arg("account"), py::arg("time"),
             py::arg("kind"), py::arg("column"), py::arg("time_unit"), py::arg("window_micros"),
             py::arg("min_participation"), py::arg("keep_placeholders"), py::arg("max_pairs"), py::arg("threads") = 0,
             py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
