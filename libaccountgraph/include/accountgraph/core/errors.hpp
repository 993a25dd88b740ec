/// The three ways a call can fail. Bad rows are no failure: they are counted as rejects (records/reject.hpp).
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace accountgraph {

/// The data as a whole cannot be used: a missing column, a wrong type, more than 2^31 accounts.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The caller asked to stop (Control::stop).
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

/// Checks an argument at the public door. Throws std::invalid_argument (ValueError in Python) with the
/// sentence "`name` must be <rule>, got <value>" when `holds` is false.
template <class Value>
void require(bool holds, std::string_view name, std::string_view rule, const Value& value) {
  if (holds) return;
  std::ostringstream text;
  text << '`' << name << "` must be " << rule << ", got " << value;
  throw std::invalid_argument(text.str());
}

}  // namespace accountgraph
