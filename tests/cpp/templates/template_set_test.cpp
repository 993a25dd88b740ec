#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/templates/mine_templates.hpp>

#include "prompts.hpp"

using namespace accountgraph;
using prompts::views;

TEST_CASE("assigning gives what mining gave, also after saving and loading") {
  const std::vector<std::string> texts = prompts::mixed();
  const MinedTemplates out = mine_templates(views(texts));
  const TemplateSet loaded = TemplateSet::load(out.set.save());
  CHECK(loaded.templates() == out.set.templates());
  CHECK(loaded.save() == out.set.save());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::vector<std::int32_t> rows = out.set.assign(texts[i]);
    CHECK((rows.empty() ? -1 : rows[0]) == out.template_ids[i]);
    CHECK(loaded.assign(texts[i]) == rows);
  }
}

TEST_CASE("merged sets keep ids, add counts and assign what either assigns") {
  const std::vector<std::string> texts = prompts::mixed();
  std::vector<std::string> half[2];
  for (std::size_t i = 0; i < texts.size(); ++i) half[i / 4 % 2].push_back(texts[i]);
  const MinedTemplates first = mine_templates(views(half[0]));
  const MinedTemplates second = mine_templates(views(half[1]));
  const TemplateSet both = merge(first.set, second.set);
  REQUIRE(both.size() == 3);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(both.templates()[row].id == first.set.templates()[row].id);
    CHECK(both.templates()[row].id == second.set.templates()[row].id);
    CHECK(both.templates()[row].num_prompts == 100);
  }
  for (const std::string& text : half[1]) CHECK(both.assign(text) == second.set.assign(text));
  CHECK(TemplateSet::load(both.save()).save() == both.save());
  CHECK(merge(TemplateSet(), first.set).templates() == first.set.templates());
}

TEST_CASE("segments are hashed under a key as RFC 4231 says") {
  Template item;
  item.pattern = {{true, ""}, {false, "what do ya want for nothing?"}, {true, ""}};
  CHECK(item.segment_hashes("Jefe") ==
        std::vector<std::string>{"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"});
}

TEST_CASE("bytes that are no saved set are an InputError, never a crash") {
  const std::string bytes = mine_templates(views(prompts::mixed())).set.save();
  CHECK_THROWS_AS(TemplateSet::load(""), InputError);
  CHECK_THROWS_AS(TemplateSet::load(bytes + "x"), InputError);
  for (std::size_t end = 0; end < bytes.size(); end += 1 + bytes.size() / 500) {
    CHECK_THROWS_AS(TemplateSet::load(std::string_view(bytes).substr(0, end)), InputError);
  }
  const CounterRandom random(7);
  for (std::uint64_t trial = 0; trial < 500; ++trial) {
    std::string broken = bytes;
    broken[random.below(broken.size(), trial, 1)] = static_cast<char>(random.below(256, trial, 2));
    try {
      const TemplateSet set = TemplateSet::load(broken);
      for (const std::string& text : {prompts::mixed()[0], prompts::mixed()[1]}) set.assign(text);
    } catch (const InputError&) {
    }
  }
}
