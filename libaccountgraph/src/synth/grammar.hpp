/// Grammars that write text. The source of a grammar is text itself, one rule a line:
///
///     request: «verb» «thing» | «verb» «thing» for ‹person›
///     verb: check ≈ verify | explain ≈ set out
///
/// Choices stand between bars, the wordings of one choice between ≈ (the meaning is drawn apart from the wording, so that a
/// paraphrase keeps the one and changes the other). «rule» is another rule's text; ‹rule› is a slot: what stands there is drawn
/// anew for every prompt of a mould. A mark before the name: + with a capital, " as inside a JSON string, ^ from one of a
/// few thousand common sources, @ in another language. \n is a line break, \s a space, \p a bar. A rule given several times
/// has one list of choices a topic; a text keeps to its topic. Lines that begin with a space go on, # is a comment.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/core/random.hpp>

namespace accountgraph::synth {

/// Random numbers one after the other.
struct Draws {
  std::uint64_t state = 0;
  std::uint32_t below(std::uint64_t bound) {
    state += 0x9E3779B97F4A7C15ULL;
    return static_cast<std::uint32_t>((mix64(state) >> 32) * bound >> 32);
  }
};

/// Who speaks: what is said, in which words, on which of eight topics, and the key of the sources that everybody quotes.
struct Voice {
  Draws meaning, wording;
  std::uint32_t topic = 0;
  std::uint64_t sources = 0;
};
Voice voice(std::uint64_t key, std::uint64_t sources);

/// Literal text, or a rule that stands in its place.
struct Piece {
  std::string text;  ///< the literal, or the name of the rule
  std::int32_t rule = -1;
  char mark = 0;
  bool slot = false;
};
using Wording = std::vector<Piece>;
using Choices = std::vector<std::vector<Wording>>;  ///< [choice][wording]

struct Grammar {
  std::vector<std::string> names;            ///< of the rules
  std::vector<std::vector<Choices>> topics;  ///< [rule][topic]; one list serves all topics

  /// The number of a rule. Throws std::logic_error where there is none.
  std::uint32_t rule(std::string_view name) const;
};

/// Throws std::logic_error for a rule that is named but not given.
Grammar parse_grammar(std::string_view source);

/// A slot of a text: which rule fills it, before which byte.
struct Slot {
  std::uint32_t at = 0;
  std::uint32_t rule = 0;
  char mark = 0;
  bool escaped = false;  ///< as inside a JSON string
};

/// Where text goes. Without `slots`, slots are filled at once.
struct Sink {
  std::string& out;
  std::vector<Slot>* slots = nullptr;
  bool escaped = false;

  void put(std::string_view text);
};

/// Appends the text of a rule. Cost: O(its length), some 15 ns a word.
void expand(const Grammar& grammar, std::uint32_t rule, Voice& voice, Sink& sink);
/// The same with a mark.
void expand_marked(const Grammar& grammar, std::uint32_t rule, char mark, Voice& voice, Sink& sink);

/// The grammars of the languages, with the rules they have in common. Built at the first use.
enum class Language : std::uint8_t { english, spanish, german, french, chinese };
inline constexpr std::uint32_t kLanguages = 5;
const Grammar& grammar_of(Language language);

/// Their sources, each in a file of its own.
std::string_view common_rules();
std::string_view english_rules();
std::string_view english_forms();
std::string_view english_words();
/// The forms of prompts in the other languages: all but their words.
std::string_view plain_forms();
std::string_view spanish_rules();
std::string_view german_rules();
std::string_view french_rules();
std::string_view chinese_rules();

}  // namespace accountgraph::synth
