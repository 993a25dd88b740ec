/// Which clusters an identifier speaks for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

/// Per identifier the clusters whose use of it speaks for membership at all: by the floor and more, whoever is judged left out.
struct ClusterIndex {
  struct Entry {
    std::uint32_t cluster = 0;
    std::uint32_t kind = 0;
    Bits bits = 0;
  };
  std::vector<std::uint64_t> begin;
  std::vector<Entry> entry;  ///< by identifier, then cluster
  std::span<const Entry> of(std::uint32_t identifier) const {
    return std::span(entry).subspan(begin[identifier], begin[identifier + 1] - begin[identifier]);
  }
};

/// Of clusters that are `wanted` and have at least `smallest` members. Work O(identifiers of the clusters + identifiers). Parallel.
ClusterIndex index_clusters(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                            std::span<const ClusterUse> uses, std::span<const std::uint8_t> wanted,
                            std::uint32_t smallest, const Control& control);

}  // namespace accountgraph
