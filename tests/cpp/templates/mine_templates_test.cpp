#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/templates/mine_templates.hpp>

#include "prompts.hpp"
#include "support/threads.hpp"

using namespace accountgraph;
using prompts::views;
using prompts::words;

namespace {

MinedTemplates mined(const std::vector<std::string>& texts) { return mine_templates(views(texts)); }

std::vector<std::string> ids(const TemplateSet& set, std::string_view prompt) {
  std::vector<std::string> out;
  for (const std::int32_t row : set.assign(prompt)) out.push_back(set.templates()[static_cast<std::size_t>(row)].id);
  return out;
}

}  // namespace

TEST_CASE("every prompt of a template gets it, one-off prompts get none, and the pattern shows the slots") {
  const MinedTemplates out = mined(prompts::mixed());
  REQUIRE(out.set.size() == 3);
  for (std::size_t i = 0; i < out.template_ids.size(); ++i) {
    CHECK((out.template_ids[i] < 0) == (i % 4 == 3));
    CHECK(out.template_ids[i] == out.template_ids[i % 4]);
  }
  std::set<std::string> patterns;
  for (const Template& item : out.set.templates()) {
    patterns.insert(item.text());
    CHECK(item.num_prompts == 100);
    CHECK(item.examples.size() == 3);
  }
  CHECK(patterns ==
        std::set<std::string>{"translate the following passage into formal french {}",
                              "you are given a question {} think step by step and answer with one letter only",
                              "{} please rewrite the text above as a polite letter to a customer {}"});
}

TEST_CASE("a fixed segment of eight words is found at any place of long prompts") {
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    if (i % 100 == 0) {
      const int before = static_cast<int>(i * 7 % 290);
      texts.push_back(words(1, i, before, 60000) + " kindly produce nine careful remarks about this harbour " +
                      words(2, i, 290 - before, 60000));
    } else {
      texts.push_back(words(3, i, 300, 60000));
    }
  }
  const MinedTemplates out = mined(texts);
  REQUIRE(out.set.size() == 1);
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK((out.template_ids[i] == 0) == (i % 100 == 0));
}

TEST_CASE("templates that share most of their fixed text stay apart") {
  std::vector<std::string> texts;
  const std::string shared = " Compare the two statements above and say whether the second one follows from the first";
  for (std::uint64_t i = 0; i < 60; ++i) {
    texts.push_back(words(1, i, 9) + shared + ". Yes or no?");
    texts.push_back(words(1, i, 9) + shared + ".");
    texts.push_back(words(1, i, 9) + shared + ", with three reasons for your choice.");
  }
  const MinedTemplates out = mined(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(out.template_ids[i] == out.template_ids[i % 3]);
  CHECK(std::set<std::int32_t>(out.template_ids.begin(), out.template_ids.end()).size() == 3);
}

TEST_CASE("passages that several prompts quote do not split a template") {
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const std::string passage = words(9, i / 10, 60);
    texts.push_back("Read the passage below with great care: " + passage +
                    " Now answer this question about it: " + words(2, i, 8));
    texts.push_back("Here is a text that I like: " + passage + " Write down a title for it in " + words(3, i, 6));
  }
  const MinedTemplates out = mined(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(out.template_ids[i] == out.template_ids[i % 2]);
  CHECK(out.template_ids[0] != out.template_ids[1]);
}

TEST_CASE("a prompt may carry several templates") {
  std::vector<std::string> texts;
  const std::string system = "system: you are the careful assistant of the northern harbour office. user: ";
  for (std::uint64_t i = 0; i < 900; ++i) {
    const bool task = i % 9 == 0;
    texts.push_back(system + words(1, i, 12) +
                    (task ? " list all ships that left the eastern dock on that day " + words(2, i, 4) : ""));
  }
  const MinedTemplates out = mined(texts);
  CHECK(ids(out.set, texts[1]).size() == 1);
  CHECK(ids(out.set, texts[0]).size() == 2);
}

TEST_CASE("a task within a system prompt comes first, a text that several system prompts go with does not") {
  std::vector<std::string> texts;
  const std::string systems[] = {"you are the booking agent of a ferry line and never quote a fare that is not there. ",
                                 "act as a strict reviewer of clinical letters and give nothing but valid json back. "};
  const std::string tasks[] = {" list all the ships that left the eastern dock on that day",
                               " draw up a letter to the harbour master about the late fee"};
  for (std::uint64_t i = 0; i < 1200; ++i) {
    const std::uint64_t task = i / 2 % 6;
    texts.push_back(systems[i % 2] + words(1, i, 12) +
                    (task == 0   ? tasks[i % 2]
                     : task == 1 ? " thank you very much for all your help with this"
                                 : ""));
  }
  const MinedTemplates out = mined(texts);
  REQUIRE(out.set.size() == 5);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool task = i / 2 % 6 == 0;
    CHECK(out.template_ids[i] == out.template_ids[task ? i % 2 : 4 + i % 2]);
    CHECK(ids(out.set, texts[i]).size() == (i / 2 % 6 < 2 ? 2 : 1));
  }
  CHECK(std::set<std::int32_t>(out.template_ids.begin(), out.template_ids.end()).size() == 4);
}

