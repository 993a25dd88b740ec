#include <accountgraph/scoring/conduct.hpp>

#include <algorithm>
#include <cmath>
#include <span>

#include <accountgraph/core/parallel.hpp>

#include "counted.hpp"
#include "time_evidence.hpp"

namespace accountgraph {
namespace {

constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;  // microseconds
constexpr std::int64_t kSettled = 3 * kDay;                      // from the first event of all
constexpr std::uint32_t kDaySeconds = 86'400, kHourSeconds = 3'600;
constexpr std::size_t kPauseHours = 6;
constexpr std::size_t kSessionsForPause = 24, kSessionsForRamp = 12, kMostUsers = 200;
constexpr std::uint32_t kDaysForRamp = 8;

enum Trait : std::uint8_t { came = 1, pause_known = 2, no_pause = 4, ramp_known = 8, no_ramp_up = 16 };

/// The quietest six hours of the day, one after the other, hold a twelfth of the beginnings or more (a quarter, where all hours are alike).
bool without_pause(std::span<const Session> sessions) {
  std::array<std::size_t, 24> begun = {};
  for (const Session session : sessions) ++begun[session.first / kHourSeconds % 24];
  std::size_t least = sessions.size();
  for (std::size_t hour = 0; hour < 24; ++hour) {
    std::size_t quiet = 0;
    for (std::size_t next = 0; next < kPauseHours; ++next) quiet += begun[(hour + next) % 24];
    least = std::min(least, quiet);
  }
  return 12 * least >= sessions.size();
}

bool without_ramp(std::span<const Session> sessions) {
  const std::uint32_t first = sessions.front().first, third = (sessions.back().first - first) / 3;
  const auto early =
      std::count_if(sessions.begin(), sessions.end(), [&](Session session) { return session.first - first <= third; });
  return 3 * static_cast<std::size_t>(early) >= sessions.size();
}

/// `settled`: who is seen first before that may be older.
std::uint8_t traits_of(const Incidence& incidence, std::uint32_t account, std::int64_t settled) {
  if (incidence.account_first.empty()) return 0;
  const std::span<const Session> sessions = incidence.sessions.of(account);
  int traits = 0;
  if (incidence.account_first[account] >= settled) traits |= came;
  if (sessions.size() >= kSessionsForPause) traits |= pause_known | (without_pause(sessions) ? no_pause : 0);
  if ((traits & came) != 0 && sessions.size() >= kSessionsForRamp &&
      sessions.back().first - sessions.front().first >= kDaysForRamp * kDaySeconds) {
    traits |= ramp_known | (without_ramp(sessions) ? no_ramp_up : 0);
  }
  return static_cast<std::uint8_t>(traits);
}

/// Pairs of the ascending `moments` at most `window` apart.
double pairs_within(std::span<const std::int64_t> moments, std::int64_t window) {
  std::uint64_t pairs = 0;
  for (std::size_t at = 0, first = 0; at < moments.size(); ++at) {
    while (moments[at] - moments[first] > window) ++first;
    pairs += at - first;
  }
  return static_cast<double>(pairs);
}

double pairs_of(std::size_t count) {
  return .5 * static_cast<double>(count) * static_cast<double>(count - (count > 0));
}

/// When the accounts of `users` that `counts` turned to the identifier, ascending: first use, where they had been there before.
template <class Counts>
std::vector<std::int64_t> turns(const Incidence& incidence, std::uint32_t identifier, const Counts& counts) {
  std::vector<std::int64_t> moments;
  for (const std::uint32_t user : incidence.accounts_of(identifier)) {
    if (!counts(user)) continue;
    const auto row = incidence.identifiers_of(user);
    const auto entry = incidence.row_begin[user] +
                       static_cast<std::uint64_t>(std::lower_bound(row.begin(), row.end(), identifier) - row.begin());
    if (incidence.entry_first[entry] >= incidence.account_first[user] + 2 * kDay)
      moments.push_back(incidence.entry_first[entry]);
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

/// The share of pairs of users that turned together, each identifier by its users.
struct TurnedTogether {
  double users = 0, share = 0;  // the share times users
  void add(std::span<const std::int64_t> moments) {
    if (moments.size() < 2) return;
    const auto count = static_cast<double>(moments.size());
    users += count;
    share += count * pairs_within(moments, kDay) / pairs_of(moments.size());
  }
};

/// Others' share, never below what is seen of them; 1, against which nothing stands out, where nothing is.
double share_of(double some, double all) { return (some + 1) / (all + 1); }

/// What is seen of `all`, with two observations of others' share added.
double with_others(double some, double all, double others) { return (some + 2 * others) / (all + 2); }

double times_as_often(double share, double others) { return std::max(0.0, std::log2(share / others)); }

double relative_entropy(double share, double others) {
  if (share <= others) return 0;
  return share * std::log2(share / others) + (1 - share) * std::log2(std::max(1e-9, 1 - share) / (1 - others));
}

double tasking(const Incidence& incidence, const EvidenceModel& model, const Background& background,
               const ClusterUse& use) {
  double sum = 0, entries = 0;
  std::uint32_t kind = 0;
  for (const IdentifierUse& entry : use.identifiers) {
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (incidence.kinds[kind].family != "content") continue;
    entries += entry.members;
    if (entry.members < 2 || !counts(model, entry.identifier)) continue;
    const Bits bits = cluster_identifier_bits(incidence, model, background, entry.identifier, kind, entry.members,
                                              use.kind_entries[kind]);
    if (bits >= kClusterFloor) sum += entry.members * to_bits(bits);
  }
  return entries == 0 ? 0 : sum / entries;
}

std::size_t bin_of(const Habits& habits, std::uint64_t events) {
  return static_cast<std::size_t>(std::upper_bound(habits.deciles.begin(), habits.deciles.end(), events) -
                                  habits.deciles.begin());
}

/// `events` ascending, of accounts in no cluster.
void set_volume(Habits& habits, std::span<const std::uint64_t> events) {
  if (events.empty()) return;
  for (std::size_t decile = 0; decile < habits.deciles.size(); ++decile) {
    habits.deciles[decile] = events[(decile + 1) * events.size() / 10];
  }
  habits.volume.fill(1);
  for (const std::uint64_t count : events) ++habits.volume[bin_of(habits, count)];
  for (double& share : habits.volume) share /= static_cast<double>(events.size()) + 10;
}

double volume(const Incidence& incidence, const Habits& habits, const ClusterUse& use) {
  if (habits.volume[0] == 0) return 0;
  std::array<double, 10> members = {};
  for (const std::uint32_t member : use.members) ++members[bin_of(habits, incidence.account_events[member])];
  double sum = 0;
  for (std::size_t bin = 0; bin < members.size(); ++bin) {
    const double share = (members[bin] + 10 * habits.volume[bin]) / (use.size + 10.0);
    sum += share * std::log2(share / habits.volume[bin]);
  }
  return std::max(0.0, sum);
}

}  // namespace

Habits habits_of(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                 const Control& control) {
  Habits habits;
  const auto& firsts = incidence.account_first;
  const std::int64_t settled = firsts.empty() ? 0 : *std::min_element(firsts.begin(), firsts.end()) + kSettled;
  habits.traits.resize(incidence.num_accounts());
  parallel_each(habits.traits.size(), 1024, control, [&](std::size_t account) {
    habits.traits[account] = traits_of(incidence, static_cast<std::uint32_t>(account), settled);
  });
  std::vector<std::uint64_t> events;
  std::vector<std::int64_t> arrivals;
  std::array<double, 32> with = {};  // accounts per combination of traits
  for (std::uint32_t account = 0; account < incidence.num_accounts(); ++account) {
    if (!background.inside[account]) continue;
    ++with[habits.traits[account]];
    events.push_back(incidence.account_events[account]);
    if ((habits.traits[account] & came) != 0) arrivals.push_back(incidence.account_first[account]);
  }
  const auto accounts_with = [&](int traits) {
    double sum = 0;
    for (std::size_t at = 0; at < with.size(); ++at) sum += (static_cast<int>(at) & traits) == traits ? with[at] : 0;
    return sum;
  };
  habits.no_pause = share_of(accounts_with(no_pause), accounts_with(pause_known));
  habits.no_ramp_up = share_of(accounts_with(no_ramp_up), accounts_with(ramp_known));
  parallel_sort(arrivals.begin(), arrivals.end(), control);
  habits.burst = share_of(pairs_within(arrivals, 2 * kDay), pairs_of(events.size()));
  parallel_sort(events.begin(), events.end(), control);
  set_volume(habits, events);
  if (incidence.entry_first.empty()) return habits;
  TurnedTogether all;
  for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    if (incidence.kinds[kind].family != "content") continue;
    std::vector<TurnedTogether> each(incidence.kind_begin[kind + 1] - incidence.kind_begin[kind]);
    parallel_each(each.size(), 1024, control, [&](std::size_t at) {
      const auto identifier = static_cast<std::uint32_t>(incidence.kind_begin[kind] + at);
      if (!counts(model, identifier) || background.users[identifier] < 2 ||
          incidence.accounts_of(identifier).size() > kMostUsers)
        return;
      each[at].add(turns(incidence, identifier, [&](std::uint32_t user) { return background.inside[user] != 0; }));
    });
    for (const TurnedTogether& one : each) {
      all.users += one.users;
      all.share += one.share;
    }
  }
  habits.retargeting = share_of(all.share, all.users);
  return habits;
}

Conduct conduct_of(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                   const Habits& habits, const ClusterUse& use, const Control& control) {
  Conduct conduct;
  conduct.tasking = tasking(incidence, model, background, use);
  const double size = use.size;
  conduct.volume = volume(incidence, habits, use);
  if (incidence.account_first.empty()) return conduct;

  std::vector<std::int64_t> arrivals;
  std::array<double, 32> with = {};
  std::vector<std::uint8_t> in_step(use.size);
  parallel_each(use.size, 64, control, [&](std::size_t at) {
    const TimeEvidence time = time_evidence(incidence, model, background, use, use.members[at], true);
    in_step[at] = time.in_step >= kClusterFloor;
  });
  for (const std::uint32_t member : use.members) {
    const int traits = habits.traits[member];
    for (int one = 1; one < 32; one *= 2) with[static_cast<std::size_t>(one)] += (traits & one) != 0;
    if ((traits & came) != 0) arrivals.push_back(incidence.account_first[member]);
  }
  std::sort(arrivals.begin(), arrivals.end());
  conduct.burst =
      times_as_often(with_others(pairs_within(arrivals, 2 * kDay), pairs_of(use.size), habits.burst), habits.burst);
  conduct.synchrony = static_cast<double>(std::count(in_step.begin(), in_step.end(), 1)) / size;
  const auto unlike = [&](Trait trait, Trait known, double others) {
    return with[known] / size * relative_entropy(with_others(with[trait], with[known], others), others);
  };
  conduct.no_pause = unlike(no_pause, pause_known, habits.no_pause);
  conduct.no_ramp_up = unlike(no_ramp_up, ramp_known, habits.no_ramp_up);

  TurnedTogether together;
  std::uint32_t kind = 0;
  for (const IdentifierUse& entry : use.identifiers) {
    while (entry.identifier >= incidence.kind_begin[kind + 1]) ++kind;
    if (incidence.kinds[kind].family != "content" || entry.members < 2 || !counts(model, entry.identifier)) continue;
    if (2 * std::size_t{entry.members} < incidence.accounts_of(entry.identifier).size()) continue;
    together.add(turns(incidence, entry.identifier, [&](std::uint32_t user) {
      return std::binary_search(use.members.begin(), use.members.end(), user);
    }));
  }
  conduct.retargeting =
      times_as_often(with_others(together.share, together.users, habits.retargeting), habits.retargeting);
  return conduct;
}

}  // namespace accountgraph
