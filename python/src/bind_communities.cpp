/// Graph, connected components, Leiden, quality and the comparison of partitions.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <accountgraph/communities/comparison.hpp>
#include <accountgraph/communities/components.hpp>
#include <accountgraph/communities/graph.hpp>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/communities/quality.hpp>

#include "bindings.hpp"
#include "native_call.hpp"
#include "option_fields.hpp"

namespace accountgraph::python {
namespace {

using Labels = py::array_t<std::uint32_t, py::array::c_style | py::array::forcecast>;
using Weights = py::array_t<double, py::array::c_style | py::array::forcecast>;
using SharedGraph = std::shared_ptr<Graph>;

template <class T, int Flags>
std::span<const T> span_of(const py::array_t<T, Flags>& values) {
  require(values.ndim() == 1, "array", "one-dimensional", values.ndim());
  return {values.data(), static_cast<std::size_t>(values.size())};
}

py::array_t<std::int32_t> membership(const Partition& partition) {
  py::array_t<std::int32_t> labels(static_cast<py::ssize_t>(partition.num_vertices()));
  std::copy(partition.membership().begin(), partition.membership().end(), labels.mutable_data());
  return labels;
}

py::dict run_leiden(const SharedGraph& graph, const py::dict& given, const std::optional<Labels>& initial, int threads,
                    const py::object& poll) {
  LeidenOptions options = to_leiden_options(given);
  options.keep_levels = true;
  std::optional<Partition> start;
  if (initial) start.emplace(span_of(*initial));
  const auto result = native_call(threads, poll, [&](const Control& control) {
    return leiden(*graph, options, start ? &*start : nullptr, control);
  });
  py::list levels;
  for (const Partition& level : result.levels) levels.append(membership(level));
  py::dict answer;
  answer["membership"] = membership(result.partition);
  answer["levels"] = levels;
  answer["quality"] = result.quality;
  answer["iterations"] = result.iterations;
  answer["converged"] = result.converged;
  return answer;
}

}  // namespace

void bind_communities(py::module_& module) {
  py::class_<Graph, SharedGraph>(module, "Graph")
      .def_static("from_edges",
                  [](const Labels& source, const Labels& target, const std::optional<Weights>& weight,
                     std::optional<std::uint32_t> num_vertices) {
                    const auto from = span_of(source), to = span_of(target);
                    const auto weights = weight ? span_of(*weight) : std::span<const double>{};
                    const py::gil_scoped_release release;
                    return Graph::from_edges(from, to, weights, num_vertices);
                  })
      .def_property_readonly("num_vertices", &Graph::num_vertices)
      .def_property_readonly("num_directions", [](const Graph& graph) { return graph.neighbour.size(); });

  module.def("leiden", &run_leiden);
  module.def("connected_components", [](const SharedGraph& graph, int threads, const py::object& poll) {
    return membership(
        native_call(threads, poll, [&](const Control& control) { return connected_components(*graph, control); }));
  });
  module.def("modularity", [](const Graph& graph, const Labels& labels, double resolution) {
    return modularity(graph, Partition(span_of(labels)), resolution);
  });
  module.def("cpm_quality", [](const Graph& graph, const Labels& labels, double resolution) {
    return cpm_quality(graph, Partition(span_of(labels)), resolution);
  });
  module.def("adjusted_rand_index",
             [](const Labels& a, const Labels& b) { return adjusted_rand_index(span_of(a), span_of(b)); });
  module.def("adjusted_mutual_information",
             [](const Labels& a, const Labels& b) { return adjusted_mutual_information(span_of(a), span_of(b)); });
  module.def("b_cubed", [](const Labels& truth, const Labels& predicted) {
    const BCubed score = b_cubed(span_of(truth), span_of(predicted));
    return py::make_tuple(score.precision, score.recall, score.f1);
  });
}

}  // namespace accountgraph::python