TEST_CASE("tasks that differ in a first word of few values are templates of their own") {
  std::vector<std::string> texts;
  const std::string verbs[] = {"Check", "Summarise", "Compare", "Extend", "Correct", "Explain"};
  for (std::uint64_t i = 0; i < 600; ++i) {
    texts.push_back(words(1, i, 12) + " " + verbs[i % 6] + " the record above for a colleague who was away last week");
    texts.push_back(words(2, i, 13) + " the letter above for a customer who has not paid since spring");
  }
  const MinedTemplates out = mined(texts);
  std::set<std::vector<std::string>> tasks;
  for (std::size_t i = 0; i < 12; i += 2) tasks.insert(ids(out.set, texts[i]));
  CHECK(tasks.size() == 6);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(ids(out.set, texts[i]) == ids(out.set, texts[i % 2 == 0 ? i % 12 : 1]));
  }
}

TEST_CASE("the set does not depend on the order of the prompts, on batches or on threads") {
  std::vector<std::string> texts = prompts::mixed();
  const std::string bytes = mined(texts).set.save();
  std::vector<std::string> turned(texts.rbegin(), texts.rend());
  CHECK(mined(turned).set.save() == bytes);
  const PromptScan small = [&](const std::function<void(PromptBatch)>& visit) {
    const std::vector<std::string_view> all = views(texts);
    for (std::size_t i = 0; i < all.size(); i += 7)
      visit(PromptBatch(all).subspan(i, std::min<std::size_t>(7, all.size() - i)));
  };
  std::uint64_t num_bytes = 0;
  for (const std::string& text : texts) num_bytes += text.size();
  CHECK(mine_templates(small, num_bytes).set.save() == bytes);
  CHECK(mine_templates(small, 0).set.save() == bytes);
  for (const int threads : {1, 2, 7}) {
    support::Threads(threads).run([&] { CHECK(mined(texts).set.save() == bytes); });
  }
}

TEST_CASE("no prompts, empty prompts and prompts without a word have no templates") {
  CHECK(mined({}).set.size() == 0);
  const MinedTemplates out = mined(std::vector<std::string>(50, ""));
  CHECK(out.set.size() == 0);
  CHECK(out.template_ids == std::vector<std::int32_t>(50, -1));
  CHECK(mined(std::vector<std::string>(50, "?! ...")).set.size() == 0);
  CHECK(mined(std::vector<std::string>(50, "1, 2, 3")).set.size() == 0);
}

TEST_CASE("a whole text that recurs is a template where nothing else is") {
  const MinedTemplates out = mined({"good morning", "Good morning!", "good evening"});
  REQUIRE(out.set.size() == 1);
  CHECK(out.template_ids == std::vector<std::int32_t>{0, 0, -1});
  CHECK(out.set.assign("good  MORNING") == std::vector<std::int32_t>{0});
}

TEST_CASE("options out of their range, changing prompts and cancelling are told") {
  CHECK_THROWS_WITH_AS(mine_templates(PromptBatch{}, {.min_prompts = 1}), "`min_prompts` must be in [2, 200], got 1",
                       std::invalid_argument);
  CHECK_THROWS_AS(mine_templates(PromptBatch{}, {.fixed_share = 0}), std::invalid_argument);
  const std::vector<std::string> texts = prompts::mixed();
  int readings = 0;
  const PromptScan changing = [&](const std::function<void(PromptBatch)>& visit) {
    const std::vector<std::string_view> all = views(texts);
    visit(PromptBatch(all).first(all.size() - static_cast<std::size_t>(readings++)));
  };
  CHECK_THROWS_AS(mine_templates(changing, 0), InputError);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(mine_templates(views(texts), {}, {.stop = stop.get_token()}), Cancelled);
}

TEST_CASE("a prompt that is too long is rejected and counted") {
  std::vector<std::string> texts = prompts::mixed();
  texts.push_back(std::string(5000, 'x'));
  const MinedTemplates out = mine_templates(views(texts), {.max_prompt_bytes = 4000});
  CHECK(out.num_rejected == 1);
  CHECK(out.template_ids.back() == -1);
}
