#include <accountgraph/scoring/merging.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/linkage/evidence_sum.hpp>
#include <accountgraph/scoring/membership.hpp>

#include "cluster_index.hpp"
#include "counted.hpp"
#include "tasking_in_common.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kSoftOnlyIdentifiers = 4;
constexpr std::size_t kMostClusters = 256;  ///< an identifier of more clusters proposes no pair
constexpr std::size_t kMostForged = 64;     ///< identifiers that are tried as forged
constexpr std::size_t kMostBetween = 16;    ///< accounts that are tried as standing between the clusters

/// An identifier that both clusters use, and that is rarer elsewhere than in the larger.
struct Common {
  std::uint32_t identifier = 0;
  std::uint32_t kind = 0;
  std::uint32_t of_smaller = 0;  ///< members of the smaller that hold it
  Bits bits = 0;                 ///< bits_k(B)
  std::uint32_t sole[2] = {kNone,
                           kNone};  ///< the one member of the smaller, of the larger that holds it, where it is one
};

std::uint32_t sole_member(const Incidence& incidence, const ClusterUse& use, std::uint32_t identifier) {
  if (use.find(identifier)->members != 1) return kNone;
  const auto holders = incidence.accounts_of(identifier);
  return *std::find_if(holders.begin(), holders.end(), [&](std::uint32_t account) {
    return std::binary_search(use.members.begin(), use.members.end(), account);
  });
}

std::vector<Common> common_identifiers(const Incidence& incidence, const EvidenceModel& model,
                                       const Background& background, const ClusterUse& smaller,
                                       const ClusterUse& larger) {
  std::vector<Common> common;
  std::uint32_t kind = 0;
  for (const IdentifierUse& mine : smaller.identifiers) {
    while (mine.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (!counts(model, mine.identifier)) continue;
    const IdentifierUse* theirs = larger.find(mine.identifier);
    if (theirs == nullptr || (incidence.kinds[kind].moves && !masks_meet(mine.mask, theirs->mask))) continue;
    const Bits bits = cluster_identifier_bits(incidence, model, background, mine.identifier, kind, theirs->members,
                                              larger.kind_entries[kind], {mine.members, smaller.kind_entries[kind]});
    if (bits < kClusterFloor) continue;
    common.push_back({mine.identifier, kind, mine.members, bits});
  }
  return common;
}

/// What the common identifiers that `admit` lets through are worth together, and whether that suffices.
class Evidence {
 public:
  Evidence(const Incidence& incidence, const EvidenceModel& model, const ClusterUse& smaller, const ClusterUse& larger,
           const ScoringOptions& options)
      : incidence_(incidence), model_(model), smaller_(smaller), sum_(model, incidence.kinds) {
    needed_ = cluster_threshold(model, larger.size, options);
    for (std::uint32_t f = 0; f < model.families.size(); ++f) {
      if (model.families[f].name == "content") content_ = f;
    }
  }

  template <class Admit>
  ClusterPair of(std::span<const Common> common, Admit admit) {
    std::vector<std::uint64_t> drawn(incidence_.num_kinds());
    for (const Common& one : common) {
      if (admit(one)) drawn[one.kind] += one.of_smaller;
    }
    sum_.clear();
    std::size_t identifiers = 0;
    for (const Common& one : common) {
      if (!admit(one)) continue;
      const Bits bits = one.bits + draw(drawn[one.kind], smaller_.kind_entries[one.kind]);
      if (bits <= 0) continue;
      sum_.add(one.kind, bits);
      ++identifiers;
    }
    std::vector<Bits> kind_bits(incidence_.num_kinds());
    ClusterPair pair{static_cast<Bits>(sum_.evidence(kind_bits)), needed_, false};
    std::vector<std::int64_t> family(model_.families.size());
    for (std::size_t kind = 0; kind < kind_bits.size(); ++kind) family[model_.kinds[kind].family] += kind_bits[kind];
    const auto given = [](std::int64_t bits) { return bits >= kClusterFloor; };
    const bool sources = std::count_if(family.begin(), family.end(), given) >= 2;
    const bool soft_only = model_.capped && sum_.hard_bits() < model_.hard_needed_bits;
    pair.merges = pair.bits >= needed_ && sources && (!soft_only || identifiers >= kSoftOnlyIdentifiers) &&
                  (content_ == kNone || given(family[content_]));
    return pair;
  }

 private:
  /// log2(lambda) + (1 - lambda) / lambda * log2(1 - lambda), lambda = drawn / all.
  static Bits draw(std::uint64_t drawn, std::uint64_t all) {
    const std::uint64_t missed = all - drawn;
    const std::int64_t against = std::int64_t{log2_fixed(missed)} - log2_fixed(all);
    return static_cast<Bits>(
        log2_fixed(drawn) - log2_fixed(all) +
        (missed == 0 ? 0 : against * static_cast<std::int64_t>(missed) / static_cast<std::int64_t>(drawn)));
  }

  const Incidence& incidence_;
  const EvidenceModel& model_;
  const ClusterUse& smaller_;
  EvidenceSum sum_;
  Bits needed_ = 0;
  std::uint32_t content_ = kNone;
};

/// The accounts that solely hold most of the common evidence, on either side.
std::vector<std::uint32_t> between(std::span<const Common> common) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> held;
  for (const Common& one : common) {
    for (const std::uint32_t account : one.sole) {
      if (account != kNone) held.emplace_back(account, one.bits);
    }
  }
  std::sort(held.begin(), held.end());
  std::size_t kept = 0;
  for (const auto& [account, bits] : held) {
    if (kept > 0 && held[kept - 1].first == account)
      held[kept - 1].second += bits;
    else
      held[kept++] = {account, bits};
  }
  held.resize(kept);
  std::stable_sort(held.begin(), held.end(),
                   [](const auto& left, const auto& right) { return left.second > right.second; });
  held.resize(std::min(held.size(), kMostBetween));
  std::vector<std::uint32_t> accounts;
  for (const auto& entry : held) accounts.push_back(entry.first);
  return accounts;
}

