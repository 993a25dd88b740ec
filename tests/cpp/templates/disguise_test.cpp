#include <doctest/doctest.h>

#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include <accountgraph/templates/mine_templates.hpp>

#include "prompts.hpp"

using namespace accountgraph;

namespace {

const std::string kFixed = "Please summarise the following article about coal for a local office: ";

TemplateSet known() {
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < 40; ++i) texts.push_back(kFixed + prompts::words(1, i, 15));
  return mine_templates(prompts::views(texts)).set;
}

std::string between(std::string_view text, std::string_view mark) {
  std::string out;
  for (const char c : text) (out += c) += mark;
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// ASCII letters moved to another alphabet of the same order: upper and lower case begin at these code points.
std::string moved(std::string_view text, char32_t upper, char32_t lower) {
  std::string out;
  for (const char c : text) {
    char32_t p = static_cast<unsigned char>(c);
    if (c >= 'a' && c <= 'z') p = lower + static_cast<char32_t>(c - 'a');
    if (c >= 'A' && c <= 'Z') p = upper + static_cast<char32_t>(c - 'A');
    if (p < 0x80) {
      out += c;
    } else if (p < 0x10000) {
      out += {static_cast<char>(0xE0 | p >> 12), static_cast<char>(0x80 | (p >> 6 & 63)),
              static_cast<char>(0x80 | (p & 63))};
    } else {
      out += {static_cast<char>(0xF0 | p >> 18), static_cast<char>(0x80 | (p >> 12 & 63)),
              static_cast<char>(0x80 | (p >> 6 & 63)), static_cast<char>(0x80 | (p & 63))};
    }
  }
  return out;
}

}  // namespace

TEST_CASE("disguises of a template are the template") {
  const TemplateSet set = known();
  REQUIRE(set.size() == 1);
  std::string shouted = kFixed;
  for (char& c : shouted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const std::pair<const char*, std::string> disguises[] = {
      {"case", shouted},
      {"spacing", replaced(kFixed, " ", " \t\n  ")},
      {"no-break and thin spaces", replaced(kFixed, " ", "\u00A0\u2009")},
      {"punctuation and markdown", "**" + replaced(kFixed, " ", "_ - *")},
      {"zero width characters", between(kFixed, "\u200B\u2060")},
      {"soft hyphens", between(kFixed, "\u00AD")},
      {"bidirectional marks", "\u202E" + between(kFixed, "\u200F") + "\u202C"},
      {"variation selectors and tags", between(kFixed, "\uFE0F\U000E0061")},
      {"accents written apart", replaced(kFixed, "a", "a\u0301\u0323")},
      {"accented letters", replaced(replaced(kFixed, "o", "\u00F6"), "e", "\u00E9")},
      {"Cyrillic and Greek look-alikes",
       replaced(replaced(replaced(kFixed, "a", "\u0430"), "o", "\u03BF"), "e", "\u0435")},
      {"full width", moved(kFixed, 0xFF21, 0xFF41)},
      {"mathematical bold", moved(kFixed, 0x1D400, 0x1D41A)},
      {"mathematical script", moved(kFixed, 0x1D4D0, 0x1D4EA)},
      {"circled letters", moved(kFixed, 0x24B6, 0x24D0)},
      {"a number before it", "12) " + kFixed},
      {"text before it", "hello there " + kFixed},
      {"a byte order mark", "\uFEFF" + kFixed},
  };
  for (const auto& [name, text] : disguises) {
    CHECK_MESSAGE(set.assign(text + prompts::words(2, 1, 15)) == std::vector<std::int32_t>{0}, name);
  }
  CHECK(set.assign(prompts::words(2, 1, 30)).empty());
}

TEST_CASE("numbered and dated variants are one template") {
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < 60; ++i) {
    texts.push_back("Task #" + std::to_string(i * i) + " of Monday, " + std::to_string(i % 28 + 1) +
                    " June 2026: describe what you can see in the picture " + prompts::words(1, i, 6));
  }
  const MinedTemplates out = mine_templates(prompts::views(texts));
  REQUIRE(out.set.size() == 1);
  CHECK(out.set.templates()[0].text() == "task # of # describe what you can see in the picture {}");
}

TEST_CASE("scripts without spaces are read character by character") {
  const std::pair<std::string, std::string> fixed[] = {
      {"请将下面的段落翻译成法语并解释其含义", "一丁七万三上下不与丑专且世丘丙业丛东丝丢两严丧个中丰串临"},
      {"次の文章を要約してください", "あいうえおかきくけこさしすせそたちつてとなにぬねの"},
      {"กรุณาสรุปข้อความต่อไปนี้", "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝ"}};
  for (const auto& [text, letters] : fixed) {
    std::vector<std::string> texts;
    const CounterRandom random(3);
    for (std::uint64_t i = 0; i < 60; ++i) {
      std::string filling;
      for (std::uint64_t j = 0; j < 20; ++j) filling += letters.substr(3 * random.below(letters.size() / 3, i, j), 3);
      texts.push_back(text + "：" + filling);
    }
    const MinedTemplates out = mine_templates(prompts::views(texts));
    CHECK(out.set.size() == 1);
    for (const std::int32_t row : out.template_ids) CHECK(row == 0);
  }
}

TEST_CASE("hostile prompts are read in linear time and do not disturb others") {
  std::vector<std::string> texts = prompts::mixed();
  const std::size_t honest = texts.size();
  const std::size_t size = 1 << 18;
  std::string repeated;
  while (repeated.size() < size) repeated += "a b ";
  for (const std::string& text :
       {std::string(size, 'a'), std::string(size, ' '), std::string(size, '\0'), std::string(size, '\xFF'),
        std::string(size, '\xF0'), std::string(size, '9'), repeated, between(std::string(size / 4, 'a'), "\u200B"),
        between(std::string(size / 4, 'c'), "\u0301"), between(std::string(size / 4, ' '), "\u4E00"),
        std::string("<script>alert(1)</script>"), std::string("{{{{}}}} %s %n \x1b[31m"),
        std::string("\xED\xA0\x80\xC0\x80\xF4\x90\x80\x80")}) {
    texts.push_back(text);
  }
  const CounterRandom random(11);
  for (std::uint64_t i = 0; i < 200; ++i) {
    std::string noise;
    for (std::uint64_t j = 0; j < 60; ++j) noise.push_back(static_cast<char>(random.below(256, i, j)));
    texts.push_back(noise);
  }
  const MinedTemplates out = mine_templates(prompts::views(texts));
  for (std::size_t i = 0; i < honest; ++i) {
    CHECK((out.template_ids[i] < 0) == (i % 4 == 3));
    CHECK(out.template_ids[i] == out.template_ids[i % 4]);
  }
  for (std::size_t i = honest; i < texts.size(); ++i) CHECK(out.template_ids[i] == -1);
}
