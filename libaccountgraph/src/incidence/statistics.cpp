#include <accountgraph/incidence/statistics.hpp>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {

std::vector<std::uint32_t> identifiers_per_account(const Incidence& incidence, const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  std::vector<std::uint32_t> result(incidence.num_accounts() * kinds, 0);
  parallel_each(incidence.num_accounts(), 4096, control, [&](std::size_t a) {
    std::size_t kind = 0;
    for (const std::uint32_t k : incidence.identifiers_of(static_cast<std::uint32_t>(a))) {
      while (k >= incidence.kind_begin[kind + 1]) ++kind;
      result[a * kinds + kind] += incidence.placeholder[k] == 0;
    }
  });
  return result;
}

std::vector<KindStatistics> kind_statistics(const Incidence& incidence, const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  const std::vector<std::uint32_t> held = identifiers_per_account(incidence, control);
  std::vector<KindStatistics> result(kinds);
  parallel_each(kinds, 1, control, [&](std::size_t t) {
    for (std::size_t at = t; at < held.size(); at += kinds) {
      result[t].accounts += held[at] > 0;
      result[t].entries += held[at];
    }
    for (std::uint32_t k = incidence.kind_begin[t]; k < incidence.kind_begin[t + 1]; ++k) {
      result[t].identifiers += incidence.placeholder[k] == 0;
    }
  });
  return result;
}

}  // namespace accountgraph
