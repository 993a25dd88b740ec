/// Prompt templates: mining, assigning and the set as a value. Prompts come as a list of str, bytes or None, or as
/// ArrowTexts.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/templates/mine_templates.hpp>

#include "arrow_texts.hpp"
#include "bindings.hpp"
#include "native_call.hpp"

namespace accountgraph::python {
namespace {

/// Views of the texts of a list or of ArrowTexts, without copying what is valid UTF-8. `prompts` must outlive it.
class Prompts {
 public:
  explicit Prompts(const py::object& prompts) {
    if (py::isinstance<ArrowTexts>(prompts)) {
      given_ = prompts.cast<const ArrowTexts&>().views();
      return;
    }
    const auto list = prompts.cast<py::list>();
    views_.reserve(list.size());
    for (const py::handle item : list) views_.push_back(view_of(item));
    given_ = views_;
  }
  std::span<const std::string_view> views() const { return given_; }

 private:
  std::string_view view_of(py::handle item) {
    if (item.is_none()) return {};
    if (PyBytes_Check(item.ptr()))
      return {PyBytes_AS_STRING(item.ptr()), static_cast<std::size_t>(PyBytes_Size(item.ptr()))};
    if (!PyUnicode_Check(item.ptr())) throw py::type_error("a prompt must be text, bytes or None");
    Py_ssize_t size = 0;
    if (const char* text = PyUnicode_AsUTF8AndSize(item.ptr(), &size); text != nullptr) {
      return {text, static_cast<std::size_t>(size)};
    }
    PyErr_Clear();  // half of a surrogate pair
    kept_.push_back(py::reinterpret_steal<py::bytes>(PyUnicode_AsEncodedString(item.ptr(), "utf-8", "replace")));
    return {PyBytes_AS_STRING(kept_.back().ptr()), static_cast<std::size_t>(PyBytes_Size(kept_.back().ptr()))};
  }
  std::span<const std::string_view> given_;
  std::vector<std::string_view> views_;
  std::vector<py::bytes> kept_;
};

template <class T>
py::array_t<T> to_array(const std::vector<T>& values) {
  return py::array_t<T>(static_cast<py::ssize_t>(values.size()), values.data());
}

/// (set, row of the template of every prompt, prompts that were too long)
py::tuple mine(const py::object& prompts, std::uint32_t min_prompts, std::uint32_t min_copies, double fixed_share,
               double branch_share, std::size_t max_examples, std::size_t max_prompt_bytes, int threads,
               const py::object& poll) {
  const Prompts texts(prompts);
  const TemplateOptions options{.min_prompts = min_prompts,
                                .min_copies = min_copies,
                                .fixed_share = fixed_share,
                                .branch_share = branch_share,
                                .max_examples = max_examples,
                                .max_prompt_bytes = max_prompt_bytes};
  MinedTemplates mined = native_call(
      threads, poll, [&](const Control& control) { return mine_templates(texts.views(), options, control); });
  return py::make_tuple(std::move(mined.set), to_array(mined.template_ids), mined.num_rejected);
}

/// (begin of the rows of every prompt and the end, rows)
py::tuple assign(const TemplateSet& set, const py::object& prompts, int threads) {
  const Prompts texts(prompts);
  const auto found = native_call(threads, py::none(), [&](const Control& control) {
    std::vector<std::vector<std::int32_t>> rows(texts.views().size());
    parallel_each(rows.size(), 256, control, [&](std::size_t i) { rows[i] = set.assign(texts.views()[i]); });
    return rows;
  });
  std::vector<std::int64_t> begin = {0};
  std::vector<std::int32_t> rows;
  for (const std::vector<std::int32_t>& of_one : found) {
    rows.insert(rows.end(), of_one.begin(), of_one.end());
    begin.push_back(static_cast<std::int64_t>(rows.size()));
  }
  return py::make_tuple(to_array(begin), to_array(rows));
}

SharedTable table_of(const TemplateSet& set) {
  StringPool ids;
  StringPool patterns;
  std::vector<std::int64_t> prompts;
  std::vector<std::int64_t> words;
  for (const Template& item : set.templates()) {
    ids.push_back(item.id);
    patterns.push_back(item.text());
    prompts.push_back(static_cast<std::int64_t>(item.num_prompts));
    words.push_back(item.num_words);
  }
  Table table;
  table.add("template", std::move(ids));
  table.add("pattern", std::move(patterns));
  table.add("prompts", std::move(prompts));
  table.add("fixed_words", std::move(words));
  return share(std::move(table));
}

const Template& at(const TemplateSet& set, std::size_t row) {
  if (row >= set.size()) throw py::index_error("no such template");
  return set.templates()[row];
}

/// Fixed text as str, a slot as None.
py::list pattern_of(const TemplateSet& set, std::size_t row) {
  py::list out;
  for (const PatternPart& part : at(set, row).pattern) {
    out.append(part.is_slot ? py::object(py::none()) : py::object(to_text(part.text)));
  }
  return out;
}

py::list examples_of(const TemplateSet& set, std::size_t row) {
  py::list out;
  for (const std::string& example : at(set, row).examples) out.append(to_text(example));
  return out;
}

}  // namespace

void bind_templates(py::module_& module) {
  py::class_<ArrowTexts>(module, "ArrowTexts").def_static("read", &ArrowTexts::read, py::arg("column"));
  py::class_<TemplateSet>(module, "TemplateSet")
      .def("__len__", &TemplateSet::size)
      .def("assign", &assign, py::arg("prompts"), py::kw_only(), py::arg("threads") = 0)
      .def("table", &table_of)
      .def("pattern", &pattern_of, py::arg("row"))
      .def("examples", &examples_of, py::arg("row"))
      .def("segment_hashes", [](const TemplateSet& set, std::size_t row,
                                const py::bytes& key) { return at(set, row).segment_hashes(std::string_view(key)); })
      .def("merge", [](const TemplateSet& first, const TemplateSet& second) { return merge(first, second); })
      .def("save", [](const TemplateSet& set) { return py::bytes(set.save()); })
      .def_static("load", [](const py::bytes& bytes) { return TemplateSet::load(std::string_view(bytes)); });
  const TemplateOptions defaults;
  module.def("mine_templates", &mine, py::arg("prompts"), py::kw_only(), py::arg("min_prompts") = defaults.min_prompts,
             py::arg("min_copies") = defaults.min_copies, py::arg("fixed_share") = defaults.fixed_share,
             py::arg("branch_share") = defaults.branch_share, py::arg("max_examples") = defaults.max_examples,
             py::arg("max_prompt_bytes") = defaults.max_prompt_bytes, py::arg("threads") = 0,
             py::arg("poll") = py::none());
}

}  // namespace accountgraph::python
