#include <accountgraph/records/normalise.hpp>

#include <algorithm>

#include <accountgraph/core/hashing.hpp>

#include "ip_text.hpp"

namespace accountgraph {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::string_view kPromptPrefix = "prompt-";
constexpr std::size_t kPromptDigits = 32;

bool is_prompt_fingerprint(std::string_view text) {
  return text.size() == kPromptPrefix.size() + kPromptDigits && text.starts_with(kPromptPrefix) &&
         text.find_first_not_of("0123456789abcdef", kPromptPrefix.size()) == std::string_view::npos;
}

/// Prompts that differ in case, spacing and numbers alone have one fingerprint. What is kept is the hash, not the prompt.
std::string prompt_fingerprint(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    const char last = plain.empty() ? '\0' : plain.back();
    if (is_space(c)) {
      if (last != ' ') plain.push_back(' ');
    } else if (is_digit(c)) {
      if (last != '0') plain.push_back('0');
    } else {
      plain.push_back(lower(c));
    }
  }
  return std::string(kPromptPrefix) + Sha256().update(plain).hex_digest().substr(0, kPromptDigits);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = text.size();
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

std::string_view normalised(ValueFormat format, std::string_view raw, std::string& scratch) {
  const std::string_view text = trimmed(raw);
  switch (format) {
    case ValueFormat::text:
    case ValueFormat::ids:
      return text;
    case ValueFormat::ip:
      return detail::normalised_ip(text, scratch);
    case ValueFormat::email:
      if (std::none_of(text.begin(), text.end(), is_upper)) return text;
      scratch.assign(text);
      for (char& c : scratch) c = lower(c);
      return scratch;
    case ValueFormat::prompt:
      if (text.empty() || is_prompt_fingerprint(text)) return text;
      scratch = prompt_fingerprint(text);
      return scratch;
  }
  return text;
}

void split_ids(std::string_view raw, std::vector<std::string_view>& ids) {
  ids.clear();
  for (std::size_t begin = 0; begin < raw.size();) {
    const std::size_t end = std::min(raw.find(kIdSeparator, begin), raw.size());
    if (const std::string_view id = trimmed(raw.substr(begin, end - begin)); !id.empty()) ids.push_back(id);
    begin = end + 1;
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

std::string normalised(ValueFormat format, std::string_view raw) {
  std::string scratch;
  return std::string(normalised(format, raw, scratch));
}

}  // namespace accountgraph
