/// Method: a counting sort. The identifiers are cut into parts of about equal size in entries (a function of the data
/// alone); each part is filled by walking all accounts in order, so accounts come out ascending whatever thread fills
/// it.
#include "columns.hpp"

#include <algorithm>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/records/normalise.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::uint64_t kEntriesPerPart = std::uint64_t{1} << 19;
constexpr std::uint64_t kMaxParts = 16;  // each part walks every account once
constexpr std::uint32_t kAccountsPerCheck = 1 << 14;

std::vector<std::uint32_t> part_bounds(const Incidence& incidence) {
  const std::uint64_t parts = std::clamp<std::uint64_t>(incidence.num_entries() / kEntriesPerPart, 1, kMaxParts);
  std::vector<std::uint32_t> bounds = {0};
  for (std::uint64_t part = 1; part < parts; ++part) {
    const auto at = std::lower_bound(incidence.column_begin.begin(), incidence.column_begin.end(),
                                     incidence.num_entries() / parts * part);
    const auto bound = static_cast<std::uint32_t>(at - incidence.column_begin.begin());
    if (bound > bounds.back() && bound < incidence.num_identifiers()) bounds.push_back(bound);
  }
  bounds.push_back(incidence.num_identifiers());
  return bounds;
}

}  // namespace

void fill_columns(Incidence& incidence, const Control& control) {
  const std::uint32_t identifiers = incidence.num_identifiers();
  const bool timed = !incidence.entry_mask.empty();
  auto& begin = incidence.column_begin;
  begin.assign(std::size_t{identifiers} + 1, 0);
  for (const std::uint32_t k : incidence.entry_identifier) ++begin[k + 1];
  for (std::uint32_t k = 0; k < identifiers; ++k) begin[k + 1] += begin[k];
  incidence.column_account.resize(incidence.num_entries());
  incidence.column_mask.resize(timed ? incidence.num_entries() : 0);

  const std::vector<std::uint32_t> bounds = part_bounds(incidence);
  std::vector<std::uint64_t> cursor(begin.begin(), begin.end() - 1);
  parallel_each(bounds.size() - 1, 1, control, [&](std::size_t part) {
    for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
      if (a % kAccountsPerCheck == 0) control.check();
      const auto row = incidence.identifiers_of(a);
      const std::uint32_t* at = std::lower_bound(row.data(), row.data() + row.size(), bounds[part]);
      for (; at != row.data() + row.size() && *at < bounds[part + 1]; ++at) {
        const std::uint64_t to = cursor[*at]++;
        incidence.column_account[to] = a;
        if (timed)
          incidence.column_mask[to] =
              incidence.entry_mask[static_cast<std::size_t>(at - incidence.entry_identifier.data())];
      }
    }
  });
}

void fill_placeholders(Incidence& incidence, const Control& control) {
  incidence.placeholder.assign(incidence.num_identifiers(), 0);
  parallel_each(incidence.num_identifiers(), 4096, control, [&](std::size_t k) {
    const Kind& kind = incidence.kinds[incidence.kind_of(static_cast<std::uint32_t>(k))];
    incidence.placeholder[k] = is_placeholder(kind, incidence.identifiers[k]) ? 1 : 0;
  });
}

}  // namespace accountgraph::detail
