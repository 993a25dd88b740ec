#include <accountgraph/evidence/explain.hpp>

#include <algorithm>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/evidence/binding.hpp>
#include <accountgraph/scoring/appeal.hpp>
#include <accountgraph/scoring/membership.hpp>

#include "structure.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kMostLinks = 20;

void require_account(const Case& result, std::uint32_t account) {
  require(account < result.incidence.num_accounts(), "account",
          "below " + std::to_string(result.incidence.num_accounts()), account);
}

/// Kinds of which the account has no value but placeholders.
std::vector<std::uint32_t> missing_kinds(const Incidence& incidence, std::uint32_t account) {
  std::vector<std::uint8_t> present(incidence.num_kinds());
  for (const std::uint32_t k : incidence.identifiers_of(account)) {
    if (!incidence.placeholder[k]) present[incidence.kind_of(k)] = 1;
  }
  std::vector<std::uint32_t> missing;
  for (std::uint32_t kind = 0; kind < present.size(); ++kind) {
    if (!present[kind]) missing.push_back(kind);
  }
  return missing;
}

/// What identifiers give before the caps, by kind.
class Given {
 public:
  Given(const Incidence& incidence, const EvidenceModel& model)
      : incidence_(&incidence), model_(&model), sum_(incidence.num_kinds()), best_(incidence.num_kinds()) {}
  void add(std::uint32_t kind, Bits bits) {
    sum_[kind] += bits;
    best_[kind] = std::max<std::int64_t>(best_[kind], bits);
  }
  /// The kinds, and what is taken away on the way to `counted`, the evidence under the caps.
  std::vector<ScorePart> parts(std::int64_t counted) const {
    std::vector<ScorePart> parts;
    std::int64_t given = 0, repeats = 0;
    for (std::uint32_t kind = 0; kind < sum_.size(); ++kind) {
      add_part(parts, incidence_->kinds[kind].name, sum_[kind]);
      given += sum_[kind];
      if (model_->capped && !incidence_->kinds[kind].soft) repeats += (sum_[kind] + 3 * best_[kind]) / 4 - sum_[kind];
    }
    add_part(parts, "repeats", repeats);
    add_part(parts, "cap", counted - given - repeats);
    return parts;
  }
  static void add_part(std::vector<ScorePart>& parts, const std::string& name, std::int64_t bits) {
    if (bits != 0) parts.push_back({name, to_bits(bits)});
  }

 private:
  const Incidence* incidence_;
  const EvidenceModel* model_;
  std::vector<std::int64_t> sum_, best_;
};

std::vector<ScorePart> parts_of(const Case& result, const PairExplanation& why) {
  Given given(result.incidence, result.model);
  for (const SharedIdentifier& entry : why.shared) given.add(entry.kind, entry.bits);
  const Bits synchrony = why.synchrony ? why.synchrony->bits : 0;
  std::vector<ScorePart> parts = given.parts(why.total - synchrony);
  Given::add_part(parts, "synchrony", synchrony);
  Given::add_part(parts, "threshold", -why.threshold);
  return parts;
}

std::vector<ScorePart> parts_of(const Case& result, const Membership& membership) {
  Given given(result.incidence, result.model);
  for (const MembershipReason& reason : membership.reasons) given.add(reason.kind, reason.bits);
  std::vector<ScorePart> parts = given.parts(membership.bits - membership.time);
  Given::add_part(parts, "time", membership.time);
  Given::add_part(parts, "needed", -membership.needed);
  return parts;
}

/// The reasons of a membership, strongest first; pivotal are those without which the account would leave.
std::vector<AccountExplanation::Reason> reasons_of(const Case& result, const Membership& membership,
                                                   std::span<const std::uint32_t> pivots) {
  std::vector<AccountExplanation::Reason> reasons;
  for (const MembershipReason& reason : membership.reasons) {
    const auto accounts = static_cast<std::uint32_t>(result.incidence.accounts_of(reason.identifier).size());
    const bool pivotal = std::find(pivots.begin(), pivots.end(), reason.identifier) != pivots.end();
    reasons.push_back({reason.identifier, reason.kind, reason.members, accounts, to_bits(reason.bits), pivotal});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& left, const auto& right) { return left.bits > right.bits; });
  return reasons;
}

}  // namespace

