// A stratified sample: the join's order puts accounts that meet the same others side by side, so one of every so many neighbours
// stands for the rest. Each is linked with all accounts, not only with those before it, so that its number of links is known too.
#include <accountgraph/linkage/preview.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include <accountgraph/core/int128.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

#include "budget.hpp"
#include "found_links.hpp"
#include "join.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kListed = 20;
constexpr std::size_t kLinksTold = 16;  ///< of a drawn account, whose identifiers are looked at

/// Stretches of `length` neighbours, the last perhaps shorter, one of each drawn.
struct Strata {
  std::uint32_t rows = 0, length = 1;

  std::size_t count() const { return (rows + std::size_t{length} - 1) / length; }
  std::uint32_t size(std::size_t stratum) const {
    return std::min(length, rows - static_cast<std::uint32_t>(stratum) * length);
  }
  std::uint32_t drawn(std::size_t stratum) const {
    return static_cast<std::uint32_t>(stratum) * length +
           static_cast<std::uint32_t>(CounterRandom(0).below(size(stratum), stratum));
  }
};

Strata strata_of(std::uint32_t rows, std::uint64_t meetings) {
  constexpr std::uint64_t kRows = 4'000, kMeetings = std::uint64_t{1} << 22, kLongest = 100;
  const std::uint64_t length = std::max(rows / kRows, 2 * meetings / kMeetings);
  return {rows, static_cast<std::uint32_t>(std::clamp<std::uint64_t>(length, 1, kLongest))};
}

/// An identifier, and something of it in numbers.
struct Share {
  std::uint32_t identifier;
  std::uint64_t amount;
};

/// The kListed largest amounts above 0, largest first (ties: smaller identifier).
std::vector<Share> largest(std::vector<Share> shares) {
  const auto before = [](const Share& left, const Share& right) {
    return left.amount != right.amount ? left.amount > right.amount : left.identifier < right.identifier;
  };
  const auto listed = std::min(shares.size(), kListed);
  std::partial_sort(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(listed), shares.end(), before);
  shares.resize(listed);
  return shares;
}

/// One amount an identifier.
std::vector<Share> summed(std::vector<Share> shares) {
  std::sort(shares.begin(), shares.end(),
            [](const Share& left, const Share& right) { return left.identifier < right.identifier; });
  std::vector<Share> sums;
  for (const Share& share : shares) {
    if (sums.empty() || sums.back().identifier != share.identifier) sums.push_back({share.identifier, 0});
    sums.back().amount += share.amount;
  }
  return sums;
}

/// The amount of an identifier in what `summed` returns; 0 where it is not there.
std::uint64_t amount_of(std::span<const Share> sums, std::uint32_t identifier) {
  const auto at = std::lower_bound(sums.begin(), sums.end(), identifier,
                                   [](const Share& share, std::uint32_t wanted) { return share.identifier < wanted; });
  return at != sums.end() && at->identifier == identifier ? at->amount : 0;
}

struct Sample {
  std::vector<std::uint32_t> links;  ///< of each drawn account
  std::uint64_t compared = 0;        ///< pairs, of the drawn accounts and of those that they stand for
  std::vector<Share> evidence;       ///< of all links together, from the drawn accounts' side
};

Sample draw(const Incidence& incidence, const EvidenceModel& model, const Join& join, const Strata& strata,
            const Control& control) {
  struct Worker {
    RowJoin rows;
    std::vector<std::uint32_t> linked;
    std::vector<Share> evidence;
  };
  PerThread<Worker> workers([&] { return Worker{RowJoin(incidence, model, join), {}, {}}; });
  Sample sample;
  sample.links.resize(strata.count());
  std::atomic<std::uint64_t> compared = 0, done = 0;
  parallel_blocks(strata.count(), 16, control, [&](std::size_t first, std::size_t last) {
    auto& [rows, linked, evidence] = workers.local();
    for (std::size_t stratum = first; stratum < last; ++stratum) {
      const std::uint32_t position = strata.drawn(stratum);
      linked.clear();
      compared += strata.size(stratum) *
                  rows.run(position, strata.rows, control, [&](std::uint32_t other, Bits, std::span<const Bits>) {
                    linked.push_back(join.rows.account[other]);
                  });
      sample.links[stratum] = static_cast<std::uint32_t>(linked.size());
      const std::size_t told = std::min(linked.size(), kLinksTold);
      for (std::size_t at = 0; at < told; ++at) {
        for (const SharedIdentifier& shared :
             shared_identifiers(model, incidence, join.rows.account[position], linked[at * linked.size() / told])) {
          const std::uint64_t all = std::uint64_t{strata.size(stratum)} * linked.size();
          if (shared.bits > 0)
            evidence.push_back({shared.identifier, static_cast<std::uint64_t>(shared.bits) * all / told});
        }
      }
    }
    control.report("preview", done += last - first, strata.count());
  });
  sample.compared = compared;
  for (const Worker& worker : workers)
    sample.evidence.insert(sample.evidence.end(), worker.evidence.begin(), worker.evidence.end());
  return sample;
}

/// The links of stars' members to their centres, and twice what their identifiers give: as from both sides, like the sample's.
std::uint64_t add_stars(const Incidence& incidence, const EvidenceModel& model, std::span<const std::uint32_t> centre,
                        std::vector<Share>& evidence) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> members;  // (centre, member)
  for (std::uint32_t a = 0; a < centre.size(); ++a) {
    if (centre[a] != a) members.emplace_back(centre[a], a);
  }
  std::sort(members.begin(), members.end());
  for (std::size_t first = 0, last = 0; first < members.size(); first = last) {
    const auto [star, member] = members[first];
    while (last < members.size() && members[last].first == star) ++last;
    for (const SharedIdentifier& shared : shared_identifiers(model, incidence, star, member)) {
      if (shared.bits > 0)
        evidence.push_back({shared.identifier, 2 * static_cast<std::uint64_t>(shared.bits) * (last - first)});
    }
  }
  return members.size();
}

