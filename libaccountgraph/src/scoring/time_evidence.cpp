#include "time_evidence.hpp"

#include <algorithm>
#include <span>

#include "counted.hpp"

namespace accountgraph {
namespace {

constexpr std::int64_t kBurst = std::int64_t{2} * 86'400 * 1'000'000;  // microseconds

/// How many of the ascending `moments` lie at most `window` from `middle`.
template <class Moment>
std::uint64_t around(std::span<const Moment> moments, std::int64_t middle, std::int64_t window) {
  const auto first = std::partition_point(moments.begin(), moments.end(),
                                          [&](Moment m) { return static_cast<std::int64_t>(m) < middle - window; });
  return static_cast<std::uint64_t>(
      std::partition_point(first, moments.end(),
                           [&](Moment m) { return static_cast<std::int64_t>(m) <= middle + window; }) -
      first);
}

Bits in_step(const Incidence& incidence, const EvidenceModel& model, const ClusterUse& use, std::uint32_t account,
             bool is_member) {
  std::vector<std::uint32_t> own;
  for (const Session session : incidence.sessions.of(account)) own.push_back(session.first);
  const std::uint64_t others = use.beginnings.size() - (is_member ? own.size() : 0);
  const std::int64_t window = model.synchrony.window_seconds;
  std::uint64_t coinciding = 0;
  for (const std::uint32_t moment : own) {
    const std::uint64_t mine = is_member ? around(std::span<const std::uint32_t>(own), moment, window) : 0;
    coinciding += around(std::span<const std::uint32_t>(use.beginnings), moment, window) > mine;
  }
  return coinciding == 0 ? 0 : coincidence_bits(model.synchrony, coinciding, others * model.synchrony.near[account]);
}

Bits first_seen(const Incidence& incidence, const Background& background, const ClusterUse& use, std::uint32_t account,
                bool is_member) {
  const std::int64_t moment = incidence.account_first[account];
  const std::uint64_t others = use.first_seen.size() - (is_member ? 1 : 0);
  const std::uint64_t together =
      around(std::span<const std::int64_t>(use.first_seen), moment, kBurst) - (is_member ? 1 : 0);
  if (together == 0) return 0;
  const std::uint64_t all = background.first_seen.size(),
                      near = around(std::span<const std::int64_t>(background.first_seen), moment, kBurst);
  const Bits bits = log2_fixed(together) - log2_fixed(others) - log2_fixed(near + 1) + log2_fixed(all + 1);
  return bits < kClusterFloor ? 0 : bits;
}

}  // namespace

TimeEvidence time_evidence(const Incidence& incidence, const EvidenceModel& model, const Background& background,
                           const ClusterUse& use, std::uint32_t account, bool is_member) {
  if (!model.synchrony.analysed) return {};
  return {in_step(incidence, model, use, account, is_member),
          first_seen(incidence, background, use, account, is_member)};
}

}  // namespace accountgraph
