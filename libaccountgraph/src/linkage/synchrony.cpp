#include <accountgraph/linkage/synchrony.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <accountgraph/core/int128.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

constexpr std::int64_t kLog2E = 1478;  // of 1024, rounded up

/// The unit that all sessions' beginnings are multiples of, counted from the first; 0 when they are all the same.
std::uint32_t unit_of(const std::vector<Session>& sessions, std::uint32_t enough) {
  std::uint32_t unit = 0;
  for (const Session session : sessions) {
    const std::uint32_t first = sessions.front().first;
    unit = std::gcd(unit, session.first > first ? session.first - first : first - session.first);
    if (unit != 0 && unit <= enough) break;
  }
  return unit;
}

/// Beginnings by slot, slots ascending.
struct Slots {
  std::vector<std::uint32_t> slot;
  std::vector<std::uint64_t> before;  ///< beginnings in the slots before; one more than there are slots

  /// In `slot`'s and its neighbours'.
  std::uint64_t around(std::uint32_t middle) const {
    const auto first = std::lower_bound(slot.begin(), slot.end(), middle == 0 ? 0 : middle - 1);
    const auto last = std::upper_bound(first, slot.end(), std::uint64_t{middle} + 1);
    return before[static_cast<std::size_t>(last - slot.begin())] -
           before[static_cast<std::size_t>(first - slot.begin())];
  }
};

Slots count_slots(const std::vector<Session>& sessions, std::uint32_t window, const Control& control) {
  std::vector<std::uint32_t> all(sessions.size());
  parallel_each(all.size(), 65'536, control, [&](std::size_t at) { all[at] = sessions[at].first / window; });
  parallel_sort(all.begin(), all.end());
  control.check();
  Slots slots;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (at > 0 && all[at] == all[at - 1]) continue;
    slots.slot.push_back(all[at]);
    slots.before.push_back(at);
  }
  slots.before.push_back(all.size());
  return slots;
}

/// lambda * beginnings
std::uint64_t coinciding_by_chance(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b) {
  return std::max(sessions.of(b).size() * model.near[a], sessions.of(a).size() * model.near[b]);
}

}  // namespace

Synchrony synchrony_model(const Sessions& sessions, Bits threshold_bits, const LinkOptions& options,
                          const Control& control) {
  Synchrony model;
  if (options.synchrony_cap == 0 || sessions.session.empty()) return model;
  const std::uint32_t unit = unit_of(sessions.session, options.synchrony_seconds);
  if (unit == 0 || unit > options.synchrony_seconds) return model;
  model.analysed = true;
  model.window_seconds = options.synchrony_seconds;
  model.reliability_bits = log2_ratio(kSynchronyReliability);
  model.floor_bits = static_cast<Bits>(std::lround(options.floor_bits * kBit));
  model.cap_bits = static_cast<Bits>(std::lround(threshold_bits * options.synchrony_cap));
  model.beginnings = sessions.session.size();
  const Slots slots = count_slots(sessions.session, model.window_seconds, control);
  model.near.resize(sessions.begin.size() - 1);
  parallel_each(model.near.size(), 1024, control, [&](std::size_t account) {
    std::uint64_t around = 0;
    for (const Session session : sessions.of(account)) around += slots.around(session.first / model.window_seconds);
    model.near[account] = (2 * around + 2) / 3;
  });
  return model;
}

std::uint64_t coinciding_sessions(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b) {
  const auto left = sessions.of(a), right = sessions.of(b);
  std::uint64_t coinciding = 0;
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    const std::uint32_t x = left[i].first, y = right[j].first;
    const bool together = (x < y ? y - x : x - y) <= model.window_seconds;
    coinciding += together;
    i += together || x < y;
    j += together || y < x;
  }
  return coinciding;
}

double expected_coincidences(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b) {
  return static_cast<double>(coinciding_by_chance(model, sessions, a, b)) / static_cast<double>(model.beginnings);
}

Bits synchrony_bits(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b) {
  if (!model.analysed) return 0;
  const std::uint64_t coinciding = coinciding_sessions(model, sessions, a, b);
  return coinciding == 0 ? 0 : coincidence_bits(model, coinciding, coinciding_by_chance(model, sessions, a, b));
}

Bits coincidence_bits(const Synchrony& model, std::uint64_t coinciding, std::uint64_t by_chance) {
  const std::uint64_t seen = coinciding * model.beginnings;
  if (seen <= by_chance) return 0;
  const auto beyond = static_cast<std::int64_t>(Uint128{seen - by_chance} * kBit / model.beginnings) + 1;
  const std::int64_t ratio = log2_fixed(seen) - log2_fixed(by_chance) - 1;  // at most log2(m / lambda)
  const std::int64_t bits =
      static_cast<std::int64_t>(coinciding) * ratio - ((beyond * kLog2E) >> 10) - 1 + model.reliability_bits;
  return bits < model.floor_bits ? 0 : static_cast<Bits>(std::min<std::int64_t>(bits, Bits{1} << 30));
}

}  // namespace accountgraph
