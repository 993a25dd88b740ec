/// Graph, connected components, Leiden, quality and the comparison of partitions.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
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

/// A read-only view of the graph's own memory, which it keeps alive.
template <class T>
py::array view(const SharedGraph& graph, const std::vector<T>& values) {
  py::array_t<T> array(static_cast<py::ssize_t>(values.size()), values.data(), py::cast(graph));
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

std::uint64_t num_edges(const Graph& graph) {
  std::uint64_t loops = 0;  // stand in their row once, every other edge in two
  for (std::uint32_t v = 0; v < graph.num_vertices(); ++v) loops += std::ranges::binary_search(graph.neighbours(v), v);
  return (graph.neighbour.size() + loops) / 2;
}

/// A measure of two groupings, without the GIL.
template <class Measure>
auto comparison(Measure measure) {
  return [measure](const Labels& a, const Labels& b) {
    const auto first = span_of(a), second = span_of(b);
    const py::gil_scoped_release release;
    return measure(first, second);
  };
}

py::dict run_leiden(const SharedGraph& graph, const py::dict& given, const std::optional<Labels>& initial, int threads,
                    const py::object& poll) {
  const LeidenOptions options = to_leiden_options(given);
  std::optional<Partition> start;
  if (initial) start.emplace(span_of(*initial));
  const auto result = native_call(threads, poll, [&](const Control& control) {
    return leiden(*graph, options, start ? &*start : nullptr, control);
  });
  py::dict answer;
  answer["membership"] = membership(result.partition);
  answer["quality"] = result.quality;
  answer["iterations"] = result.iterations;
  answer["converged"] = result.converged;
  return answer;
}

py::list run_leiden_levels(const SharedGraph& graph, const Labels& labels, const py::dict& given, int threads,
                           const py::object& poll) {
  const LeidenOptions options = to_leiden_options(given);
  const Partition partition(span_of(labels));
  const auto found = native_call(
      threads, poll, [&](const Control& control) { return leiden_levels(*graph, partition, options, control); });
  py::list levels;
  for (const Partition& level : found) levels.append(membership(level));
  return levels;
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
      .def_property_readonly("num_edges", &num_edges)
      .def_property_readonly("begin", [](const SharedGraph& graph) { return view(graph, graph->begin); })
      .def_property_readonly("neighbour", [](const SharedGraph& graph) { return view(graph, graph->neighbour); })
      .def_property_readonly("weight", [](const SharedGraph& graph) { return view(graph, graph->weight); })
      .def("equals", [](const Graph& graph, const Graph& other) { return graph == other; });

  module.def("leiden", &run_leiden);
  module.def("leiden_levels", &run_leiden_levels);
  module.def("connected_components", [](const SharedGraph& graph, int threads, const py::object& poll) {
    return membership(
        native_call(threads, poll, [&](const Control& control) { return connected_components(*graph, control); }));
  });
  module.def("modularity", [](const Graph& graph, const Labels& labels, double resolution) {
    const auto span = span_of(labels);
    const py::gil_scoped_release release;
    return modularity(graph, Partition(span), resolution);
  });
  module.def("cpm_quality", [](const Graph& graph, const Labels& labels, double resolution) {
    const auto span = span_of(labels);
    const py::gil_scoped_release release;
    return cpm_quality(graph, Partition(span), resolution);
  });
  module.def("adjusted_rand_index", comparison(adjusted_rand_index));
  module.def("adjusted_mutual_information", comparison(adjusted_mutual_information));
  module.def("normalized_mutual_information", comparison(normalized_mutual_information));
  module.def("homogeneity", comparison(homogeneity));
  module.def("completeness", comparison(completeness));
  module.def("b_cubed", comparison([](std::span<const std::uint32_t> truth, std::span<const std::uint32_t> predicted) {
               const BCubed score = b_cubed(truth, predicted);
               return std::tuple(score.precision, score.recall, score.f1);
             }));
}

}  // namespace accountgraph::python
