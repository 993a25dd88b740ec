#include "ip_text.hpp"

#include <charconv>

namespace accountgraph::detail {
namespace {

constexpr std::size_t kLongest = 128;  // longer texts (an address with a zone) are no addresses

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_number(std::string& text, unsigned value, int base) {
  char digits[8];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, base).ptr;
  text.append(digits, end);
}

void write_ipv4(std::uint32_t address, std::string& text) {
  text.clear();
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(text, (address >> shift) & 0xFF, 10);
    if (shift > 0) text.push_back('.');
  }
}

// The last four groups are zero and so part of the longest run: "::" stands for them and the zeros right before them.
void write_network64(const std::array<std::uint16_t, 8>& groups, std::string& text) {
  std::size_t used = 4;
  while (used > 0 && groups[used - 1] == 0) --used;
  text.clear();
  for (std::size_t i = 0; i < used; ++i) {
    if (i > 0) text.push_back(':');
    append_number(text, groups[i], 16);
  }
  text.append("::/64");
}

std::string_view canonical_ipv6(std::string_view text, std::string& scratch) {
  std::string_view address = text;
  bool network = false;
  if (const std::size_t slash = address.rfind('/'); slash != std::string_view::npos) {
    const std::string_view length = address.substr(slash + 1);
    if (length != "64" && length != "128") return text;
    network = length == "64";
    address = address.substr(0, slash);
  }
  if (const std::size_t zone = address.find('%'); zone != std::string_view::npos) {
    if (zone + 1 == address.size()) return text;
    address = address.substr(0, zone);
  }
  std::array<std::uint16_t, 8> groups;
  if (!parse_ipv6(address, groups)) return text;
  const bool mapped = groups[0] == 0 && groups[1] == 0 && groups[2] == 0 && groups[3] == 0 && groups[4] == 0 &&
                      groups[5] == 0xFFFF && !network;
  if (mapped) {
    write_ipv4((std::uint32_t{groups[6]} << 16) | groups[7], scratch);
  } else {
    write_network64(groups, scratch);
  }
  return scratch;
}

}  // namespace

bool parse_ipv4(std::string_view text, std::uint32_t& address, bool& padded) {
  address = 0;
  padded = false;
  if (text.size() < 7 || text.size() > 15) return false;
  std::size_t at = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (at >= text.size() || text[at++] != '.')) return false;
    const std::size_t begin = at;
    unsigned value = 0;
    while (at < text.size() && at - begin < 3 && text[at] >= '0' && text[at] <= '9') {
      value = value * 10 + static_cast<unsigned>(text[at++] - '0');
    }
    if (at == begin || value > 255) return false;
    padded = padded || (at - begin > 1 && text[begin] == '0');
    address = (address << 8) | value;
  }
  return at == text.size();
}

bool parse_ipv6(std::string_view text, std::array<std::uint16_t, 8>& groups) {
  groups.fill(0);
  std::size_t count = 0;  // groups read
  std::size_t gap = 9;    // groups before "::"; 9 = none yet
  std::size_t at = 0;
  if (text.starts_with("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.size()) {
    const std::size_t begin = at;
    unsigned value = 0;
    while (at < text.size() && at - begin < 4 && hex_value(text[at]) >= 0) {
      value = value * 16 + static_cast<unsigned>(hex_value(text[at++]));
    }
    if (at == begin || count == 8) return false;
    if (at < text.size() && text[at] == '.') {
      std::uint32_t tail = 0;
      bool padded = false;
      if (count > 6 || !parse_ipv4(text.substr(begin), tail, padded)) return false;
      groups[count++] = static_cast<std::uint16_t>(tail >> 16);
      groups[count++] = static_cast<std::uint16_t>(tail & 0xFFFF);
      at = text.size();
      break;
    }
    groups[count++] = static_cast<std::uint16_t>(value);
    if (at == text.size()) break;
    if (text[at++] != ':' || at == text.size()) return false;
    if (text[at] == ':') {
      if (gap != 9) return false;
      gap = count;
      ++at;
    }
  }
  if (gap == 9) return count == 8;
  if (count == 8) return false;
  const std::size_t shift = 8 - count;
  for (std::size_t i = count; i-- > gap;) {
    groups[i + shift] = groups[i];
    groups[i] = 0;
  }
  return true;
}

std::string_view normalised_ip(std::string_view text, std::string& scratch) {
  if (text.size() > kLongest) return text;
  std::uint32_t address = 0;
  bool padded = false;
  if (parse_ipv4(text, address, padded)) {
    if (!padded) return text;
    write_ipv4(address, scratch);
    return scratch;
  }
  if (text.ends_with("/32") && parse_ipv4(text.substr(0, text.size() - 3), address, padded)) {
    write_ipv4(address, scratch);
    return scratch;
  }
  if (text.find(':') == std::string_view::npos) return text;
  return canonical_ipv6(text, scratch);
}

}  // namespace accountgraph::detail
