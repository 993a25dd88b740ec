#include <accountgraph/communities/comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

using Labels = std::span<const std::uint32_t>;
using Count = std::uint64_t;

struct Cell {
  Count both, in_a, in_b;  // items with both labels; with the one; with the other
};

// Which labels meet, and how often. Sizes are those of the groups, in any order.
struct Contingency {
  Count items = 0;
  std::vector<Cell> cells;
  std::vector<Count> sizes_a, sizes_b;
};

std::vector<std::pair<std::uint32_t, Count>> group_sizes(Labels labels) {
  std::vector<std::uint32_t> sorted(labels.begin(), labels.end());
  parallel_sort(sorted.begin(), sorted.end());
  std::vector<std::pair<std::uint32_t, Count>> groups;
  for (const std::uint32_t label : sorted) {
    if (groups.empty() || groups.back().first != label) groups.emplace_back(label, 0);
    ++groups.back().second;
  }
  return groups;
}

Contingency contingency(Labels a, Labels b) {
  require(a.size() == b.size(), "labels", "two spans of one length", b.size());
  require(a.size() <= std::numeric_limits<std::uint32_t>::max(), "labels", "shorter than 2^32", a.size());
  Contingency table;
  table.items = a.size();
  const auto groups_a = group_sizes(a), groups_b = group_sizes(b);
  for (const auto& group : groups_a) table.sizes_a.push_back(group.second);
  for (const auto& group : groups_b) table.sizes_b.push_back(group.second);

  std::vector<std::uint64_t> pairs(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) pairs[i] = (std::uint64_t{a[i]} << 32) | b[i];
  parallel_sort(pairs.begin(), pairs.end());
  auto group_a = groups_a.begin();
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t next = i;
    while (next < pairs.size() && pairs[next] == pairs[i]) ++next;
    while (group_a->first != pairs[i] >> 32) ++group_a;
    const auto label_b = static_cast<std::uint32_t>(pairs[i]);
    const auto group_b = std::lower_bound(groups_b.begin(), groups_b.end(), std::pair{label_b, Count{0}});
    table.cells.push_back({next - i, group_a->second, group_b->second});
    i = next;
  }
  return table;
}

double entropy(const std::vector<Count>& sizes, Count items) {  // in nats
  double sum = 0;
  for (const Count size : sizes) {
    const double share = static_cast<double>(size) / static_cast<double>(items);
    sum -= share * std::log(share);
  }
  return sum;
}

double mutual_information(const Contingency& table) {
  const auto n = static_cast<double>(table.items);
  double sum = 0;
  for (const Cell& cell : table.cells) {
    const auto both = static_cast<double>(cell.both);
    sum += both / n * std::log(n * both / (static_cast<double>(cell.in_a) * static_cast<double>(cell.in_b)));
  }
  return std::max(0.0, sum);
}

// Each group of a is a group of b.
bool same_grouping(const Contingency& table) {
  return std::all_of(table.cells.begin(), table.cells.end(),
                     [](const Cell& cell) { return cell.both == cell.in_a && cell.both == cell.in_b; });
}

