/// Raw values of a log in the form in which they are compared, and the values that mean "no value".
/// Input is written by attackers: every function takes any bytes, works in one pass and never throws on them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/records/kind.hpp>

namespace accountgraph {

/// `text` without leading and trailing ASCII white space (space, \t \n \v \f \r). O(length).
std::string_view trimmed(std::string_view text);

/// The normalised form of a raw value, see ValueFormat. Idempotent.
///   text   trimmed
///   email  trimmed, ASCII letters in lower case
///   ip     "203.0.113.007", "::ffff:203.0.113.7", "203.0.113.7/32"  -> "203.0.113.7"  (leading zeros are decimal)
///          "2001:DB8::1", "2001:db8::%eth0", "2001:db8::/64"        -> "2001:db8::/64"
///          anything else (ports, other prefixes, brackets, lists)   -> the trimmed text
///   prompt "Write  ESSAY 12 about x" -> "prompt-" and 32 hex digits of the SHA-256 of "write essay 0 about x"; such a name itself stays
///   ids    of one identifier, as text; a list is taken apart first, by split_ids
/// Returns a view of `raw` or of `scratch`, valid while both live unchanged; empty = a missing value. O(length).
std::string_view normalised(ValueFormat format, std::string_view raw, std::string& scratch);

/// The same as a string of its own.
std::string normalised(ValueFormat format, std::string_view raw);

/// Stands between the identifiers of a value of format ids: U+001F, the ASCII unit separator.
inline constexpr char kIdSeparator = '\x1f';

/// The distinct identifiers of a value of format ids, trimmed, in byte order; an empty one is missing. Replaces what `ids`
/// held by views of `raw`. O(length log length).
void split_ids(std::string_view raw, std::vector<std::string_view>& ids);

/// True for a normalised value that stands for "no value" and would otherwise look like a rare identifier shared by
/// strangers: empty; only punctuation ("-", "?", "***"); only zeros and punctuation (zero UUIDs, 0.0.0.0, 00:00:...);
/// four and more f, three and more x with nothing but punctuation between them; words such as unknown, none, null, n/a,
/// nan, undefined, default, test, anonymous, not available, redacted, masked, "(not set)", "To be filled by O.E.M.", in
/// any case and with any punctuation between and around them; well-known defaults (-1, the shared Android id,
/// 02:00:00:00:00:00). For kinds of format ip also loopback, link-local, unspecified and broadcast addresses; for hard
/// kinds also six and more equal digits and 1234567(89(0)). O(length).
bool is_placeholder(const Kind& kind, std::string_view value);

}  // namespace accountgraph
