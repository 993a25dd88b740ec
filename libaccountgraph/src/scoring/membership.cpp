#include <accountgraph/scoring/membership.hpp>

#include <algorithm>
#include <utility>

#include <accountgraph/core/parallel.hpp>

#include "cluster_index.hpp"
#include "counted.hpp"
#include "membership_trial.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kSoftOnlyIdentifiers = 4;
constexpr std::uint32_t kSupporters = 3;
constexpr std::size_t kMostForged = 64;     ///< identifiers that are tried as forged
constexpr std::size_t kMostClusters = 256;  ///< an identifier of more clusters proposes none of them

/// Members other than the account that hold one of the identifiers; counts no further than kSupporters.
std::uint32_t count_supporters(const Incidence& incidence, const ClusterUse& use, std::uint32_t account,
                               std::span<const MembershipReason> reasons) {
  std::vector<std::uint32_t> supporters;
  for (const MembershipReason& reason : reasons) {
    std::span<const std::uint32_t> fewer = incidence.accounts_of(reason.identifier);
    std::span<const std::uint32_t> more = use.members;
    if (fewer.size() > more.size()) std::swap(fewer, more);
    for (const std::uint32_t holder : fewer) {
      if (holder == account || !std::binary_search(more.begin(), more.end(), holder)) continue;
      if (std::find(supporters.begin(), supporters.end(), holder) != supporters.end()) continue;
      supporters.push_back(holder);
      if (supporters.size() == kSupporters) return kSupporters;
    }
  }
  return static_cast<std::uint32_t>(supporters.size());
}

}  // namespace

MembershipTrial::MembershipTrial(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                                 const ClusterUse& use, std::uint32_t account, bool is_member,
                                 const ScoringOptions& options)
    : incidence_(incidence),
      model_(model),
      background_(background),
      use_(use),
      account_(account),
      is_member_(is_member),
      others_(use.size - (is_member ? 1U : 0U)),
      needed_(cluster_threshold(model, others_, options)),
      sum_(model, incidence.kinds) {
  if (others_ == 0) return;
  const auto row = incidence.identifiers_of(account);
  const bool one_family = model.families.size() == 1;
  const std::size_t kinds = incidence.num_kinds();
  std::size_t at = 0;
  for (std::uint32_t kind = 0; kind < kinds; ++kind) {
    const std::size_t first = at;
    std::uint64_t own = 0;  // the account's own entries of the kind
    for (; at < row.size() && row[at] < incidence.kind_begin[kind + 1]; ++at) own += !incidence.placeholder[row[at]];
    const std::uint64_t entries = use.kind_entries[kind] - (is_member ? own : 0);
    if (entries == 0) continue;
    const bool may_bind = one_family || incidence.kinds[kind].family != "content";
    for (std::size_t entry = first; entry < at; ++entry) {
      const std::uint32_t identifier = row[entry];
      if (!counts(model, identifier)) continue;
      const IdentifierUse* shared = use.find(identifier);
      if (shared == nullptr) continue;
      // The mask of a member's own use cannot be taken out of the union; a member's activity in the cluster is not in doubt.
      if (!is_member && incidence.kinds[kind].moves &&
          !masks_meet(shared->mask, incidence.mask_of(incidence.row_begin[account] + entry))) {
        continue;
      }
      const std::uint32_t members = shared->members - (is_member ? 1 : 0);
      const Bits raw = cluster_identifier_bits(incidence, model, background, identifier, kind, members, entries,
                                               {1, own, background.inside[account] != 0});
      const Bits bits = raw < kClusterFloor ? 0 : raw - model.activity_bits[account * kinds + kind];
      if (bits <= 0) continue;
      const bool binds = may_bind && 2 * std::uint64_t{members} + 1 >= incidence.accounts_of(identifier).size();
      reasons_.push_back({identifier, kind, members, bits, binds});
    }
  }
}