// std::lgamma writes a global; Stirling's series is exact to rounding from 16 on.
double log_factorial(Count k) {
  if (k < 16) {
    double product = 1;
    for (Count i = 2; i <= k; ++i) product *= static_cast<double>(i);
    return std::log(product);
  }
  const double x = static_cast<double>(k) + 1, inverse = 1 / (x * x);
  return (x - 0.5) * std::log(x) - x + 0.91893853320467274178 +
         (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
}

// What two groups of a and b items give to the expected mutual information: the number they share is hypergeometric.
// The sum goes outwards from the most probable number until terms no longer matter.
double expected_share(Count size_a, Count size_b, Count items) {
  const auto a = static_cast<double>(size_a), b = static_cast<double>(size_b), n = static_cast<double>(items);
  const Count low = size_a + size_b > items ? size_a + size_b - items : 0, high = std::min(size_a, size_b);
  const auto mode = std::clamp(static_cast<Count>((a + 1) * (b + 1) / (n + 2)), low, high);
  const double at_mode = std::exp(log_factorial(size_a) + log_factorial(size_b) + log_factorial(items - size_a) +
                                  log_factorial(items - size_b) - log_factorial(items) - log_factorial(mode) -
                                  log_factorial(size_a - mode) - log_factorial(size_b - mode) -
                                  log_factorial(items + mode - size_a - size_b));
  const auto term = [&](Count both, double probability) {
    const auto k = static_cast<double>(both);
    return both == 0 ? 0.0 : probability * k / n * std::log(n * k / (a * b));
  };
  constexpr double kNegligible = 1e-22;
  double sum = term(mode, at_mode), probability = at_mode;
  for (Count both = mode; both < high && probability > kNegligible; ++both) {
    const auto k = static_cast<double>(both);
    probability *= (a - k) * (b - k) / ((k + 1) * (n - a - b + k + 1));
    sum += term(both + 1, probability);
  }
  probability = at_mode;
  for (Count both = mode; both > low && probability > kNegligible; --both) {
    const auto k = static_cast<double>(both);
    probability *= k * (n - a - b + k) / ((a - k + 1) * (b - k + 1));
    sum += term(both - 1, probability);
  }
  return sum;
}

double expected_mutual_information(const Contingency& table) {
  std::map<Count, Count> times_a, times_b;
  for (const Count size : table.sizes_a) ++times_a[size];
  for (const Count size : table.sizes_b) ++times_b[size];
  double sum = 0;
  for (const auto& [size_a, count_a] : times_a) {
    for (const auto& [size_b, count_b] : times_b) {
      sum += static_cast<double>(count_a) * static_cast<double>(count_b) * expected_share(size_a, size_b, table.items);
    }
  }
  return sum;
}

Int128 pairs_of(Count count) { return Int128{count} * (Int128{count} - 1) / 2; }

double information_ratio(double information, double whole) {
  return whole > 0 ? std::min(1.0, information / whole) : 1.0;
}

}  // namespace

double adjusted_rand_index(Labels a, Labels b) {
  const Contingency table = contingency(a, b);
  Int128 together = 0, in_a = 0, in_b = 0;
  for (const Cell& cell : table.cells) together += pairs_of(cell.both);
  for (const Count size : table.sizes_a) in_a += pairs_of(size);
  for (const Count size : table.sizes_b) in_b += pairs_of(size);
  if (same_grouping(table)) return 1;
  const double expected =
      static_cast<double>(in_a) * static_cast<double>(in_b) / static_cast<double>(pairs_of(table.items));
  const double largest = (static_cast<double>(in_a) + static_cast<double>(in_b)) / 2;
  return (static_cast<double>(together) - expected) / (largest - expected);
}

double normalized_mutual_information(Labels a, Labels b) {
  const Contingency table = contingency(a, b);
  if (same_grouping(table)) return 1;
  const double mean = (entropy(table.sizes_a, table.items) + entropy(table.sizes_b, table.items)) / 2;
  return information_ratio(mutual_information(table), mean);
}

double adjusted_mutual_information(Labels a, Labels b) {
  const Contingency table = contingency(a, b);
  if (same_grouping(table)) return 1;
  const double expected = expected_mutual_information(table);
  const double mean = (entropy(table.sizes_a, table.items) + entropy(table.sizes_b, table.items)) / 2;
  const double room = mean - expected;
  if (room <= 1e-15) return 0;  // every grouping of these sizes is as good as any other
  return (mutual_information(table) - expected) / room;
}

double homogeneity(Labels truth, Labels predicted) {
  const Contingency table = contingency(truth, predicted);
  if (table.items == 0) return 1;
  return information_ratio(mutual_information(table), entropy(table.sizes_a, table.items));
}

double completeness(Labels truth, Labels predicted) { return homogeneity(predicted, truth); }

BCubed b_cubed(Labels truth, Labels predicted) {
  const Contingency table = contingency(truth, predicted);
  if (table.items == 0) return {};
  const auto n = static_cast<double>(table.items);
  BCubed result{0, 0, 0};
  for (const Cell& cell : table.cells) {
    const auto both = static_cast<double>(cell.both);
    result.precision += both * both / static_cast<double>(cell.in_b) / n;
    result.recall += both * both / static_cast<double>(cell.in_a) / n;
  }
  result.f1 = 2 * result.precision * result.recall / (result.precision + result.recall);
  return result;
}

}  // namespace accountgraph
