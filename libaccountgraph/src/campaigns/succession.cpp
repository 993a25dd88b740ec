#include <accountgraph/campaigns/succession.hpp>

#include <algorithm>
#include <limits>
#include <map>

#include "tasking.hpp"

namespace accountgraph {
namespace {

constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kPeakAfter = 2;     ///< days from the end of A to the peak of B, at least
constexpr std::int64_t kAround = 14;       ///< days on either side of a split that are looked at
constexpr std::int64_t kTogether = 4;      ///< days in which half of A are last seen
constexpr std::int64_t kApart = 7;         ///< days between two splits, at least
constexpr std::uint64_t kFewest = 5;       ///< accounts of A and of B
constexpr std::uint64_t kMostCommon = 10;  ///< C is below one in so many

std::int64_t day_of(std::int64_t micros) {
  return micros >= 0 ? micros / kMicrosOfDay : -((-micros + kMicrosOfDay - 1) / kMicrosOfDay);
}

struct Seen {
  std::uint32_t account = 0;
  std::int64_t first = 0;  ///< days
  std::int64_t last = 0;
};

enum class Side : std::uint8_t { before, after, both, neither };

Side side_of(const Seen& seen, std::int64_t day) {
  const bool old = seen.first < day - 1;
  const bool ended = seen.last <= day;
  if (old) return ended ? Side::before : Side::both;
  return ended ? Side::neither : Side::after;
}

struct Split {
  std::int64_t day = 0;
  std::uint64_t both = 0;
};

/// The split at a day, if it is one by when the accounts were seen (but for the peak).
bool is_split(std::span<const Seen> members, std::int64_t day, Split& split) {
  std::uint64_t before = 0, together = 0, after = 0, both = 0;
  for (const Seen& seen : members) {
    switch (side_of(seen, day)) {
      case Side::before:
        before += seen.last > day - kAround;
        together += seen.last > day - kTogether;
        break;
      case Side::after:
        after += seen.first <= day + kAround;
        break;
      case Side::both:
        ++both;
        break;
      case Side::neither:
        break;
    }
  }
  split = {day, both};
  return before >= kFewest && after >= kFewest && 2 * together >= before &&
         kMostCommon * both < std::min(before, after);
}

/// The first day on which most of the accounts were active.
std::int64_t peak_of(const Incidence& incidence, std::span<const std::uint32_t> accounts) {
  std::map<std::int64_t, std::uint64_t> active;
  for (const std::uint32_t account : accounts) {
    std::int64_t counted = -1;
    for (const Session& session : incidence.sessions.of(account)) {
      for (auto day = session.first / kSecondsOfDay; day <= session.last / kSecondsOfDay; ++day) {
        if (day > counted) ++active[day];
        counted = std::max<std::int64_t>(counted, day);
      }
    }
  }
  const auto most =
      std::max_element(active.begin(), active.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == active.end() ? 0 : most->first;
}

/// Splits of a campaign, chosen a week apart, ascending.
std::vector<Split> choose_splits(std::span<const Seen> members) {
  std::int64_t first = members.front().first, last = members.front().last;
  for (const Seen& seen : members) {
    first = std::min(first, seen.first);
    last = std::max(last, seen.last);
  }
  std::vector<Split> found;
  for (std::int64_t day = first; day + kPeakAfter <= last; ++day) {
    if (Split split; is_split(members, day, split)) found.push_back(split);
  }
  std::stable_sort(found.begin(), found.end(), [](const Split& a, const Split& b) { return a.both < b.both; });
  std::vector<Split> chosen;
  for (const Split& split : found) {
    const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](const Split& other) {
      return std::max(split.day, other.day) - std::min(split.day, other.day) >= kApart;
    });
    if (apart) chosen.push_back(split);
  }
  std::sort(chosen.begin(), chosen.end(), [](const Split& a, const Split& b) { return a.day < b.day; });
  return chosen;
}

}  // namespace

std::vector<Succession> find_successions(const Incidence& incidence, std::span<const Cluster> clusters,
                                         std::span<const Campaign> campaigns, const CampaignOptions& options,
                                         const Control& control) {
  validate(options);
  if (!incidence.time.present) return {};
  std::vector<std::uint8_t> inside(incidence.num_accounts()), flagged(incidence.num_accounts());
  for (const Cluster& cluster : clusters) {
    for (std::size_t at = 0; at < cluster.members.size(); ++at) {
      inside[cluster.members[at]] = !is_lawful(cluster.archetype);
      flagged[cluster.members[at]] = cluster.flagged && cluster.core[at];
    }
  }
  for (const Campaign& campaign : campaigns) {
    for (const CampaignMember& member : campaign.members) inside[member.account] = 1;
  }
  const std::vector<double> bits = template_bits(incidence, clusters, inside, options.template_floor_bits);
  std::vector<Succession> found;
  for (std::uint32_t index = 0; index < campaigns.size(); ++index) {
    control.check();
    std::vector<Seen> members;
    for (const CampaignMember& member : campaigns[index].members) {
      if (member.role != CampaignRole::member) continue;
      members.push_back({member.account, day_of(incidence.account_first[member.account]),
                         day_of(incidence.account_last[member.account])});
    }
    if (!campaigns[index].tasking_analysed || members.size() < 2 * kFewest) continue;
    const std::vector<Split> splits = choose_splits(members);
    for (std::size_t at = 0; at < splits.size(); ++at) {
      const std::int64_t day = splits[at].day;
      Succession one;
      one.campaign = index;
      one.ended_day = day;
      one.began_day = std::numeric_limits<std::int64_t>::max();
      std::uint64_t flagged_before = 0;
      for (const Seen& seen : members) {
        const Side side = side_of(seen, day);
        if (side == Side::before && (at == 0 || seen.first >= splits[at - 1].day - 1)) {
          one.predecessor.push_back(seen.account);
          flagged_before += flagged[seen.account];
        }
        if (side == Side::after && (at + 1 == splits.size() || seen.first < splits[at + 1].day - 1)) {
          one.successor.push_back(seen.account);
          one.began_day = std::min(one.began_day, seen.first);
        }
      }
      if (std::min(one.predecessor.size(), one.successor.size()) < kFewest) continue;
      one.peak_day = peak_of(incidence, one.successor);
      if (one.peak_day < day + kPeakAfter || 2 * flagged_before < one.predecessor.size()) continue;
      one.common_bits =
          common_bits(tasking_group(incidence, bits, one.predecessor), tasking_group(incidence, bits, one.successor),
                      bits, options, &one.common_templates);
      if (one.common_bits >= options.join_bits) found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace accountgraph
