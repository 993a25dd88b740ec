/// From the source of a grammar to its rules.
#include <algorithm>
#include <stdexcept>

#include "grammar.hpp"

namespace accountgraph::synth {
namespace {

constexpr std::string_view kOpen = "«", kClose = "»", kSlotOpen = "‹", kSlotClose = "›", kOr = "≈";

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

/// The parts of `text` between separators, trimmed. O(length).
std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(trim(text.substr(0, end)));
    if (end == text.npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

/// \n, \s, \p are a line break, a space, a bar; a line break of the source is a space.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    if (text[i] == '\n') {
      plain += ' ';
      i = std::min(text.find_first_not_of(' ', i + 1), text.size()) - 1;  // the next line's indentation
    } else if (text[i] == '\\' && (next == 'n' || next == 's' || next == 'p')) {
      plain += next == 'n' ? '\n' : next == 's' ? ' ' : '|';
      ++i;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

Wording parse_wording(std::string_view text) {
  Wording pieces;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find(kOpen), text.find(kSlotOpen));
    if (open > 0) pieces.push_back({unescape(text.substr(0, open))});
    if (open == text.npos) break;
    text.remove_prefix(open);
    const bool slot = text.starts_with(kSlotOpen);
    text.remove_prefix(slot ? kSlotOpen.size() : kOpen.size());
    const std::string_view close = slot ? kSlotClose : kClose;
    const std::size_t end = text.find(close);
    std::string_view name = text.substr(0, end);
    Piece piece{.text = {}, .rule = 0, .slot = slot};
    if (std::string_view("+\"^@").find(name.front()) != name.npos) {
      piece.mark = name.front();
      name.remove_prefix(1);
    }
    piece.text = name;
    pieces.push_back(std::move(piece));
    text.remove_prefix(end + close.size());
  }
  return pieces;
}

Choices parse_choices(std::string_view text) {
  Choices choices;
  for (const std::string_view choice : split(text, "|")) {
    std::vector<Wording>& wordings = choices.emplace_back();
    for (const std::string_view wording : split(choice, kOr)) wordings.push_back(parse_wording(wording));
  }
  return choices;
}

}  // namespace

Grammar parse_grammar(std::string_view source) {
  Grammar grammar;
  while (!source.empty()) {
    std::size_t end = source.find('\n');
    while (end != source.npos && end + 1 < source.size() && source[end + 1] == ' ') end = source.find('\n', end + 1);
    const std::string_view line = trim(source.substr(0, end));
    source.remove_prefix(end == source.npos ? source.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    const std::string name(line.substr(0, colon));
    const auto known = std::ranges::find(grammar.names, name);
    const auto number = static_cast<std::size_t>(known - grammar.names.begin());
    if (known == grammar.names.end()) {
      grammar.names.push_back(name);
      grammar.topics.emplace_back();
    }
    grammar.topics[number].push_back(parse_choices(line.substr(colon + 1)));
  }
  for (std::vector<Choices>& topics : grammar.topics) {
    for (Choices& choices : topics) {
      for (std::vector<Wording>& wordings : choices) {
        for (Wording& wording : wordings) {
          for (Piece& piece : wording) {
            if (piece.rule >= 0) piece.rule = static_cast<std::int32_t>(grammar.rule(piece.text));
          }
        }
      }
    }
  }
  return grammar;
}

}  // namespace accountgraph::synth
