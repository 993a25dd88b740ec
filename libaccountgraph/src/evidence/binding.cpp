#include <accountgraph/evidence/binding.hpp>

#include <algorithm>

#include <accountgraph/scoring/cluster_use.hpp>

namespace accountgraph {

std::vector<BindingIdentifier> binding_identifiers(const Incidence& incidence, const EvidenceModel& model,
                                                   const Background& background, const Cluster& cluster) {
  constexpr Bits kFloor = 3 * kBit;
  const ClusterUse use = cluster_use(incidence, cluster.members);
  std::vector<BindingIdentifier> binding;
  std::uint32_t kind = 0;
  for (const IdentifierUse& entry : use.identifiers) {
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (entry.members < 2 || model.identifier_reason[entry.identifier] == NoEvidence::allowed) continue;
    const Bits bits = cluster_identifier_bits(incidence, model, background, entry.identifier, kind, entry.members,
                                              use.kind_entries[kind]);
    if (bits < kFloor) continue;
    const auto accounts = static_cast<std::uint32_t>(incidence.accounts_of(entry.identifier).size());
    binding.push_back({entry.identifier, kind, entry.members, accounts, bits});
  }
  std::sort(binding.begin(), binding.end(), [](const BindingIdentifier& left, const BindingIdentifier& right) {
    if (left.members != right.members) return left.members > right.members;
    return left.bits != right.bits ? left.bits > right.bits : left.identifier < right.identifier;
  });
  return binding;
}

}  // namespace accountgraph
