#include <accountgraph/communities/comparison.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <accountgraph/core/random.hpp>

using namespace accountgraph;
using Labels = std::vector<std::uint32_t>;

namespace {

const CounterRandom kRandom(17);

Labels random_labels(std::size_t n, std::uint32_t groups, std::uint64_t stream) {
  Labels labels(n);
  for (std::size_t i = 0; i < n; ++i)
    labels[i] = static_cast<std::uint32_t>(kRandom.below(groups, stream, i)) * 1000003;
  return labels;
}

double pair_counting_ari(const Labels& a, const Labels& b) {
  double both = 0, in_a = 0, in_b = 0, pairs = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      ++pairs;
      in_a += a[i] == a[j];
      in_b += b[i] == b[j];
      both += a[i] == a[j] && b[i] == b[j];
    }
  }
  const double expected = in_a * in_b / pairs;
  return (both - expected) / ((in_a + in_b) / 2 - expected);
}

double brute_entropy(const Labels& a) {
  std::map<std::uint32_t, double> share;
  for (const auto label : a) share[label] += 1.0 / static_cast<double>(a.size());
  double sum = 0;
  for (const auto& [label, p] : share) sum -= p * std::log(p);
  return sum;
}

double brute_mutual_information(const Labels& a, const Labels& b) {
  Labels joint(a.size());
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> number;
  for (std::size_t i = 0; i < a.size(); ++i) {
    joint[i] = number.emplace(std::pair{a[i], b[i]}, static_cast<std::uint32_t>(number.size())).first->second;
  }
  return brute_entropy(a) + brute_entropy(b) - brute_entropy(joint);
}

// The expectation taken literally: over all orders of b.
double permutation_ami(const Labels& a, Labels b) {
  const double found = brute_mutual_information(a, b), mean = (brute_entropy(a) + brute_entropy(b)) / 2;
  std::vector<std::size_t> order(b.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const Labels original = b;
  double sum = 0, count = 0;
  do {
    for (std::size_t i = 0; i < order.size(); ++i) b[i] = original[order[i]];
    sum += brute_mutual_information(a, b);
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  return (found - sum / count) / (mean - sum / count);
}

}  // namespace

TEST_CASE("the adjusted Rand index counts pairs") {
  for (std::uint64_t trial = 0; trial < 50; ++trial) {
    const Labels a = random_labels(40, 2 + trial % 7, trial), b = random_labels(40, 2 + trial % 5, 1000 + trial);
    CHECK(adjusted_rand_index(a, b) == doctest::Approx(pair_counting_ari(a, b)).epsilon(1e-12));
  }
  CHECK(adjusted_rand_index(Labels{0, 0, 1, 1}, Labels{0, 0, 1, 2}) == doctest::Approx(4.0 / 7));
  CHECK(adjusted_rand_index(Labels{0, 0, 1, 1}, Labels{0, 1, 0, 1}) == doctest::Approx(-0.5));
}

TEST_CASE("adjusted mutual information is the definition over all permutations") {
  for (std::uint64_t trial = 0; trial < 12; ++trial) {
    Labels a = random_labels(7, 2 + trial % 3, trial), b = random_labels(7, 2 + trial % 4, 1000 + trial);
    a[0] = 1, a[1] = 2, b[0] = b[1] = b[2] = 5, b[3] = 9;  // never all alone, never all together
    CHECK(adjusted_mutual_information(a, b) == doctest::Approx(permutation_ami(a, b)).epsilon(1e-9));
  }
}

TEST_CASE("normalised information, homogeneity and completeness are ratios of entropies") {
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    const Labels a = random_labels(200, 6, trial), b = random_labels(200, 9, 1000 + trial);
    const double shared = brute_mutual_information(a, b);
    CHECK(normalized_mutual_information(a, b) == doctest::Approx(2 * shared / (brute_entropy(a) + brute_entropy(b))));
    CHECK(homogeneity(a, b) == doctest::Approx(shared / brute_entropy(a)));
    CHECK(completeness(a, b) == doctest::Approx(shared / brute_entropy(b)));
  }
}

TEST_CASE("B-cubed averages over items") {
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    const Labels truth = random_labels(60, 5, trial), predicted = random_labels(60, 8, 1000 + trial);
    double precision = 0, recall = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      double both = 0, in_truth = 0, in_predicted = 0;
      for (std::size_t j = 0; j < truth.size(); ++j) {
        in_truth += truth[i] == truth[j];
        in_predicted += predicted[i] == predicted[j];
        both += truth[i] == truth[j] && predicted[i] == predicted[j];
      }
      precision += both / in_predicted / 60;
      recall += both / in_truth / 60;
    }
    const BCubed result = b_cubed(truth, predicted);
    CHECK(result.precision == doctest::Approx(precision));
    CHECK(result.recall == doctest::Approx(recall));
    CHECK(result.f1 == doctest::Approx(2 * precision * recall / (precision + recall)));
  }
}

TEST_CASE("splitting keeps homogeneity and precision, merging keeps completeness and recall") {
  const Labels truth = {0, 0, 0, 1, 1, 1}, split = {0, 0, 2, 1, 1, 3}, merged(6, 0);
  CHECK(homogeneity(truth, split) == doctest::Approx(1));
  CHECK(b_cubed(truth, split).precision == doctest::Approx(1));
  CHECK(completeness(truth, split) < 1);
  CHECK(completeness(truth, merged) == doctest::Approx(1));
  CHECK(b_cubed(truth, merged).recall == doctest::Approx(1));
  CHECK(homogeneity(truth, merged) == doctest::Approx(0));
}

TEST_CASE("the same grouping scores 1 in every measure, whatever the labels; nothing too") {
  for (const Labels& a : {Labels{}, Labels{4}, Labels{0, 0, 0}, Labels{2, 1, 0}, Labels{0, 1, 1, 5}}) {
    Labels b = a;
    for (auto& label : b) label = 0xFFFFFFFF - label;
    CHECK(adjusted_rand_index(a, b) == 1);
    CHECK(adjusted_mutual_information(a, b) == 1);
    CHECK(normalized_mutual_information(a, b) == 1);
    CHECK(homogeneity(a, b) == doctest::Approx(1));
    CHECK(completeness(a, b) == doctest::Approx(1));
    CHECK(b_cubed(a, b).f1 == doctest::Approx(1));
  }
}

TEST_CASE("all alone against all together is no agreement beyond chance") {
  const Labels alone = {0, 1, 2, 3}, together(4, 0);
  CHECK(adjusted_rand_index(alone, together) == 0);
  CHECK(adjusted_mutual_information(alone, together) == 0);
  CHECK(adjusted_mutual_information(alone, Labels{0, 0, 1, 1}) == doctest::Approx(0));
}

TEST_CASE("unrelated groupings of half a million items score about 0, after adjustment only") {
  const Labels a = random_labels(500000, 40000, 1), b = random_labels(500000, 300, 2);
  CHECK(std::abs(adjusted_rand_index(a, b)) < 1e-3);
  CHECK(std::abs(adjusted_mutual_information(a, b)) < 1e-3);
  CHECK(normalized_mutual_information(a, b) > 0.1);
}

TEST_CASE("labels of different lengths are refused") {
  CHECK_THROWS_AS(adjusted_rand_index(Labels{0}, Labels{}), std::invalid_argument);
  CHECK_THROWS_AS(b_cubed(Labels{0}, Labels{0, 1}), std::invalid_argument);
}