/// The drawn accounts' links, weighted; every link counted from both its accounts.
struct Totals {
  std::uint64_t links = 0;    ///< twice the links
  std::uint64_t error = 0;    ///< standard error of that
  std::uint64_t kept = 0;     ///< at least the links that max_links_per_account leaves
  std::uint64_t crowded = 0;  ///< links of accounts with more than that
};

Totals totals_of(const Strata& strata, std::span<const std::uint32_t> links, std::uint32_t most) {
  Totals totals;
  Uint128 squares = 0;
  std::uint64_t previous = 0;
  for (std::size_t stratum = 0; stratum < links.size(); ++stratum) {
    const std::uint64_t size = strata.size(stratum), drawn = size * links[stratum];
    const bool crowded = most > 0 && links[stratum] > most;
    totals.links += drawn;
    totals.kept += crowded ? size * most : drawn;
    totals.crowded += crowded ? drawn : 0;
    const std::uint64_t apart = drawn > previous ? drawn - previous : previous - drawn;
    if (stratum > 0) squares += Uint128{apart} * apart;
    previous = drawn;
  }
  // Neighbouring strata are much alike: half their mean squared difference is the variance within.
  const double variance = static_cast<double>(squares) / 2 * (1 - 1.0 / strata.length);
  totals.error = static_cast<std::uint64_t>(std::sqrt(variance));
  return totals;
}

/// The largest of what link_accounts holds while it prepares the join, finds links, prunes and gathers them.
std::uint64_t peak_bytes(const Incidence& incidence, const Join& join, const Totals& totals, std::uint64_t links,
                         bool pruned) {
  const std::uint64_t accounts = incidence.num_accounts(), link = 12 + 4 * std::uint64_t{incidence.num_kinds()};
  const std::uint64_t kept = pruned ? std::min(links, totals.kept) : links;
  const std::uint64_t found = pruned ? std::min(links, links_before_pruning(kept)) : links;
  const std::uint64_t sides = 8 * std::min(totals.crowded, 2 * found), pruning = pruned ? 16 * accounts + sides : 0;
  return std::max({join.preparing_bytes, join.bytes() + found * link + (links > found ? pruning : 0),
                   4 * accounts + found * link + pruning, 20 * accounts + kept * (2 * link + 12),
                   20 * accounts + kept * (link + 24)});
}

}  // namespace

LinkPreview preview_join(const Incidence& incidence, const EvidenceModel& model, const Join& join,
                         const LinkOptions& options, const Control& control) {
  LinkPreview preview;
  std::vector<Share> meetings;
  for (std::size_t rank = 0; rank < join.index.list.size(); ++rank) {
    const std::uint64_t creating = join.index.list[rank].creating;
    if (creating < 2) continue;
    meetings.push_back({join.identifier[rank], creating * (creating - 1) / 2});
    preview.meetings += meetings.back().amount;
  }
  const Strata strata = strata_of(join.rows.size(), preview.meetings);
  Sample sample = draw(incidence, model, join, strata, control);
  const std::uint64_t star_links = add_stars(incidence, model, join.star_centre, sample.evidence);
  const Totals totals = totals_of(strata, sample.links, options.max_links_per_account);
  preview.accounts = strata.rows;
  preview.sampled = strata.count();
  preview.candidates = sample.compared / 2;
  preview.links = totals.links / 2 + star_links;
  preview.links_error = totals.error / 2;
  preview.memory_bytes =
      peak_bytes(incidence, join, totals, preview.links + 2 * preview.links_error, options.max_links_per_account > 0);

  meetings = summed(std::move(meetings));
  const std::vector<Share> evidence = summed(std::move(sample.evidence));
  const auto listed = [&](const std::vector<Share>& shares) {
    std::vector<PreviewedIdentifier> identifiers;
    for (const auto& [k, amount] : largest(shares)) {
      identifiers.push_back({k, incidence.accounts_of(k).size(), amount_of(meetings, k), amount_of(evidence, k) / 2});
    }
    return identifiers;
  };
  preview.costliest = listed(meetings);
  preview.most_telling = listed(evidence);
  return preview;
}

LinkPreview preview_links(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options,
                          const Control& control) {
  validate(options);
  control.report("preview");
  return preview_join(incidence, model, prepare_join(incidence, model, options, control), options, control);
}

Table previewed_identifiers_table(const Incidence& incidence, std::span<const PreviewedIdentifier> identifiers) {
  StringPool kind, text;
  std::vector<std::uint64_t> accounts, meetings;
  std::vector<double> bits;
  for (const PreviewedIdentifier& identifier : identifiers) {
    kind.push_back(incidence.kinds[incidence.kind_of(identifier.identifier)].name);
    text.push_back(incidence.identifiers[identifier.identifier]);
    accounts.push_back(identifier.accounts);
    meetings.push_back(identifier.meetings);
    bits.push_back(to_bits(static_cast<std::int64_t>(identifier.evidence)));
  }
  Table table;
  table.add("kind", std::move(kind));
  table.add("identifier", std::move(text));
  table.add("accounts", std::move(accounts));
  table.add("meetings", std::move(meetings));
  table.add("bits", std::move(bits));
  return table;
}

}  // namespace accountgraph
