/// Method of count_pairs: pairs are gathered account by account, not object by object, so that nothing is held but the
/// pairs of the accounts at hand, a large object is split by itself, and the pairs come in their order. Per account and
/// object: its uses fall into stays, the runs without a gap of more than a window. Who used the object between a window
/// before the first and a window after the last use of a stay coacts with the account, and nobody else does; in time
/// order these uses stand side by side.
#include "object_uses.hpp"

#include <algorithm>
#include <numeric>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/release.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::size_t kLong = 1 << 16;         // uses of an object that are sorted in parallel
constexpr std::size_t kCheckMask = kLong - 1;  // positions between two looks at the caller's wish to stop
constexpr std::size_t kObjectsPerTask = 64;
constexpr std::size_t kAccountsPerTask = 64;

template <class Less>
void sort_uses(std::span<Use> uses, const Control& control, Less less) {
  if (uses.size() < kLong) return std::sort(uses.begin(), uses.end(), less);
  const bool stoppable = control.stop.stop_possible();
  parallel_sort(uses.begin(), uses.end(), [&](const Use& x, const Use& y) {
    if (stoppable) control.check();
    return less(x, y);
  });
}

/// Keeps what order_uses says, of uses ordered by account, then time. Returns how many are left.
std::size_t thin(std::span<Use> uses, std::int64_t window, const Control& control) {
  std::size_t kept = 0;
  const auto own = [&](std::size_t back, const Use& use) {
    return kept >= back && uses[kept - back].account == use.account;
  };
  for (std::size_t at = 0; at < uses.size(); ++at) {
    if ((at & kCheckMask) == 0) control.check();
    const Use use = uses[at];
    if (own(1, use) && uses[kept - 1].time == use.time) continue;
    if (own(2, use) && within(uses[kept - 2].time, use.time, window)) --kept;
    uses[kept++] = use;
  }
  return kept;
}

/// Appends the pairs of account `a`. `met` has its partners, each with the object in the low half, once or more an
/// object, in any order; it is left empty.
void take_pairs(std::uint32_t a, std::vector<std::uint64_t>& met, ObjectPairs& pairs) {
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  for (std::size_t at = 0; at < met.size();) {
    const std::uint64_t partner = met[at] >> 32;
    const std::size_t first = at;
    while (++at < met.size() && met[at] >> 32 == partner) {
    }
    pairs.a.push_back(a);
    pairs.b.push_back(static_cast<std::uint32_t>(partner));
    pairs.objects.push_back(static_cast<std::uint32_t>(at - first));
  }
  met.clear();
}

/// Positions of every account's uses, ascending: those of account i at [begin[i], begin[i + 1]).
struct AccountUses {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> position;
};

AccountUses by_account(const ObjectUses& objects, std::uint32_t num_accounts, const Control& control) {
  AccountUses accounts;
  const auto for_each_use = [&](auto&& body) {
    for (std::size_t o = 0; o < objects.begin.size(); ++o) {
      if ((o & kCheckMask) == 0) control.check();
      for (std::uint64_t at = objects.begin[o]; at < objects.end[o]; ++at) {
        if ((at & kCheckMask) == 0) control.check();
        body(at);
      }
    }
  };
  accounts.begin.assign(std::size_t{num_accounts} + 1, 0);
  for_each_use([&](std::uint64_t at) { ++accounts.begin[objects.uses[at].account + 1]; });
  std::partial_sum(accounts.begin.begin(), accounts.begin.end(), accounts.begin.begin());
  accounts.position.resize(accounts.begin.back());
  std::vector<std::uint64_t> next(accounts.begin.begin(), accounts.begin.end() - 1);
  for_each_use(
      [&](std::uint64_t at) { accounts.position[next[objects.uses[at].account]++] = static_cast<std::uint32_t>(at); });
  return accounts;
}