std::vector<std::uint32_t> strongest(std::span<const Common> common) {
  std::vector<Common> best(std::min(kMostForged, common.size()));
  std::partial_sort_copy(common.begin(), common.end(), best.begin(), best.end(),
                         [](const Common& left, const Common& right) {
                           return left.bits != right.bits ? left.bits > right.bits : left.identifier < right.identifier;
                         });
  std::vector<std::uint32_t> identifiers;
  for (const Common& one : best) identifiers.push_back(one.identifier);
  return identifiers;
}

/// Clusters of at least the size of `cluster` for which two of its identifiers speak, ascending.
std::vector<std::uint32_t> partners(const ClusterIndex& index, std::span<const ClusterUse> uses,
                                    std::uint32_t cluster) {
  std::vector<std::uint32_t> met;
  for (const IdentifierUse& entry : uses[cluster].identifiers) {
    const auto others = index.of(entry.identifier);
    if (others.size() > kMostClusters) continue;
    for (const auto& [other, kind, bits] : others) {
      if (std::pair(uses[other].size, cluster) > std::pair(uses[cluster].size, other)) met.push_back(other);
    }
  }
  std::sort(met.begin(), met.end());
  std::vector<std::uint32_t> twice;
  for (std::size_t at = 1; at < met.size(); ++at) {
    if (met[at] == met[at - 1] && (twice.empty() || twice.back() != met[at])) twice.push_back(met[at]);
  }
  return twice;
}

}  // namespace

ClusterPair judge_clusters(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                           const ClusterUse& smaller, const ClusterUse& larger, const ScoringOptions& options) {
  std::vector<Common> common = common_identifiers(incidence, model, background, smaller, larger);
  Evidence evidence(incidence, model, smaller, larger, options);
  ClusterPair pair = evidence.of(common, [](const Common&) { return true; });
  if (!pair.merges) return pair;
  for (Common& one : common) {
    one.sole[0] = sole_member(incidence, smaller, one.identifier);
    one.sole[1] = sole_member(incidence, larger, one.identifier);
  }
  const auto stands_without = [&](auto left_out) {
    return evidence.of(common, [&](const Common& one) { return !left_out(one); }).merges;
  };
  const auto forged = strongest(common);
  const auto persons = between(common);
  pair.merges =
      std::all_of(
          forged.begin(), forged.end(),
          [&](std::uint32_t k) { return stands_without([&](const Common& one) { return one.identifier == k; }); }) &&
      std::all_of(persons.begin(), persons.end(),
                  [&](std::uint32_t a) {
                    return stands_without([&](const Common& one) { return one.sole[0] == a || one.sole[1] == a; });
                  }) &&
      tasking_in_common(incidence, model, background, smaller, larger);
  return pair;
}

std::vector<std::uint32_t> merge_clusters(const Incidence& incidence, const EvidenceModel& model,
                                          const Background& background, std::vector<std::uint32_t> cluster_of,
                                          std::uint32_t num_clusters, const ScoringOptions& options,
                                          const Control& control) {
  const std::vector<std::uint8_t> all(num_clusters, 1);
  std::vector<std::uint8_t> changed = all;
  std::vector<std::vector<std::uint32_t>> members = members_by_cluster(cluster_of, num_clusters);
  std::vector<ClusterUse> uses(num_clusters);
  for (std::uint32_t round = 0; round < options.max_rounds; ++round) {
    parallel_each(num_clusters, 64, control, [&](std::size_t c) {
      if (changed[c]) uses[c] = cluster_use(incidence, members[c]);
    });
    const ClusterIndex index = index_clusters(incidence, model, background, uses, all, 2, control);
    std::vector<std::uint32_t> into(num_clusters, kNone);
    parallel_each(num_clusters, 16, control, [&](std::size_t c) {
      std::int64_t best = -1;
      for (const std::uint32_t other : partners(index, uses, static_cast<std::uint32_t>(c))) {
        if (!changed[c] && !changed[other]) continue;
        const ClusterPair pair = judge_clusters(incidence, model, background, uses[c], uses[other], options);
        if (!pair.merges || pair.bits - pair.needed <= best) continue;
        best = pair.bits - pair.needed;
        into[c] = other;
      }
    });

    std::vector<std::uint32_t> whole(num_clusters);
    std::iota(whole.begin(), whole.end(), 0U);
    const auto find = [&](std::uint32_t c) {
      while (whole[c] != c) c = whole[c] = whole[whole[c]];
      return c;
    };
    std::fill(changed.begin(), changed.end(), 0);
    bool any = false;
    for (std::uint32_t c = 0; c < num_clusters; ++c) {
      if (into[c] == kNone) continue;
      const std::uint32_t one = find(c), other = find(into[c]);
      whole[std::max(one, other)] = std::min(one, other);
      any = true;
    }
    if (!any) break;
    for (std::uint32_t c = 0; c < num_clusters; ++c) {
      const std::uint32_t root = find(c);
      if (root == c) continue;
      changed[c] = changed[root] = 1;
      members[root].insert(members[root].end(), members[c].begin(), members[c].end());
      members[c].clear();
    }
    for (std::uint32_t c = 0; c < num_clusters; ++c) {
      if (changed[c]) std::sort(members[c].begin(), members[c].end());
    }
    for (std::uint32_t& cluster : cluster_of) {
      if (cluster != kNone) cluster = find(cluster);
    }
  }
  return cluster_of;
}

}  // namespace accountgraph
