/// The identifiers that bind a cluster: what an analyst is shown as its evidence.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>
#include <accountgraph/scoring/background.hpp>
#include <accountgraph/scoring/cluster.hpp>

namespace accountgraph {

struct BindingIdentifier {
  std::uint32_t identifier = 0;
  std::uint32_t kind = 0;
  std::uint32_t members = 0;   ///< members that hold it, >= 2
  std::uint32_t accounts = 0;  ///< accounts that hold it in all
  Bits bits = 0;  ///< bits_k(C), >= 3 bits: how much more of the cluster's use it is than of everybody else's
};

/// Most members first, ties by bits, then identifier. Placeholders and allowed identifiers bind nobody.
/// Work O(e log e) in the members' entries.
std::vector<BindingIdentifier> binding_identifiers(const Incidence& incidence, const EvidenceModel& model,
                                                   const Background& background, const Cluster& cluster);

}  // namespace accountgraph
