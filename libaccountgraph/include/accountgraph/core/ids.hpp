/// Strong ids: an AccountId does not compile where a ClusterId is wanted. All are dense indices from 0.
#pragma once

#include <compare>
#include <cstdint>

namespace accountgraph {

template <class Tag>
struct Id {
  std::uint32_t value = 0;

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t index) : value(index) {}
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AccountId = Id<struct AccountTag>;        ///< index into Incidence::accounts
using IdentifierId = Id<struct IdentifierTag>;  ///< index into Incidence::identifiers
using CommunityId = Id<struct CommunityTag>;    ///< label of a Partition
using ClusterId = Id<struct ClusterTag>;        ///< index into a vector of clusters, best score first

/// Accounts and identifiers lie below 2^31; one more is a clear error.
inline constexpr std::uint64_t kMaxIds = (std::uint64_t{1} << 31) - 1;
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;  ///< "no index" in arrays of indices

}  // namespace accountgraph
