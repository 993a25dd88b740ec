/// Prompts for the template tests: words drawn by index, so that every test sees the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/core/random.hpp>
#include <accountgraph/templates/mine_templates.hpp>

namespace prompts {

inline std::string words(std::uint64_t seed, std::uint64_t prompt, int count, std::uint64_t vocabulary = 5000) {
  const accountgraph::CounterRandom random(seed);
  std::string out;
  for (int i = 0; i < count; ++i) {
    if (i != 0) out.push_back(' ');
    std::uint64_t word = random.below(vocabulary, prompt, static_cast<std::uint64_t>(i));
    for (int letter = 0; letter < 5; ++letter, word /= 17) out.push_back(static_cast<char>('a' + word % 17));
  }
  return out;
}

inline std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

/// Prompts of three templates, one hundred each, and as many one-off prompts.
inline std::vector<std::string> mixed() {
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < 100; ++i) {
    out.push_back("Translate the following passage into formal French: " + words(1, i, 12));
    out.push_back("You are given a question. " + words(2, i, 9) +
                  " Think step by step and answer with one letter only.");
    out.push_back(words(3, i, 7) + " -- please rewrite the text above as a polite letter to a customer -- " +
                  words(4, i, 5));
    out.push_back(words(5, i, 20));
  }
  return out;
}

}  // namespace prompts
