/// The values that mean "no value". Method: the value without ASCII punctuation and in lower case ("squeezed") is
/// looked up in a list of words; runs of one character (zeros, f, x, equal digits) are recognised by counting.
#include <algorithm>
#include <array>

#include <accountgraph/records/normalise.hpp>

#include "ip_text.hpp"

namespace accountgraph {
namespace {

template <std::size_t N>
constexpr std::array<std::string_view, N> in_order(std::array<std::string_view, N> words) {
  std::sort(words.begin(), words.end());
  return words;
}

// Squeezed: lower case, no punctuation.
// clang-format off
constexpr auto kWords = in_order(std::to_array<std::string_view>({
    "unknown", "unknowndevice", "unkn", "unidentified", "unavailable", "unassigned", "unset", "unspecified",
    "undefined", "undef", "none", "nonegiven", "noneprovided", "null", "nullnull", "nulled", "nil", "na", "nan",
    "nat", "no", "nodata", "nodevice", "noemail", "noip", "novalue", "noresult", "nothing", "notapplicable",
    "notassigned", "notavailable", "notconfigured", "notdefined", "notfound", "notgiven", "notknown", "notpresent",
    "notprovided", "notrecorded", "notset", "notspecified", "default", "defaultstring", "empty", "blank", "missing",
    "absent", "void", "invalid", "error", "failed", "disabled", "pending", "test", "testing", "tester", "testtest",
    "testuser", "testdevice", "testtestcom", "testexamplecom", "userexamplecom", "dummy", "example",
    "exampleexamplecom", "sample", "placeholder", "fake", "bogus", "foo", "foobar", "asdf", "string", "object",
    "objectobject", "generic", "guest", "anon", "anonymous", "anonymoususer", "anonymised", "anonymized", "redacted",
    "masked", "hidden", "removed", "deleted", "filtered", "suppressed", "censored", "obfuscated", "private",
    "confidential", "withheld", "nonenonecom", "noreply", "other", "tba", "tbd", "todo", "true", "false", "as0",
    "localhost", "localhostlocaldomain", "oem", "tobefilledbyoem", "systemserialnumber", "unbekannt", "inconnu",
    "desconocido", "desconhecido", "sconosciuto", "onbekend",
    "9774d56d682e549c",  // the ANDROID_ID that a bug gave to whole product lines
}));
// clang-format on

// Compared as they stand: they would lose their meaning without punctuation, or are not ASCII.
constexpr auto kExact =
    std::to_array<std::string_view>({"\\N", "\\n", "-1",   // of database dumps and of cluster labels
                                     "02:00:00:00:00:00",  // what mobile systems report instead of a hardware address
                                     "127.0.0.0/8",
                                     "03000200-0400-0500-0006-000700080009",  // the default of many mainboards
                                     "未知", "不明", "无", "неизвестно"});

constexpr std::size_t kLongestWord = 32;

struct Counts {
  std::size_t zeros = 0, fs = 0, xs = 0, digits = 0, others = 0, same = 0;  // `same`: repetitions of the first digit
  char first_digit = 0;
};

/// Longer ones are cut there, and cannot match.
using Word = std::array<char, kLongestWord + 1>;

/// Squeezes `value` into the first `size` characters of `word` and counts.
Counts squeeze(std::string_view value, Word& word, std::size_t& size) {
  Counts counts;
  size = 0;
  for (char c : value) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) c = static_cast<char>(c - 'A' + 'a');
    const bool digit = c >= '0' && c <= '9';
    const bool letter = c >= 'a' && c <= 'z';
    const bool other_byte = static_cast<unsigned char>(c) >= 0x80;
    if (!digit && !letter && !other_byte) continue;  // punctuation, blanks and control characters
    if (size < word.size()) word[size++] = c;
    if (digit) {
      if (counts.digits++ == 0) counts.first_digit = c;
      if (c == counts.first_digit) ++counts.same;
    }
    if (c == '0') {
      ++counts.zeros;
    } else if (c == 'f') {
      ++counts.fs;
    } else if (c == 'x') {
      ++counts.xs;
    } else {
      ++counts.others;
    }
  }
  return counts;
}

bool is_placeholder_address(std::string_view value) {
  if (value == "::/64" || value == "fe80::/64") return true;
  std::uint32_t address = 0;
  bool padded = false;
  if (!detail::parse_ipv4(value, address, padded)) return false;
  const std::uint32_t network = address >> 24;
  return network == 0 || network == 127 || (address >> 16) == 0xA9FE || address == 0xFFFFFFFFU;
}

}  // namespace

bool is_placeholder(const Kind& kind, std::string_view value) {
  if (kind.format == ValueFormat::ip && is_placeholder_address(value)) return true;
  if (std::find(kExact.begin(), kExact.end(), value) != kExact.end()) return true;
  Word letters_and_digits;
  std::size_t size = 0;
  const Counts counts = squeeze(value, letters_and_digits, size);
  const std::string_view word(letters_and_digits.data(), size);
  if (word.empty()) return true;
  if (counts.others == 0) {
    if (counts.fs == 0 && counts.xs == 0) return true;                            // 0, 000-000, 0.0.0.0
    if (counts.fs == 0 && counts.xs == 1 && word.starts_with("0x")) return true;  // 0x0000
    if (counts.fs >= 4 && counts.zeros == 0 && counts.xs == 0) return true;       // ffff-ffff
    if (counts.xs >= 3 && counts.zeros == 0 && counts.fs == 0) return true;       // xxx.xxx
  }
  if (!kind.soft) {
    const std::size_t letters = counts.fs + counts.xs + counts.others + counts.zeros - counts.digits;
    if (letters == 0 && counts.digits >= 6 && counts.same == counts.digits) return true;  // 999999
    if (word == "1234567" || word == "12345678" || word == "123456789" || word == "1234567890") return true;
  }
  return std::binary_search(kWords.begin(), kWords.end(), word);
}

}  // namespace accountgraph
