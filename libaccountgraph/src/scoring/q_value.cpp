#include <accountgraph/scoring/q_value.hpp>

#include <algorithm>
#include <cmath>

namespace accountgraph {

std::vector<std::uint64_t> counts_at_least(std::span<const double> scores, std::span<const double> chance_scores) {
  std::vector<double> chance;
  for (const double score : chance_scores) {
    if (!std::isnan(score)) chance.push_back(score);
  }
  std::sort(chance.begin(), chance.end());
  std::vector<std::uint64_t> counts;
  for (const double score : scores) {
    const auto first = std::isnan(score) ? chance.begin() : std::lower_bound(chance.begin(), chance.end(), score);
    counts.push_back(static_cast<std::uint64_t>(chance.end() - first));
  }
  return counts;
}

std::vector<double> q_values(std::span<const double> scores, const ChanceCounts& counts) {
  std::vector<std::size_t> order;  // ascending scores; the minimum over s is taken at a score that occurs
  for (std::size_t at = 0; at < scores.size(); ++at) {
    if (!std::isnan(scores[at])) order.push_back(at);
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return scores[left] < scores[right]; });
  std::vector<double> values(scores.size(), 1.0);
  double lowest = 1;
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::size_t cluster = order[at];
    if (at == 0 || scores[order[at - 1]] < scores[cluster]) {
      const auto here = static_cast<double>(order.size() - at);  // R(s)
      lowest = std::min(lowest, static_cast<double>(1 + counts.as_high[cluster]) / (counts.worlds * here));
    }
    values[cluster] = lowest;
  }
  return values;
}

}  // namespace accountgraph
