/// Kinds of identifier: what a column of the log means and how much a shared value says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accountgraph {

/// How raw values of a kind are normalised before they are compared (records/normalise.hpp).
enum class ValueFormat {
  text,    ///< trimmed of surrounding ASCII white space
  ip,      ///< an address: IPv4-mapped -> IPv4, IPv6 -> its /64 network; anything else stays text
  email,   ///< trimmed, lower case
  prompt,  ///< a prompt's text, kept only as a fingerprint of it in lower case, white space collapsed, numbers masked
  ids      ///< a list of identifiers, separated by kIdSeparator (records/normalise.hpp), each trimmed as text is
};

/// One kind of identifier. The defaults are those of an undeclared kind.
struct Kind {
  std::string name;              ///< matches [a-z][a-z0-9_]{0,31}
  std::string family = "other";  ///< kinds that say the same thing; evidence is capped per family too
  double reliability = 0.5;      ///< in (0, 1]: chance that an operator's second account holds the identifier too
  bool soft = false;             ///< soft kinds (ip, template, ...) are capped lower and never link alone
  bool moves = false;            ///< values pass between customers: shared only where activity meets in time
  ValueFormat format = ValueFormat::text;

  friend bool operator==(const Kind&, const Kind&) = default;
};

/// The library's defaults for a kind of this name (`payment`, `device`, `ip`, `template`, `registration`, `email`,
/// `phone`, `asn`, `subnet`, `user_agent`); any other name gets the defaults of Kind.
/// Throws std::invalid_argument when the name does not match [a-z][a-z0-9_]{0,31}.
Kind default_kind(std::string_view name);

/// Checks a list of kinds: valid, distinct names; reliabilities in (0, 1]; family names valid. Throws
/// std::invalid_argument at the first offence.
void validate_kinds(const std::vector<Kind>& kinds);

}  // namespace accountgraph
