#include <accountgraph/scoring/background.hpp>

#include <algorithm>
#include <numeric>

#include <accountgraph/core/parallel.hpp>

namespace accountgraph {

Background background_use(const Incidence& incidence, const EvidenceModel& model,
                          std::span<const std::uint32_t> cluster_of, const Control& control) {
  Background background;
  background.inside.resize(incidence.num_accounts());
  std::transform(cluster_of.begin(), cluster_of.end(), background.inside.begin(),
                 [](std::uint32_t cluster) { return cluster == kNone; });
  background.users.resize(incidence.num_identifiers());
  parallel_each(incidence.num_identifiers(), 4096, control, [&](std::size_t k) {
    if (incidence.placeholder[k]) return;
    const auto holders = incidence.accounts_of(static_cast<std::uint32_t>(k));
    background.users[k] = static_cast<std::uint32_t>(
        std::count_if(holders.begin(), holders.end(), [&](std::uint32_t a) { return background.inside[a] != 0; }));
  });
  for (std::size_t account = 0; account < incidence.account_first.size(); ++account) {
    if (background.inside[account]) background.first_seen.push_back(incidence.account_first[account]);
  }
  parallel_sort(background.first_seen.begin(), background.first_seen.end(), control);
  const double scale = static_cast<double>(model.population) / std::max(1U, incidence.num_accounts());
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const auto first = background.users.begin() + incidence.kind_begin[kind];
    const auto last = background.users.begin() + incidence.kind_begin[kind + 1];
    const auto entries = std::accumulate(first, last, std::uint64_t{0});
    background.entries.push_back(static_cast<std::uint64_t>(static_cast<double>(entries) * scale));
  }
  return background;
}

}  // namespace accountgraph
