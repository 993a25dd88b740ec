/// Accounts, identifiers, vertices and clusters are dense indices from 0, held as std::uint32_t.
#pragma once

#include <cstdint>

namespace accountgraph {

/// Accounts and identifiers lie below 2^31; one more is a clear error.
inline constexpr std::uint64_t kMaxIds = (std::uint64_t{1} << 31) - 1;
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;  ///< "no index" in arrays of indices

}  // namespace accountgraph
