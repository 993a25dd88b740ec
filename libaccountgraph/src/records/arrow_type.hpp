/// The types of Arrow's format strings, as far as events can be made of them.
#pragma once

#include <string>

#include <accountgraph/core/arrow_c_data.hpp>
#include <accountgraph/records/time_text.hpp>

namespace accountgraph::detail {

enum class ArrowStorage {
  other,  ///< cannot be read
  null,
  boolean,
  signed_int,
  unsigned_int,
  floating,
  decimal,  ///< 128 bits, no fraction
  text32,   ///< strings and binaries with 32-bit offsets
  text64,
  text_view,
  fixed_binary,
  date_days,
  date_millis,
  timestamp
};

struct ArrowType {
  ArrowStorage storage = ArrowStorage::other;
  int bytes = 0;                     ///< width of integers, floats and fixed-size binaries
  TimeUnit unit = TimeUnit::second;  ///< of timestamps
  std::string name;                  ///< for people
};

/// The type of a schema's own format (the index type for a dictionary).
ArrowType arrow_type(const ArrowSchema& schema);

/// In words, with dictionaries: "dictionary of string".
std::string arrow_type_name(const ArrowSchema& schema);

/// Whether identifiers, or times, can be made of the type; dictionaries are judged by their values.
bool readable_as_text(const ArrowType& type);
bool readable_as_time(const ArrowType& type);
/// Numbers, which are times only with a unit.
bool is_number(const ArrowType& type);

}  // namespace accountgraph::detail
