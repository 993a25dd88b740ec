/// Mining the templates of a log's prompts, stream by stream.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <accountgraph/core/random.hpp>
#include <accountgraph/records/arrow_reader.hpp>
#include <accountgraph/templates/mine_templates.hpp>

#include "arrow_stream.hpp"
#include "bindings.hpp"
#include "native_call.hpp"

namespace accountgraph::python {
namespace {

/// Plays one column of the streams that a callable opens, and sees to it that all of them hold the same texts.
class StreamedPrompts {
 public:
  StreamedPrompts(const py::function& open, std::string column) : open_(open), column_(std::move(column)) {}

  /// Without the GIL, on any thread.
  void play(const std::function<void(PromptBatch)>& visit) {
    ArrowReader reader(next_stream().get(), {.account = column_});
    std::uint64_t bytes = 0;
    std::uint64_t order = 0;
    while (const EventBatch* batch = reader.next()) {
      for (const std::string_view prompt : batch->account) {
        bytes += prompt.size();
        order = mix64(order ^ prompt.size());
      }
      visit(batch->account);
    }
    if (std::exchange(order_, order).value_or(order) != order) {
      throw InputError("the prompts came in another order when they were read again; write the events to a file first");
    }
    num_bytes_ = bytes;
  }
  std::uint64_t num_bytes() const { return num_bytes_; }

 private:
  Stream& next_stream() {
    const py::gil_scoped_acquire hold;
    return stream_.emplace(open_().cast<py::capsule>());
  }
  const py::function& open_;
  std::string column_;
  std::optional<Stream> stream_;
  std::optional<std::uint64_t> order_;  ///< of the reading before: a hash of all lengths in their order
  std::uint64_t num_bytes_ = 0;
};

/// The templates of one column of texts. `open` gives a new stream of it each time; it is read five times.
TemplateSet mine_stream(const py::function& open, const std::string& column, int threads, const py::object& poll) {
  StreamedPrompts prompts(open, column);
  return native_call(threads, poll, [&](const Control& control) {
    const Control one_stage{.stop = control.stop,
                            .on_progress = [&](const Progress& at) { control.report("templates", at.done, at.total); }};
    prompts.play([&](PromptBatch) { control.check(); });
    return mine_templates([&](const auto& visit) { prompts.play(visit); },
                          std::max<std::uint64_t>(prompts.num_bytes(), 1), {.max_examples = 0}, one_stage)
        .set;
  });
}

}  // namespace

void bind_prompts(py::module_& module) {
  module.def("mine_stream", &mine_stream, py::arg("open_stream"), py::kw_only(), py::arg("column"),
             py::arg("threads") = 0, py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
