/// Long calls: the work runs on a thread of its own, inside an arena of the asked size, while the calling thread looks
/// after Python. Ctrl-C, or an exception of the poll callback, stops the work within about 100 ms.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include <pybind11/pybind11.h>
#include <accountgraph/core/control.hpp>

namespace accountgraph::python {

/// Calls work(control) without the GIL. `threads` = 0: as many as the machine has. Every 20 ms `poll` (None or a callable) gets a
/// list of what was reported since: (stage, done, total, seconds since the call began), the last of a row of one stage.
/// Rethrows what the work threw.
void run_native(int threads, const pybind11::object& poll, const std::function<void(const Control&)>& work);

/// The same for work that returns a value.
template <class Work>
auto native_call(int threads, const pybind11::object& poll, Work&& work) {
  using Value = std::invoke_result_t<Work&, const Control&>;
  std::optional<Value> value;
  run_native(threads, poll, [&](const Control& control) { value.emplace(work(control)); });
  return std::move(*value);
}

}  // namespace accountgraph::python