/// Appends to `met` what take_pairs needs: every account above `a` that coacts with it, and the object.
void meet_partners(const ObjectUses& objects, std::uint32_t a, std::span<const std::uint32_t> own, std::int64_t window,
                   const Control& control, std::vector<std::uint64_t>& met) {
  const auto& uses = objects.uses;
  for (std::size_t next = 0; next < own.size();) {
    const std::uint64_t first = own[next];
    const std::uint32_t object = uses[first].object;
    const std::int64_t begin = uses[first].time;
    std::int64_t end = begin;
    while (++next < own.size() && uses[own[next]].object == object && within(end, uses[own[next]].time, window)) {
      end = uses[own[next]].time;
    }
    const auto meet = [&](std::uint64_t at) {
      if ((at & kCheckMask) == 0) control.check();
      if (uses[at].account > a) met.push_back((std::uint64_t{uses[at].account} << 32) | object);
    };
    const std::uint64_t lowest = objects.begin[object], past = objects.end[object];
    for (std::uint64_t at = first; at > lowest && within(uses[at - 1].time, begin, window); --at) meet(at - 1);
    for (std::uint64_t at = first; at < past && (uses[at].time <= end || within(end, uses[at].time, window)); ++at) {
      meet(at);
    }
  }
}

/// One column of the parts, one after the other; empties it, so that the next column has room.
std::vector<std::uint32_t> joined(std::vector<ObjectPairs>& parts, std::vector<std::uint32_t> ObjectPairs::* column,
                                  const Control& control) {
  std::vector<std::size_t> begin(parts.size() + 1, 0);
  for (std::size_t part = 0; part < parts.size(); ++part) begin[part + 1] = begin[part] + (parts[part].*column).size();
  std::vector<std::uint32_t> all(begin.back());
  parallel_each(parts.size(), 16, control, [&](std::size_t part) {
    std::ranges::copy(parts[part].*column, all.begin() + static_cast<std::ptrdiff_t>(begin[part]));
    release(parts[part].*column);
  });
  return all;
}

}  // namespace

void order_uses(ObjectUses& objects, std::int64_t window, const Control& control) {
  parallel_each(objects.begin.size(), kObjectsPerTask, control, [&](std::size_t o) {
    control.check();
    const auto uses = std::span(objects.uses).subspan(objects.begin[o], objects.end[o] - objects.begin[o]);
    sort_uses(uses, control, [](const Use& x, const Use& y) {
      return x.account != y.account ? x.account < y.account : x.time < y.time;
    });
    const std::size_t kept =
        uses.empty() || uses.front().account == uses.back().account ? 0 : thin(uses, window, control);
    objects.end[o] = objects.begin[o] + kept;
    sort_uses(uses.first(kept), control,
              [](const Use& x, const Use& y) { return x.time != y.time ? x.time < y.time : x.account < y.account; });
  });
}

std::uint64_t coinciding_uses(std::span<const Use> uses, std::int64_t window, const Control& control) {
  std::uint64_t pairs = 0;
  for (std::size_t first = 0, at = 0; at < uses.size(); ++at) {
    if ((at & kCheckMask) == 0) control.check();
    while (!within(uses[first].time, uses[at].time, window)) ++first;
    pairs += at - first;
  }
  return pairs;
}

ObjectPairs count_pairs(const ObjectUses& objects, std::uint32_t num_accounts, std::int64_t window,
                        const Control& control) {
  const AccountUses accounts = by_account(objects, num_accounts, control);
  PerThread<std::vector<std::uint64_t>> scratch;
  std::vector<ObjectPairs> parts((std::size_t{num_accounts} + kAccountsPerTask - 1) / kAccountsPerTask);
  parallel_blocks(num_accounts, kAccountsPerTask, control, [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint64_t>& met = scratch.local();
    for (std::size_t a = begin; a < end; ++a) {
      const auto own =
          std::span(accounts.position).subspan(accounts.begin[a], accounts.begin[a + 1] - accounts.begin[a]);
      meet_partners(objects, static_cast<std::uint32_t>(a), own, window, control, met);
      take_pairs(static_cast<std::uint32_t>(a), met, parts[begin / kAccountsPerTask]);
    }
  });
  return {joined(parts, &ObjectPairs::a, control), joined(parts, &ObjectPairs::b, control),
          joined(parts, &ObjectPairs::objects, control)};
}

}  // namespace accountgraph::detail
