/// Could accounts that have nothing to do with each other look like this? Worlds of chance are made of the log itself
/// (incidence/permute.hpp), the whole pipeline runs on each, and the scores of what it finds there are held against the scores here
/// (scoring/q_value.hpp). It speaks of chance only: households and offices share for a reason, and q says nothing of them.
#pragma once

#include <cstdint>
#include <optional>

#include <accountgraph/core/control.hpp>
#include <accountgraph/scoring/q_value.hpp>

namespace accountgraph {

struct Case;
struct DetectOptions;

struct SignificanceOptions {
  /// B, at most 10,000. Not given: 20 up to 200,000 accounts, none above. 0 = none.
  std::optional<std::uint32_t> significance_worlds = {};
  double flag_q = 0.05;  ///< in (0, 1]. Where q was computed, a cluster is flagged only up to this.
};

/// Throws std::invalid_argument at the first option out of range.
void validate(const SignificanceOptions& options);

/// The worlds that are asked for in a log of so many accounts.
std::uint32_t number_of_worlds(const SignificanceOptions& options, std::uint32_t accounts);

/// Runs the worlds for a case that has come to its scored clusters. Where there are no clusters, or no worlds are asked for, nothing
/// runs. The worlds are judged with the reliabilities that the case was, and without a budget of memory. Key of the random numbers:
/// `communities.seed`. The same on any number of threads. Progress stage "significance", world by world; throws Cancelled. Work: each
/// world less than linking and scoring the log. Memory: one more incidence and its links.
ChanceCounts run_worlds(const Case& result, const DetectOptions& options, const Control& control = {});

/// Fills `chance` and the clusters' q_value, and takes the flag from clusters above flag_q. Nothing happens where counts.worlds = 0.
/// Throws InputError where the counts are not one a cluster.
void use_chance(Case& result, ChanceCounts counts, double flag_q);

}  // namespace accountgraph