Membership MembershipTrial::verdict(std::uint32_t without) {
  Membership result;
  result.needed = needed_;
  if (others_ == 0) return result;
  sum_.clear();
  for (const MembershipReason& reason : reasons_) {
    if (reason.identifier == without) continue;
    sum_.add(reason.kind, reason.bits);
    result.bound = result.bound || reason.binds;
    result.reasons.push_back(reason);
  }
  std::vector<Bits> kind_bits(incidence_.num_kinds());
  result.bits = sum_.evidence(kind_bits);
  std::vector<std::int64_t> family(model_.families.size());
  for (std::size_t kind = 0; kind < kind_bits.size(); ++kind) family[model_.kinds[kind].family] += kind_bits[kind];
  result.families = static_cast<std::uint32_t>(
      std::count_if(family.begin(), family.end(), [](auto bits) { return bits >= kClusterFloor; }));
  const bool soft_only = model_.capped && sum_.hard_bits() < model_.hard_needed_bits;
  if (result.bits + model_.synchrony.cap(soft_only) < result.needed ||
      (soft_only && result.reasons.size() < kSoftOnlyIdentifiers))
    return result;  // whatever time says
  if (!time_) time_ = time_evidence(incidence_, model_, background_, use_, account_, is_member_);
  result.time = std::min(time_->in_step + time_->first_seen, model_.synchrony.cap(soft_only));
  result.bits += result.time;
  result.families += result.time >= kClusterFloor;
  const bool enough_sources = model_.families.size() == 1 ? result.reasons.size() >= 2 : result.families >= 2;
  if (result.bits < result.needed || !enough_sources) return result;
  result.supporters = count_supporters(incidence_, use_, account_, result.reasons);
  result.joins = result.supporters >= std::min<std::uint64_t>(kSupporters, others_);
  result.belongs = result.joins && result.bound;
  return result;
}

Membership judge_membership(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                            const ClusterUse& use, std::uint32_t account, bool is_member, const ScoringOptions& options,
                            std::uint32_t without) {
  return MembershipTrial(incidence, model, background, use, account, is_member, options).verdict(without);
}

namespace {

/// True when the account joins and still would if any one of its identifiers had been forged (of its strongest, where it
/// has very many).
bool stands_without_any(MembershipTrial& trial, const Membership& verdict) {
  if (!verdict.joins) return false;
  std::vector<MembershipReason> strongest(std::min(kMostForged, verdict.reasons.size()));
  std::partial_sort_copy(verdict.reasons.begin(), verdict.reasons.end(), strongest.begin(), strongest.end(),
                         [](const MembershipReason& left, const MembershipReason& right) {
                           return left.bits != right.bits ? left.bits > right.bits : left.identifier < right.identifier;
                         });
  return std::all_of(strongest.begin(), strongest.end(),
                     [&](const MembershipReason& reason) { return trial.verdict(reason.identifier).joins; });
}

}  // namespace

std::vector<std::vector<std::uint32_t>> members_by_cluster(std::span<const std::uint32_t> cluster_of,
                                                           std::uint32_t num_clusters) {
  std::vector<std::vector<std::uint32_t>> members(num_clusters);
  for (std::uint32_t account = 0; account < cluster_of.size(); ++account) {
    if (cluster_of[account] != kNone) members[cluster_of[account]].push_back(account);
  }
  return members;
}

