#include "disguise.hpp"

namespace accountgraph::synth {
namespace {

// Zero-width space, zero-width non-joiner, word joiner, soft hyphen, zero-width no-break space.
constexpr std::string_view kInvisible[] = {"\u200B", "\u200C", "\u2060", "\u00AD", "\uFEFF"};

constexpr std::string_view look_alike(char letter) {
  switch (letter) {
    case 'a':
      return "а";
    case 'c':
      return "с";
    case 'e':
      return "е";
    case 'i':
      return "і";
    case 'o':
      return "о";
    case 'p':
      return "р";
    case 'x':
      return "х";
    case 'y':
      return "у";
    default:
      return {};
  }
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

void change_case(std::string& text, Draws& draws) {
  const std::uint32_t how = draws.below(4);
  char before = ' ';
  for (char& c : text) {
    const char old = c;
    const bool begins = before == ' ' || before == '\n';
    if (how == 0 && is_upper(c)) c = static_cast<char>(c + 32);
    if (how == 1 && is_lower(c)) c = static_cast<char>(c - 32);
    if (how == 2 && is_lower(c) && begins) c = static_cast<char>(c - 32);
    if (how == 3 && is_lower(c) && draws.below(12) == 0) c = static_cast<char>(c - 32);
    before = old;
  }
}

void change_spacing(std::string& text, Draws& draws) {
  constexpr std::string_view kSpaces[] = {"  ", " ", "\n", "\t", "\u00A0"};
  const std::string_view space = kSpaces[draws.below(5)];
  const std::uint32_t every = 1 + draws.below(6);
  std::string spaced;
  for (const char c : text) {
    if (c == ' ' && draws.below(every) == 0) {
      spaced += space;
    } else {
      spaced += c;
    }
  }
  text = spaced + std::string(draws.below(3), ' ');
}

void change_punctuation(std::string& text, Draws& draws) {
  const std::uint32_t how = draws.below(3);
  std::string changed;
  for (const char c : text) {
    if (how == 0 && (c == '.' || c == ',') && draws.below(2) == 0) continue;
    if (how == 1 && c == '.') {
      changed += draws.below(2) == 0 ? "!" : "…";
    } else if (how == 2 && c == '"') {
      changed += draws.below(2) == 0 ? "“" : "”";
    } else {
      changed += c;
    }
  }
  text = std::move(changed);
}

}  // namespace

void change_surface(std::string& text, Draws draws) {
  const std::uint32_t changes = 1 + draws.below(7);  // a set of the three, not the empty one
  if (changes & 1) change_case(text, draws);
  if (changes & 2) change_spacing(text, draws);
  if (changes & 4) change_punctuation(text, draws);
}

void hide_characters(std::string& text, Draws draws) {
  const bool invisible = draws.below(3) != 0;
  const std::uint32_t every = 4 + draws.below(30);
  std::string hidden;
  for (const char c : text) {
    const bool here = (is_lower(c) || is_upper(c)) && draws.below(every) == 0;
    const std::string_view other = here && !invisible ? look_alike(c) : std::string_view{};
    if (other.empty()) {
      hidden += c;
    } else {
      hidden += other;
    }
    if (here && invisible) hidden += kInvisible[draws.below(5)];
  }
  text = std::move(hidden);
}

}  // namespace accountgraph::synth
