/// What an operation does to its prompts: paraphrase, surface, wrapping, camouflage.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/synth/prompts.hpp>

#include "log.hpp"

using namespace accountgraph;

namespace {

World world_of(double difficulty, std::map<std::string, double> knobs) {
  return make_world({.accounts = 300,
                     .operation = 200,
                     .difficulty = difficulty,
                     .seed = 105,
                     .prompt_text = PromptText::beside,
                     .operation_knobs = std::move(knobs)});
}

struct Sent {
  std::string tmpl;
  Prompt prompt;
};

/// Prompts of planted accounts that have a mould of at least so many bytes.
std::vector<Sent> planted(const World& world, std::size_t least = 200) {
  std::vector<Sent> all;
  for (auto account = static_cast<std::uint32_t>(world.home.size()); account < world.num_accounts(); ++account) {
    const EventBlock block = generate_block(world, account, account + 1);
    std::vector<Prompt> prompts = prompts_of(world, account);
    for (std::size_t i = 0; i < prompts.size(); ++i) {
      std::size_t bytes = 0;
      for (const std::string& part : prompts[i].fixed) bytes += part.size();
      if (bytes >= least) all.push_back({support::text(block.batch.values[support::prompt][i]), std::move(prompts[i])});
    }
  }
  return all;
}

bool holds(const Prompt& prompt) {
  return std::ranges::all_of(prompt.fixed,
                             [&](const std::string& part) { return prompt.text.find(part) != prompt.text.npos; });
}

/// The share of prompts in which the fixed text is as it was.
double intact(const std::vector<Sent>& sent) {
  const auto count = std::ranges::count_if(sent, [](const Sent& one) { return holds(one.prompt); });
  return static_cast<double>(count) / static_cast<double>(sent.size());
}

std::set<std::string> words_of(const Sent& sent) {
  std::set<std::string> words;
  for (const std::string& part : sent.prompt.fixed) {
    for (std::size_t at = 0; at < part.size();) {
      const std::size_t end = std::min(part.find_first_of(" \n", at), part.size());
      words.insert(part.substr(at, end - at));
      at = end + 1;
    }
  }
  return words;
}

const std::map<std::string, double> kBare = {
    {"camouflage", 0}, {"follow_up", 0}, {"prompt_noise", 0}, {"prompt_invisible", 0}, {"prompt_wrapped", 0}};
std::map<std::string, double> bare_but(std::map<std::string, double> knobs) {
  knobs.insert(kBare.begin(), kBare.end());
  return knobs;
}

}  // namespace

TEST_CASE("surface noise and invisible characters grow with difficulty, and there are none at 0") {
  double before = 1.1;
  for (const double difficulty : {0.0, .3, .6, .9}) {
    const double share = intact(planted(world_of(difficulty, {{"camouflage", 0}, {"prompt_wrapped", 0}})));
    CHECK(share < before);
    if (difficulty == 0) CHECK(share == 1);
    before = share;
  }
  CHECK(before < .4);
  const auto invisible = [](double difficulty) {
    return std::ranges::count_if(planted(world_of(difficulty, {{"camouflage", 0}})), [](const Sent& one) {
      return one.prompt.text.find("\u200B") != std::string::npos || one.prompt.text.find("\u2060") != std::string::npos;
    });
  };
  CHECK(invisible(.3) == 0);
  CHECK(invisible(.9) > 20);
}

TEST_CASE("a paraphrase is another template: its words move and change, the more the more is reworded") {
  const auto overlap =
      [](double reworded) {  // of a paraphrase's words, those that some other paraphrase has in common most
        const std::vector<Sent> sent = planted(world_of(.3, bare_but({{"paraphrase", 1},
                                                                      {"variants", 8},
                                                                      {"prompt_families", 1},
                                                                      {"families_per_cell", 1},
                                                                      {"reworded", reworded}})));
        std::map<std::string, Sent> one_each;
        for (const Sent& one : sent) one_each.emplace(one.tmpl, one);
        REQUIRE(one_each.size() == 8);
        double total = 0;
        const std::set<std::string> first = words_of(one_each.begin()->second);
        for (const auto& [tmpl, one] : one_each) {
          const std::set<std::string> words = words_of(one);
          total += static_cast<double>(
                       std::ranges::count_if(words, [&](const auto& word) { return first.contains(word); })) /
                   static_cast<double>(words.size());
        }
        return total / 8;
      };
  const double none = overlap(0);
  const double some = overlap(.4);
  const double all = overlap(1);
  CHECK(none > .7);  // all but the clause that a paraphrase adds
  CHECK(some < none);
  CHECK(all < some);
  CHECK(all > .3);  // still the same task
}

TEST_CASE("every paraphrase has a mould of its own, also of a task of a few words and where little is reworded") {
  std::map<std::string, std::string> mould_of;
  std::set<std::string> moulds;
  for (const Sent& one : planted(world_of(.3, bare_but({{"paraphrase", .9}, {"variants", 20}, {"reworded", .1}})), 1)) {
    std::string mould;
    for (const std::string& part : one.prompt.fixed) mould += part + '\0';
    mould_of.emplace(one.tmpl, mould);
    moulds.insert(mould);
  }
  CHECK(mould_of.size() > 100);
  CHECK(moulds.size() == mould_of.size());
}

TEST_CASE("a wrapped task is the request to a popular framework, and holds the task's fixed text") {
  const std::vector<Sent> plain = planted(world_of(.3, bare_but({})));
  const std::vector<Sent> wrapped = planted(world_of(.3, bare_but({{"prompt_wrapped", 1.0}})));
  const auto mean = [](const std::vector<Sent>& sent) {
    std::size_t bytes = 0;
    for (const Sent& one : sent) bytes += one.prompt.text.size();
    return bytes / sent.size();
  };
  CHECK(mean(wrapped) > mean(plain) + 1500);
  CHECK(intact(plain) == 1);
  CHECK(intact(wrapped) > .6);  // inside JSON, quotes and line breaks are escaped
}

TEST_CASE("camouflage grows with difficulty: fewer of an operation's prompts are its tasks") {
  std::size_t before = 0;
  for (const double difficulty : {0.0, .3, .6, .9}) {
    const World world = world_of(difficulty, {});
    std::size_t long_ones = 0;  // of popular frameworks
    std::size_t all = 0;
    for (auto account = static_cast<std::uint32_t>(world.home.size()); account < world.num_accounts(); ++account) {
      for (const Prompt& prompt : prompts_of(world, account)) {
        ++all;
        std::size_t bytes = 0;
        for (const std::string& part : prompt.fixed) bytes += part.size();
        long_ones += bytes > 2000;
      }
    }
    CHECK(1000 * long_ones / all > before);
    before = 1000 * long_ones / all;
  }
}
