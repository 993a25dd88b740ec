#include "session_store.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/release.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::int64_t kMicros = 1'000'000;

/// True when `later`, which begins no earlier, goes on with `earlier`.
bool goes_on(Session earlier, Session later) {
  return later.first <= earlier.last || later.first - earlier.last <= kSessionGapSeconds;
}

}  // namespace

std::uint32_t session_second(std::int64_t micros) {
  constexpr std::int64_t kLast = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(micros / kMicros, 0, kLast));
}

void SessionStore::add(std::uint32_t account, std::int64_t micros) {
  const std::uint32_t second = session_second(micros);
  if (account >= open_.size()) return open_.resize(account + std::size_t{1}, {second, second});
  Session& open = open_[account];
  const Session event{second, second};
  if (second < open.first ? goes_on(event, open) : goes_on(open, event)) {
    open = {std::min(open.first, second), std::max(open.last, second)};
    return;
  }
  closed_.push_back({account, open});
  open = event;
  if (closed_.size() >= limit_) put_together();
}

void SessionStore::put_together() {
  parallel_sort(closed_.begin(), closed_.end(), [](const Run& x, const Run& y) {
    return std::tie(x.account, x.session.first, x.session.last) < std::tie(y.account, y.session.first, y.session.last);
  });
  std::size_t kept = 0;
  for (const Run& run : closed_) {
    if (kept > 0 && closed_[kept - 1].account == run.account && goes_on(closed_[kept - 1].session, run.session)) {
      Session& session = closed_[kept - 1].session;
      session.last = std::max(session.last, run.session.last);
    } else {
      closed_[kept++] = run;
    }
  }
  closed_.resize(kept);
  limit_ = std::max(limit_, 2 * kept);
}

Sessions SessionStore::finish(std::span<const std::uint32_t> order, const Control& control) {
  for (std::uint32_t account = 0; account < open_.size(); ++account) closed_.push_back({account, open_[account]});
  release(open_);
  control.check();
  put_together();
  control.check();
  std::vector<std::uint64_t> first(order.size() + 1, 0);  // of an account's runs, by its old number
  for (const Run& run : closed_) ++first[run.account + std::size_t{1}];
  for (std::size_t account = 0; account < order.size(); ++account) first[account + 1] += first[account];
  Sessions out;
  if (order.empty()) return out;
  out.begin.reserve(order.size() + 1);
  out.begin.push_back(0);
  out.session.reserve(closed_.size());
  for (const std::uint32_t account : order) {
    for (std::uint64_t at = first[account]; at < first[account + std::size_t{1}]; ++at)
      out.session.push_back(closed_[at].session);
    out.begin.push_back(out.session.size());
  }
  release(closed_);
  return out;
}

void merge_sessions(std::span<const Session> a, std::span<const Session> b, std::vector<Session>& to) {
  const std::size_t before = to.size();
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const Session next = j == b.size() || (i < a.size() && a[i].first <= b[j].first) ? a[i++] : b[j++];
    if (to.size() > before && goes_on(to.back(), next)) {
      to.back().last = std::max(to.back().last, next.last);
    } else {
      to.push_back(next);
    }
  }
}

}  // namespace accountgraph::detail
