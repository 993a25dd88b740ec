#include "stars.hpp"

#include <algorithm>
#include <numeric>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

/// Whether two accounts hold the same identifiers that can give them something, at the same times, equally active.
bool same_evidence(const Incidence& incidence, const EvidenceModel& model, std::uint32_t a, std::uint32_t b) {
  const std::size_t kinds = model.kinds.size();
  const Bits* const activity = &model.activity_bits[a * kinds];
  if (!std::equal(activity, activity + kinds, &model.activity_bits[b * kinds])) return false;
  std::uint64_t i = incidence.row_begin[a], j = incidence.row_begin[b];
  const std::uint64_t i_end = incidence.row_begin[a + std::size_t{1}], j_end = incidence.row_begin[b + std::size_t{1}];
  std::size_t kind = 0;
  const auto tells = [&](std::uint32_t identifier) {
    while (identifier >= incidence.kind_begin[kind + 1]) ++kind;
    return model.identifier_bits[identifier] > activity[kind];
  };
  while (i < i_end || j < j_end) {
    const std::uint32_t left = i < i_end ? incidence.entry_identifier[i] : kNone;
    const std::uint32_t right = j < j_end ? incidence.entry_identifier[j] : kNone;
    const bool told = tells(std::min(left, right));
    if (told && left != right) return false;
    if (told && incidence.kinds[kind].moves && incidence.mask_of(i) != incidence.mask_of(j)) return false;
    i += left <= right;
    j += right <= left;
  }
  return true;
}

}  // namespace

std::vector<std::uint32_t> find_stars(const Incidence& incidence, const EvidenceModel& model,
                                      std::span<const RowSummary> summaries, std::uint32_t star_size,
                                      const Control& control) {
  std::vector<std::uint32_t> centre(summaries.size());
  std::iota(centre.begin(), centre.end(), 0U);

  struct Keyed {
    std::uint64_t hash;
    std::uint32_t account;
    auto operator<=>(const Keyed&) const = default;
  };
  std::vector<Keyed> keyed;
  for (std::uint32_t a = 0; a < summaries.size(); ++a) {
    if (summaries[a].length > 0) keyed.push_back({summaries[a].hash, a});
  }
  control.check();
  parallel_sort(keyed.begin(), keyed.end(), control);
  for (std::size_t first = 0, last = 0; first < keyed.size(); first = last) {
    control.check();
    while (last < keyed.size() && keyed[last].hash == keyed[first].hash) ++last;
    if (last - first < star_size) continue;
    // Equal hashes are nearly always equal rows; an account that only collides stays by itself.
    const std::uint32_t head = keyed[first].account;
    std::vector<std::uint32_t> group;
    for (std::size_t at = first; at < last; ++at) {
      if (same_evidence(incidence, model, head, keyed[at].account)) group.push_back(keyed[at].account);
    }
    if (group.size() < star_size || identifier_evidence(model, incidence, group[0], group[1]) < model.threshold_bits)
      continue;
    for (const std::uint32_t account : group) centre[account] = head;
  }
  return centre;
}

}  // namespace accountgraph
