#include "stars.hpp"

#include <algorithm>
#include <numeric>

#include <accountgraph/core/random.hpp>

namespace accountgraph {
namespace {

bool same_evidence(const EvidenceModel& model, const EvidenceRows& rows, std::uint32_t a, std::uint32_t b) {
  const std::uint64_t size = rows.begin[a + 1] - rows.begin[a];
  const std::size_t kinds = model.kinds.size();
  const auto equal = [&](const auto& values) {
    return std::equal(values.begin() + static_cast<std::ptrdiff_t>(rows.begin[a]),
                      values.begin() + static_cast<std::ptrdiff_t>(rows.begin[a + 1]),
                      values.begin() + static_cast<std::ptrdiff_t>(rows.begin[b]));
  };
  return size == rows.begin[b + 1] - rows.begin[b] && equal(rows.identifier) && equal(rows.mask) &&
         std::equal(model.activity_bits.begin() + static_cast<std::ptrdiff_t>(a * kinds),
                    model.activity_bits.begin() + static_cast<std::ptrdiff_t>((a + 1) * kinds),
                    model.activity_bits.begin() + static_cast<std::ptrdiff_t>(b * kinds));
}

}  // namespace

std::vector<std::uint32_t> find_stars(const Incidence& incidence, const EvidenceModel& model, const EvidenceRows& rows,
                                      std::uint32_t star_size) {
  const std::uint32_t accounts = incidence.num_accounts();
  std::vector<std::uint32_t> centre(accounts);
  std::iota(centre.begin(), centre.end(), 0U);

  struct Keyed {
    std::uint64_t hash;
    std::uint32_t account;
    auto operator<=>(const Keyed&) const = default;
  };
  std::vector<Keyed> keyed;
  for (std::uint32_t a = 0; a < accounts; ++a) {
    if (rows.prefix[a] == 0) continue;
    std::uint64_t hash = 0;
    for (std::uint64_t at = rows.begin[a]; at < rows.begin[a + 1]; ++at) {
      hash = mix64(hash ^ mix64(rows.identifier[at]) ^ rows.mask[at]);
    }
    const std::size_t kinds = model.kinds.size();
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      hash = mix64(hash ^ static_cast<std::uint64_t>(model.activity_bits[a * kinds + kind]));
    }
    keyed.push_back({hash, a});
  }
  std::sort(keyed.begin(), keyed.end());
  for (std::size_t first = 0, last = 0; first < keyed.size(); first = last) {
    while (last < keyed.size() && keyed[last].hash == keyed[first].hash) ++last;
    if (last - first < star_size) continue;
    // Equal hashes are nearly always equal rows; an account that only collides stays by itself.
    const std::uint32_t head = keyed[first].account;
    std::vector<std::uint32_t> group;
    for (std::size_t at = first; at < last; ++at) {
      if (same_evidence(model, rows, head, keyed[at].account)) group.push_back(keyed[at].account);
    }
    if (group.size() < star_size || pair_evidence(model, incidence, group[0], group[1]) < model.threshold_bits)
      continue;
    for (const std::uint32_t account : group) centre[account] = head;
  }
  return centre;
}

}  // namespace accountgraph
