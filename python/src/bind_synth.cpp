/// Worlds: options by name, truth as a table, events as an Arrow stream that is made while it is read.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include <pybind11/stl.h>
#include <accountgraph/synth/events.hpp>
#include <accountgraph/synth/world.hpp>

#include "arrow_stream.hpp"
#include "bindings.hpp"
#include "native_call.hpp"

namespace accountgraph::python {
namespace {

using SharedWorld = std::shared_ptr<World>;
constexpr double kBatchEvents = 200'000;
constexpr double kBatchTexts = 25'000;  ///< events of a batch with prompt text

template <class Value>
void set(const py::handle& given, const char* name, Value& value) {
  try {
    value = given.cast<Value>();
  } catch (const py::cast_error&) {
    throw std::invalid_argument("`" + std::string(name) + "` must be a " + (std::is_integral_v<Value> ? "whole " : "") +
                                "number in its range, got " + std::string(py::repr(given)));
  }
}

/// Takes from `given` what visit_options, visit_look_alikes know by name; what is left over is an error.
class Taker {
 public:
  Taker(std::string what, const py::dict& given) : what_(std::move(what)), left_(given.attr("copy")()) {}
  template <class Value>
  void operator()(const char* name, Value& value, double, double) {
    take(name, [&](const py::handle& given) { set(given, name, value); });
  }
  template <class Use>
  void take(const char* name, Use&& use) {
    names_ += names_.empty() ? name : std::string(", ") + name;
    if (left_.contains(name)) use(left_.attr("pop")(name));
  }
  void finish() const {
    for (const std::pair<py::handle, py::handle> item : left_) {
      throw std::invalid_argument("`" + what_ + "` has no option " + std::string(py::repr(item.first)) + "; it has " +
                                  names_);
    }
  }

 private:
  std::string what_;
  py::dict left_;
  std::string names_;
};

Forge to_forge(const std::string& name) {
  for (const Forge forge : {Forge::none, Forge::one, Forge::two_of_one_kind, Forge::address_and_prompt}) {
    if (name == to_string(forge)) return forge;
  }
  throw std::invalid_argument("`forged` must be 'none', 'one', 'two_of_one_kind' or 'address_and_prompt', got '" +
                              name + "'");
}

PromptText to_prompt_text(const std::string& name) {
  for (const PromptText prompt_text : {PromptText::none, PromptText::beside, PromptText::only}) {
    if (name == to_string(prompt_text)) return prompt_text;
  }
  throw std::invalid_argument("`prompt_text` must be 'none', 'beside' or 'only', got '" + name + "'");
}

WorldOptions to_world_options(const py::dict& given) {
  WorldOptions options;
  Taker taker("simulate", given);
  taker.take("preset", [&](const py::object& value) { options.preset = value.cast<std::string>(); });
  visit_options(options, taker);
  taker.take("forged", [&](const py::object& value) { options.forged = to_forge(value.cast<std::string>()); });
  taker.take("rewired", [&](const py::object& value) { options.rewired = value.cast<bool>(); });
  taker.take("prompt_text",
             [&](const py::object& value) { options.prompt_text = to_prompt_text(value.cast<std::string>()); });
  taker.take("operation_knobs", [&](const py::object& value) {
    for (const std::pair<py::handle, py::handle> knob : value.cast<py::dict>()) {
      const auto name = knob.first.cast<std::string>();
      set(knob.second, name.c_str(), options.operation_knobs[name]);
    }
  });
  taker.take("look_alikes", [&](const py::object& value) {
    Taker shares("look_alikes", value.cast<py::dict>());
    visit_look_alikes(options.look_alikes, shares);
    shares.finish();
  });
  taker.finish();
  return options;
}

py::capsule events_stream(const SharedWorld& world) {
  const double events = world->options.prompt_text == PromptText::none ? kBatchEvents : kBatchTexts;
  const auto step = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(events / world->options.events_per_account));
  return stream_capsule(
      [world, step, begin = std::uint32_t{0}, first = true]() mutable -> SharedTable {
        const std::uint32_t count = world->num_accounts();
        if (begin >= count && !first) return nullptr;
        const std::uint32_t end = std::min(count, begin + std::min(step, count - begin));
        auto table = share(events_table(*world, begin, end));
        begin = end;
        first = false;
        return table;
      },
      share(events_table(*world, 0, 0)));
}

}  // namespace

void bind_synth(py::module_& module) {
  py::class_<World, SharedWorld>(module, "World")
      .def_property_readonly("num_accounts", &World::num_accounts)
      .def("options_json", [](const World& world) { return options_json(world.options); })
      .def("truth",
           [](const World& world) {
             const py::gil_scoped_release release;
             return share(truth(world));
           })
      .def("events_stream", &events_stream);

  module.def("preset_names", &preset_names);
  module.def(
      "make_world",
      [](const py::dict& given, int threads, const py::object& poll) {
        const WorldOptions options = to_world_options(given);
        return native_call(threads, poll, [&](const Control& control) {
          return std::make_shared<World>(make_world(options, control));
        });
      },
      py::arg("given"), py::kw_only(), py::arg("threads") = 0, py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
