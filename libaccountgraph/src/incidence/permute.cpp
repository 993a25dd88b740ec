#include <accountgraph/incidence/permute.hpp>

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include <boost/unordered/unordered_flat_set.hpp>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/random.hpp>

#include "columns.hpp"

namespace accountgraph {
namespace {

constexpr std::uint64_t kTriesPerEntry = 16;
constexpr std::size_t kEntriesPerCheck = 65'536;
constexpr std::size_t kBuckets = 64;
enum : std::uint64_t { stream_shuffle, stream_swap };

/// Accounts by the bucket of their first activity, ascending.
std::vector<std::vector<std::uint32_t>> accounts_by_bucket(const Incidence& incidence) {
  std::vector<std::vector<std::uint32_t>> accounts(kBuckets);
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    const std::uint64_t mask = incidence.time.present ? incidence.account_mask[a] : 1;
    accounts[static_cast<std::size_t>(std::countr_zero(mask)) % kBuckets].push_back(a);
  }
  return accounts;
}

/// The entries of one kind whose accounts were first active in one bucket.
struct Deal {
  std::vector<std::uint64_t> entry;
  std::vector<std::uint32_t> account;  ///< whose it is
  std::vector<std::uint32_t> hand;     ///< the identifier it is dealt
};

Deal entries_of(const Incidence& incidence, std::uint32_t kind, std::span<const std::uint32_t> accounts) {
  Deal deal;
  for (const std::uint32_t a : accounts) {
    const auto row = incidence.identifiers_of(a);
    auto at = std::lower_bound(row.begin(), row.end(), incidence.kind_begin[kind]);
    for (; at != row.end() && *at < incidence.kind_begin[kind + 1]; ++at) {
      if (incidence.placeholder[*at]) continue;
      deal.entry.push_back(incidence.row_begin[a] + static_cast<std::uint64_t>(at - row.begin()));
      deal.account.push_back(a);
      deal.hand.push_back(*at);
    }
  }
  return deal;
}

/// Shuffles the hands so that nobody holds one identifier twice; false where that was not found.
bool shuffle(Deal& deal, const CounterRandom& random, const Control& control) {
  const std::size_t entries = deal.hand.size();
  for (std::size_t i = entries; i > 1; --i) {
    if (i % kEntriesPerCheck == 0) control.check();
    std::swap(deal.hand[i - 1], deal.hand[random.below(i, stream_shuffle, i)]);
  }

  const auto pair = [&](std::size_t holder, std::size_t held) {
    return std::uint64_t{deal.account[holder]} << 32 | deal.hand[held];
  };
  boost::unordered_flat_set<std::uint64_t> settled(entries);  // the pairs of the entries that are not twice there
  std::vector<std::size_t> twice;
  for (std::size_t i = 0; i < entries; ++i) {
    if (i % kEntriesPerCheck == 0) control.check();
    if (!settled.insert(pair(i, i)).second) twice.push_back(i);
  }
  std::vector<bool> open(entries);
  for (const std::size_t i : twice) open[i] = true;
  std::uint64_t tries = kTriesPerEntry * entries;
  for (const std::size_t i : twice) {
    control.check();
    while (settled.contains(pair(i, i))) {
      if (tries-- == 0) return false;
      const std::size_t other = random.below(entries, stream_swap, tries);
      if (open[other] || settled.contains(pair(i, other)) || settled.contains(pair(other, i))) continue;
      settled.erase(pair(other, other));
      std::swap(deal.hand[i], deal.hand[other]);
      settled.insert(pair(other, other));
    }
    settled.insert(pair(i, i));
    open[i] = false;
  }
  return true;
}

template <class Value>
void reorder(std::vector<Value>& values, std::uint64_t begin, std::span<const std::uint64_t> order,
             std::vector<Value>& scratch) {
  if (values.empty()) return;
  scratch.clear();
  for (const std::uint64_t from : order) scratch.push_back(values[from]);
  std::copy(scratch.begin(), scratch.end(), values.begin() + static_cast<std::ptrdiff_t>(begin));
}

/// Puts the entries of each account into the order of their new identifiers.
void sort_rows(Incidence& incidence, const Control& control) {
  parallel_blocks(incidence.num_accounts(), 1024, control, [&](std::size_t first, std::size_t last) {
    std::vector<std::uint64_t> order, masks;
    std::vector<std::uint32_t> numbers;
    std::vector<std::int64_t> times;
    for (std::size_t a = first; a < last; ++a) {
      const std::uint64_t begin = incidence.row_begin[a];
      order.resize(incidence.row_begin[a + 1] - begin);
      std::iota(order.begin(), order.end(), begin);
      std::sort(order.begin(), order.end(), [&](std::uint64_t left, std::uint64_t right) {
        return incidence.entry_identifier[left] < incidence.entry_identifier[right];
      });
      reorder(incidence.entry_identifier, begin, order, numbers);
      reorder(incidence.entry_count, begin, order, numbers);
      reorder(incidence.entry_first, begin, order, times);
      reorder(incidence.entry_last, begin, order, times);
      reorder(incidence.entry_mask, begin, order, masks);
    }
  });
}

}  // namespace

Incidence permute_identifiers(const Incidence& incidence, std::uint64_t seed, const Control& control) {
  Incidence permuted = incidence;
  const auto accounts = accounts_by_bucket(incidence);
  const CounterRandom keys(seed);
  parallel_each(incidence.num_kinds() * kBuckets, 1, control, [&](std::size_t part) {
    const auto kind = static_cast<std::uint32_t>(part / kBuckets);
    Deal deal = entries_of(incidence, kind, accounts[part % kBuckets]);
    if (!shuffle(deal, CounterRandom(keys.at(part)), control)) return;
    for (std::size_t i = 0; i < deal.entry.size(); ++i) permuted.entry_identifier[deal.entry[i]] = deal.hand[i];
  });
  sort_rows(permuted, control);
  detail::fill_columns(permuted, control);
  return permuted;
}

}  // namespace accountgraph
