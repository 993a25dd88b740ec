#include "cluster_index.hpp"

#include <numeric>

#include <accountgraph/core/parallel.hpp>

#include "counted.hpp"

namespace accountgraph {

ClusterIndex index_clusters(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                            std::span<const ClusterUse> uses, std::span<const std::uint8_t> wanted,
                            std::uint32_t smallest, const Control& control) {
  struct Speaks {
    std::uint32_t identifier = 0;
    ClusterIndex::Entry entry;
  };
  std::vector<std::vector<Speaks>> of_cluster(uses.size());
  parallel_each(uses.size(), 16, control, [&](std::size_t cluster) {
    const ClusterUse& use = uses[cluster];
    if (use.size < smallest || !wanted[cluster]) return;
    std::uint32_t kind = 0;
    for (const IdentifierUse& held : use.identifiers) {
      while (held.identifier >= incidence.kind_begin[kind + 1]) ++kind;
      if (!counts(model, held.identifier)) continue;
      const Bits bits = cluster_identifier_bits(incidence, model, background, held.identifier, kind, held.members,
                                                use.kind_entries[kind], {1, 0, true});
      if (bits >= kClusterFloor)
        of_cluster[cluster].push_back({held.identifier, {static_cast<std::uint32_t>(cluster), kind, bits}});
    }
  });
  ClusterIndex index;
  index.begin.assign(incidence.num_identifiers() + std::size_t{1}, 0);
  for (const auto& all : of_cluster) {
    for (const Speaks& one : all) ++index.begin[one.identifier + std::size_t{1}];
  }
  std::inclusive_scan(index.begin.begin(), index.begin.end(), index.begin.begin());
  index.entry.resize(index.begin.back());
  std::vector<std::uint64_t> next(index.begin.begin(), index.begin.end() - 1);
  for (const auto& all : of_cluster) {
    for (const Speaks& one : all) index.entry[next[one.identifier]++] = one.entry;
  }
  return index;
}

}  // namespace accountgraph
