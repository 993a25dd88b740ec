#include <accountgraph/records/normalise.hpp>

#include <algorithm>

#include "ip_text.hpp"

namespace accountgraph {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

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
      return text;
    case ValueFormat::ip:
      return detail::normalised_ip(text, scratch);
    case ValueFormat::email:
      if (std::none_of(text.begin(), text.end(), is_upper)) return text;
      scratch.assign(text);
      for (char& c : scratch) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
      return scratch;
  }
  return text;
}

std::string normalised(ValueFormat format, std::string_view raw) {
  std::string scratch;
  return std::string(normalised(format, raw, scratch));
}

}  // namespace accountgraph
