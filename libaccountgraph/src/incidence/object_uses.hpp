/// Who used which object when: the events that coactions are counted from, by object and by time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>

namespace accountgraph::detail {

struct Use {
  std::int64_t time = 0;  ///< microseconds
  std::uint32_t account = 0;
  std::uint32_t object = 0;
};

/// True when `later` is at most `window` after `earlier`; earlier <= later. Any times: no overflow.
inline bool within(std::int64_t earlier, std::int64_t later, std::int64_t window) {
  return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier) <= static_cast<std::uint64_t>(window);
}

/// Uses of object o: `uses` at [begin[o], end[o]), ascending by time, then account. Between the objects may be gaps.
struct ObjectUses {
  std::vector<Use> uses;
  std::vector<std::uint64_t> begin, end;

  std::span<const Use> of(std::size_t object) const {
    return std::span(uses).subspan(begin[object], end[object] - begin[object]);
  }
};

/// Orders the uses of every object, which come in any order, and leaves out what gives no pair: objects of one account,
/// repeats, and a use whose account has the object before and after it within one window (who is within the window of
/// it is within the window of one of the two). Parallel, O(uses log uses).
void order_uses(ObjectUses& objects, std::int64_t window, const Control& control);

/// Pairs of ordered uses of one object at most a window apart, exactly, by two pointers. O(uses).
std::uint64_t coinciding_uses(std::span<const Use> uses, std::int64_t window, const Control& control);

/// Pairs a < b and the number of objects on which they have uses at most a window apart, ascending by (a, b).
struct ObjectPairs {
  std::vector<std::uint32_t> a, b, objects;
};
/// `objects` as order_uses leaves them. Accounts lie below `num_accounts`. Parallel over accounts; work O(coinciding
/// uses), memory O(uses + pairs). Deterministic.
ObjectPairs count_pairs(const ObjectUses& objects, std::uint32_t num_accounts, std::int64_t window,
                        const Control& control);

}  // namespace accountgraph::detail
