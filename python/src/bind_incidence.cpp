/// Events in: from an Arrow stream to an Incidence, in bounded memory; the window of time; and the way back from tables.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/incidence/from_entries.hpp>
#include <accountgraph/incidence/time_axis.hpp>
#include <accountgraph/records/arrow_reader.hpp>
#include <accountgraph/templates/prompt_ids.hpp>

#include "arrow_stream.hpp"
#include "bindings.hpp"
#include "facts.hpp"
#include "native_call.hpp"

namespace accountgraph::python {
namespace {

using SharedIncidence = std::shared_ptr<Incidence>;
using Text = std::optional<std::string>;

std::optional<TimeUnit> unit_of(const Text& name) { return name ? std::optional(time_unit(*name)) : std::nullopt; }

std::vector<Kind> to_kinds(const std::vector<py::dict>& given) {
  std::vector<Kind> kinds;
  for (const py::dict& kind : given) kinds.push_back(kind_from_dict(kind));
  validate_kinds(kinds);
  return kinds;
}

/// Nobody who writes the log can know it; no result depends on it.
HashKey secret_key() {
  std::random_device random;
  const auto word = [&] { return std::uint64_t{random()} << 32 | random(); };
  return {word(), word()};
}

/// Prompts are the last column of `batch`: what they say joins what the kind `to` says, unless that is the same column.
EventBatch with_templates(const EventBatch& batch, std::size_t to, bool same_column, PromptIds& ids,
                          const Control& control) {
  EventBatch out = batch;
  const std::vector<std::string_view> prompts = std::move(out.values.back());
  out.values.pop_back();
  out.values[to] = ids.read(prompts, same_column ? std::vector<std::string_view>() : out.values[to], control);
  return out;
}

/// (incidence, prompts with a template, prompts without): the prompts of the column `prompt` are read by `templates` as
/// identifiers of the kind template, unless that is None.
py::tuple read_events(const py::capsule& capsule, const std::string& account, const Text& time,
                      const std::vector<py::dict>& given_kinds, const std::vector<std::string>& columns,
                      const Text& prompt, const TemplateSet* templates, const Text& time_unit,
                      std::optional<std::int64_t> since, std::optional<std::int64_t> until, int threads,
                      const py::object& poll) {
  Stream stream(capsule);
  ArrowColumns wanted{
      .account = account, .time = time.value_or(""), .kinds = columns, .integer_unit = unit_of(time_unit)};
  const std::vector<Kind> kinds = to_kinds(given_kinds);
  const auto place = std::find_if(kinds.begin(), kinds.end(), [](const Kind& kind) { return kind.name == "template"; });
  const auto to = static_cast<std::size_t>(place - kinds.begin());
  std::optional<PromptIds> ids;
  if (templates != nullptr) {
    require(prompt && to < columns.size(), "templates", "beside a column of prompts and a kind template", "none");
    ids.emplace(*templates);
    wanted.kinds.push_back(*prompt);
  }
  IncidenceBuilder builder(kinds, {.since_micros = since, .until_micros = until, .hash_key = secret_key()});
  auto incidence = native_call(threads, poll, [&](const Control& control) {
    ArrowReader reader(stream.get(), wanted);
    std::uint64_t rows = 0;
    while (const EventBatch* batch = reader.next()) {
      control.check();
      const Control silent{.stop = control.stop};
      if (ids)
        builder.add(with_templates(*batch, to, columns[to] == *prompt, *ids, silent), silent);
      else
        builder.add(*batch, silent);
      control.report("incidence", rows += batch->num_events());
    }
    return std::make_shared<Incidence>(std::move(builder).finish(control));
  });
  return py::make_tuple(std::move(incidence), ids ? ids->num_with_template() : 0,
                        ids ? ids->num_without_template() : 0);
}

/// (days since 1970 ascending, readable times on each).
py::tuple day_histogram(const py::capsule& capsule, const std::string& account, const std::string& time,
                        const Text& time_unit, int threads, const py::object& poll) {
  Stream stream(capsule);
  const ArrowColumns wanted{.account = account, .time = time, .integer_unit = unit_of(time_unit)};
  const auto counts = native_call(threads, poll, [&](const Control& control) {
    std::map<std::int64_t, std::uint64_t> days;
    ArrowReader reader(stream.get(), wanted);
    std::uint64_t rows = 0;
    while (const EventBatch* batch = reader.next()) {
      control.check();
      std::int64_t last_day = 0;
      std::uint64_t* count = nullptr;  // times come in runs: most fall on the day of the one before
      for (const std::int64_t micros : batch->time_micros) {
        if (micros == kUnreadableTime) continue;
        if (const std::int64_t day = day_of(micros); count == nullptr || day != last_day) count = &days[last_day = day];
        ++*count;
      }
      control.report("window", rows += batch->num_events());
    }
    return days;
  });
  std::vector<std::int64_t> days;
  std::vector<std::uint64_t> events;
  for (const auto& [day, count] : counts) {
    days.push_back(day);
    events.push_back(count);
  }
  return py::make_tuple(days, events);
}

TimeAxis axis_of(const py::dict& facts) {
  if (!facts["present"].cast<bool>()) return {};
  return time_axis(facts["since_micros"].cast<std::int64_t>(), facts["until_micros"].cast<std::int64_t>());
}

SharedIncidence from_tables(const SharedTable& accounts, const SharedTable& entries, const SharedTable& sessions,
                            const std::vector<py::dict>& kinds, const py::dict& time, int threads,
                            const py::object& poll) {
  const std::vector<Kind> declared = to_kinds(kinds);
  const TimeAxis axis = axis_of(time);
  return native_call(threads, poll, [&](const Control& control) {
    return std::make_shared<Incidence>(incidence_from_entries(*accounts, *entries, *sessions, declared, axis, control));
  });
}

}  // namespace

void bind_incidence(py::module_& module) {
  py::class_<Incidence, SharedIncidence>(module, "Incidence").def("facts", &incidence_facts);

  module.def("read_events", &read_events, py::arg("stream"), py::kw_only(), py::arg("account"), py::arg("time"),
             py::arg("kinds"), py::arg("columns"), py::arg("prompt"), py::arg("templates"), py::arg("time_unit"),
             py::arg("since"), py::arg("until"), py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("day_histogram", &day_histogram, py::arg("stream"), py::kw_only(), py::arg("account"), py::arg("time"),
             py::arg("time_unit"), py::arg("threads") = 0, py::arg("poll") = py::none());
  module.def("robust_window", [](const std::vector<std::int64_t>& days, const std::vector<std::uint64_t>& events) {
    const TimeWindow window = robust_window(days, events);
    return py::make_tuple(window.since_micros, window.until_micros);
  });
  module.def("incidence_from_tables", &from_tables, py::arg("accounts"), py::arg("entries"), py::arg("sessions"),
             py::kw_only(), py::arg("kinds"), py::arg("time"), py::arg("threads") = 0, py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
