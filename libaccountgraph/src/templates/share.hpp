/// Shares, as fractions of 1/1024, so that a total decides and never a rounding.
#pragma once

#include <algorithm>
#include <cstdint>

namespace accountgraph::detail {

constexpr std::uint64_t kOne = 1024;
constexpr std::uint64_t kOpenShare = 819;  // .8: what goes on so surely has no choice
constexpr std::uint64_t kOpenChoices = 4;  // effective number of other tokens that makes a slot

inline bool at_least_share(std::uint64_t part, std::uint64_t whole, std::uint64_t share) {
  return part * kOne >= whole * share;
}

/// True when, `taken` of `count` times aside, the rest is spread over many tokens. `squares`: sum of squared counts of all
/// that stands there (Simpson 1949, doi 10.1038/163688a0: inverse, the effective number of choices).
inline bool is_open(std::uint64_t count, std::uint64_t squares, std::uint64_t taken) {
  if (taken * kOne >= count * kOpenShare) return false;
  const std::uint64_t others = count - std::min(count, taken);
  const std::uint64_t other_squares = squares - std::min(squares, taken * taken);
  return others * others >= kOpenChoices * std::max<std::uint64_t>(1, other_squares);
}

}  // namespace accountgraph::detail