std::vector<std::uint32_t> revise_membership(const Incidence& incidence, const EvidenceModel& model,
                                             const Background& background, std::vector<std::uint32_t> cluster_of,
                                             std::uint32_t num_clusters, const ScoringOptions& options,
                                             const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  // A cluster that did not change gives the same verdicts as in the round before: only changed ones are judged again.
  std::vector<std::vector<std::uint32_t>> members = members_by_cluster(cluster_of, num_clusters);
  std::vector<ClusterUse> uses(num_clusters);
  std::vector<std::uint8_t> changed(num_clusters, 1);
  std::uint32_t smallest =
      options.join_below;  // of the clusters that may be joined: the large ones first, then smaller ones
  for (std::uint32_t round = 0; round < options.max_rounds; ++round) {
    parallel_each(num_clusters, 64, control, [&](std::size_t c) {
      if (changed[c]) uses[c] = cluster_use(incidence, members[c]);
    });
    const ClusterIndex index = index_clusters(incidence, model, background, uses, changed, smallest, control);

    std::vector<std::uint32_t> revised = cluster_of;
    parallel_blocks(cluster_of.size(), 1024, control, [&](std::size_t first, std::size_t last) {
      std::vector<ClusterIndex::Entry> touched;
      std::vector<std::span<const ClusterIndex::Entry>> crowded;  // of identifiers of too many clusters
      EvidenceSum sum(model, incidence.kinds);
      for (auto account = static_cast<std::uint32_t>(first); account < last; ++account) {
        const std::uint32_t home = cluster_of[account];
        if (home != kNone && uses[home].size >= options.join_below) continue;
        touched.clear();
        crowded.clear();
        for (const std::uint32_t identifier : incidence.identifiers_of(account)) {
          const auto clusters = index.of(identifier);
          if (clusters.size() > kMostClusters) {
            crowded.push_back(clusters);
          } else {
            touched.insert(touched.end(), clusters.begin(), clusters.end());
          }
        }
        std::sort(touched.begin(), touched.end(),
                  [](const auto& left, const auto& right) { return left.cluster < right.cluster; });
        Bits best = 0;
        for (std::size_t at = 0, end = 0; at < touched.size(); at = end) {
          const std::uint32_t cluster = touched[at].cluster;
          const ClusterUse& use = uses[cluster];
          sum.clear();
          std::size_t identifiers = 0;
          const auto speaks = [&](const ClusterIndex::Entry& entry) {
            const Bits bits = entry.bits - model.activity_bits[std::size_t{account} * kinds + entry.kind];
            if (bits <= 0) return;
            sum.add(entry.kind, bits);
            ++identifiers;
          };
          for (end = at; end < touched.size() && touched[end].cluster == cluster; ++end) speaks(touched[end]);
          if (cluster == home) continue;
          for (const auto clusters : crowded) {
            const auto found = std::partition_point(clusters.begin(), clusters.end(),
                                                    [&](const auto& entry) { return entry.cluster < cluster; });
            if (found != clusters.end() && found->cluster == cluster) speaks(*found);
          }
          // First the bound without masks and spread; the verdict only where it could matter.
          const bool soft_only = model.capped && sum.hard_bits() < model.hard_needed_bits;
          const bool could =
              identifiers >= (soft_only ? kSoftOnlyIdentifiers : 2) &&
              sum.evidence() + model.synchrony.cap(soft_only) >= cluster_threshold(model, use.size, options);
          if (!could) continue;
          MembershipTrial trial(incidence, model, background, use, account, false, options);
          const Membership verdict = trial.verdict();
          if (verdict.bits > best && stands_without_any(trial, verdict)) {
            best = verdict.bits;
            revised[account] = cluster;
          }
        }
      }
    });
    if (revised == cluster_of) {
      if (smallest <= options.join_into) break;
      --smallest;
      std::fill(changed.begin(), changed.end(), 1);
      continue;
    }
    std::fill(changed.begin(), changed.end(), 0);
    for (std::uint32_t account = 0; account < cluster_of.size(); ++account) {
      if (revised[account] == cluster_of[account]) continue;
      if (cluster_of[account] != kNone) {
        std::erase(members[cluster_of[account]], account);
        changed[cluster_of[account]] = 1;
      }
      members[revised[account]].push_back(account);
      changed[revised[account]] = 1;
    }
    for (std::uint32_t cluster = 0; cluster < num_clusters; ++cluster) {
      if (changed[cluster]) std::sort(members[cluster].begin(), members[cluster].end());
    }
    cluster_of = std::move(revised);
  }
  return cluster_of;
}

}  // namespace accountgraph
