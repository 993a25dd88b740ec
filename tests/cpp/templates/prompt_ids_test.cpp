#include <doctest/doctest.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <string>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/records/normalise.hpp>
#include <accountgraph/templates/mine_templates.hpp>
#include <accountgraph/templates/prompt_ids.hpp>

#include "prompts.hpp"

using namespace accountgraph;
using prompts::views;

TEST_CASE("a prompt is read as the ids of its templates, with the ids that are given") {
  std::vector<std::string> texts = prompts::mixed();
  const TemplateSet set = mine_templates(views(texts)).set;
  texts.insert(texts.end(), {"", " \n", "nothing that anybody else has said so far"});
  const std::vector<std::string_view> column = views(texts);
  std::vector<std::string_view> given(column.size());
  for (std::size_t i = 0; i < given.size(); i += 2) given[i] = "ready";
  for (const int threads : {1, 2}) {
    tbb::task_arena arena(threads);
    PromptIds ids(set);
    std::uint64_t with = 0;
    for (int batch = 0; batch < 2; ++batch) {  // what one call leaves behind must not reach the next
      const std::vector<std::string_view> values = arena.execute([&] { return ids.read(column, given); });
      REQUIRE(values.size() == column.size());
      std::vector<std::string_view> found;
      for (std::size_t i = 0; i < column.size(); ++i) {
        std::vector<std::string_view> expected;
        for (const std::int32_t row : set.assign(column[i])) {
          expected.push_back(set.templates()[static_cast<std::size_t>(row)].id);
        }
        with += expected.empty() ? 0 : 1;
        if (!given[i].empty()) expected.push_back(given[i]);
        std::sort(expected.begin(), expected.end());
        split_ids(values[i], found);
        REQUIRE(found == expected);
      }
    }
    CHECK(ids.num_with_template() == with);
    CHECK(ids.num_without_template() == 2 * (column.size() - 2) - with);
  }
}

TEST_CASE("prompts alone, no prompts, and columns of unequal length") {
  const std::vector<std::string> texts = prompts::mixed();
  const TemplateSet set = mine_templates(views(texts)).set;
  PromptIds ids(set);
  const std::vector<std::string_view> column = views(texts);
  CHECK(ids.read(column, {}).size() == column.size());
  CHECK(ids.num_with_template() + ids.num_without_template() == column.size());
  CHECK(ids.read({}, {}).empty());
  const std::vector<std::string_view> one = {"ready"};
  CHECK_THROWS_AS(ids.read(column, one), std::invalid_argument);
}
