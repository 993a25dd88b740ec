#include "grammar.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace accountgraph::synth {
namespace {

constexpr std::uint32_t kTopics = 8;
constexpr std::uint32_t kSources = 4096;

}  // namespace

Voice voice(std::uint64_t key, std::uint64_t sources) {
  Voice made{{key}, {mix64(key)}, 0, sources};
  made.topic = made.meaning.below(kTopics);
  return made;
}

void Sink::put(std::string_view text) {
  if (!escaped) {
    out.append(text);
    return;
  }
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (c == '\n') {
      out.append("\\n");
    } else {
      out.push_back(c);
    }
  }
}

void expand(const Grammar& grammar, std::uint32_t rule, Voice& voice, Sink& sink) {
  const std::vector<Choices>& topics = grammar.topics[rule];
  const Choices& choices = topics.size() == 1 ? topics[0] : topics[voice.topic % topics.size()];
  const std::vector<Wording>& wordings =
      choices.size() == 1 ? choices[0] : choices[voice.meaning.below(choices.size())];
  const Wording& wording = wordings.size() == 1 ? wordings[0] : wordings[voice.wording.below(wordings.size())];
  for (const Piece& piece : wording) {
    if (piece.rule < 0) {
      sink.put(piece.text);
    } else if (piece.slot && sink.slots != nullptr) {
      sink.slots->push_back({static_cast<std::uint32_t>(sink.out.size()), static_cast<std::uint32_t>(piece.rule),
                             piece.mark, sink.escaped});
    } else if (piece.mark == 0) {
      expand(grammar, static_cast<std::uint32_t>(piece.rule), voice, sink);
    } else {
      expand_marked(grammar, static_cast<std::uint32_t>(piece.rule), piece.mark, voice, sink);
    }
  }
}

void expand_marked(const Grammar& grammar, std::uint32_t rule, char mark, Voice& voice, Sink& sink) {
  const std::size_t begin = sink.out.size();
  if (mark == '+') {
    expand(grammar, rule, voice, sink);
    char* const first = sink.out.data() + begin;
    if (begin < sink.out.size() && *first >= 'a' && *first <= 'z') *first = static_cast<char>(*first - 'a' + 'A');
  } else if (mark == '"') {
    Sink inner{sink.out, sink.slots, true};
    expand(grammar, rule, voice, inner);
  } else if (mark == '^') {
    // The first sources are quoted far more often than the last ones.
    const std::uint64_t one = voice.meaning.below(kSources);
    const std::uint64_t source = one * voice.meaning.below(kSources) / kSources;
    Voice quoted = synth::voice(voice.sources + mix64(source), voice.sources);
    expand(grammar, rule, quoted, sink);
  } else if (mark == '@') {
    const Grammar& other = grammar_of(static_cast<Language>(voice.meaning.below(kLanguages)));
    expand(other, other.rule(grammar.names[rule]), voice, sink);
  } else {
    expand(grammar, rule, voice, sink);
  }
}

std::uint32_t Grammar::rule(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::logic_error("a grammar has no rule " + std::string(name));
  return static_cast<std::uint32_t>(found - names.begin());
}

const Grammar& grammar_of(Language language) {
  static const std::array<Grammar, kLanguages> grammars = [] {
    const std::string common(common_rules());
    const std::string plain(plain_forms());
    const std::string english =
        std::string(english_rules()) + std::string(english_forms()) + std::string(english_words());
    const auto other = [&](std::string_view rules) { return parse_grammar(common + plain + std::string(rules)); };
    return std::array<Grammar, kLanguages>{parse_grammar(common + english), other(spanish_rules()),
                                           other(german_rules()), other(french_rules()), other(chinese_rules())};
  }();
  return grammars[static_cast<std::size_t>(language)];
}

}  // namespace accountgraph::synth