PairExplanation explain_pair(const Case& result, std::uint32_t a, std::uint32_t b) {
  require_account(result, a);
  require_account(result, b);
  require(a != b, "b", "another account than `a`", b);
  PairExplanation why;
  why.a = a, why.b = b;
  why.threshold = result.model.threshold_bits;
  why.kind_bits.resize(result.incidence.num_kinds());
  why.total = pair_evidence(result.model, result.incidence, a, b, why.kind_bits);
  why.linked = why.total >= why.threshold;
  if (const Synchrony& model = result.model.synchrony; model.analysed) {
    const Sessions& sessions = result.incidence.sessions;
    why.synchrony = {coinciding_sessions(model, sessions, a, b), expected_coincidences(model, sessions, a, b),
                     pair_synchrony(result.model, result.incidence, a, b, why.kind_bits)};
  }
  why.shared = shared_identifiers(result.model, result.incidence, a, b);
  why.parts = parts_of(result, why);
  why.not_analysed = missing_kinds(result.incidence, a);
  for (const std::uint32_t kind : missing_kinds(result.incidence, b)) why.not_analysed.push_back(kind);
  std::sort(why.not_analysed.begin(), why.not_analysed.end());
  why.not_analysed.erase(std::unique(why.not_analysed.begin(), why.not_analysed.end()), why.not_analysed.end());
  why.path = strongest_path(result.links, a, b);
  return why;
}

AccountExplanation explain_account(const Case& result, std::uint32_t account) {
  require_account(result, account);
  AccountExplanation why;
  why.account = account;
  why.cluster = result.cluster_of[account];
  why.role = result.role[account];
  why.flagged = result.is_flagged(account);
  why.not_analysed = missing_kinds(result.incidence, account);
  const LinkGraph& links = result.links;
  const std::uint32_t centre = links.star_centre[account];  // whose links hold for the account too
  for (std::uint64_t at = links.begin[centre]; at < links.begin[centre + std::size_t{1}]; ++at) {
    why.strongest_links.push_back(links.link[at]);
  }
  const std::size_t shown = std::min(kMostLinks, why.strongest_links.size());
  std::partial_sort(why.strongest_links.begin(), why.strongest_links.begin() + static_cast<std::ptrdiff_t>(shown),
                    why.strongest_links.end(), [&](std::uint64_t left, std::uint64_t right) {
                      return links.bits[left] != links.bits[right] ? links.bits[left] > links.bits[right]
                                                                   : left < right;
                    });
  why.strongest_links.resize(shown);
  if (why.cluster == kNone) return why;

  const std::vector<std::uint32_t>& members = result.clusters[why.cluster].members;
  const ClusterUse use = cluster_use(result.incidence, members);
  const Membership membership =
      judge_membership(result.incidence, result.model, result.background, use, account, true, result.scoring);
  why.member_bits = to_bits(membership.bits);
  why.needed_bits = to_bits(membership.needed);
  why.bound = membership.bound;
  why.parts = parts_of(result, membership);
  why.reasons = reasons_of(
      result, membership,
      identifiers_that_hold(result.incidence, result.model, result.background, use, account, result.scoring));
  const Bridges bridges = find_bridges(links, members);
  why.bridge = std::binary_search(bridges.members.begin(), bridges.members.end(), account);
  return why;
}

ClusterExplanation explain_cluster(const Case& result, std::uint32_t cluster) {
  require(cluster < result.clusters.size(), "cluster", "below " + std::to_string(result.clusters.size()), cluster);
  const Cluster& subject = result.clusters[cluster];
  ClusterExplanation why;
  why.cluster = cluster;
  why.why_not_flagged = why_not_flagged(result.incidence, subject, result.scoring);
  Bridges bridges = find_bridges(result.links, subject.members);
  why.bridges = std::move(bridges.members);
  why.bridge_links = std::move(bridges.links);
  why.structure = link_structure(result.links, subject.members);
  const ClusterUse use = cluster_use(result.incidence, subject.members);
  for (std::uint32_t kind = 0; kind < use.kind_members.size(); ++kind) {
    if (use.kind_members[kind] == 0) why.not_analysed.push_back(kind);
  }
  for (const std::uint32_t member : subject.members) {
    if (!identifiers_that_hold(result.incidence, result.model, result.background, use, member, result.scoring).empty())
      why.weakly_held.push_back(member);
  }
  for (const BindingIdentifier& entry :
       binding_identifiers(result.incidence, result.model, result.background, subject)) {
    why.identifiers.push_back(
        {entry.identifier, entry.kind, entry.members, entry.accounts, to_bits(entry.bits), false});
  }
  return why;
}

}  // namespace accountgraph
