/// Evidence from time: accounts whose sessions begin together more often than chance has it.
///
/// Sessions of accounts i and j coincide where they begin at most a window apart, each with at most one of the other's. Chance:
/// the beginnings of all accounts tell how busy each moment is, so those near i's are p_i of all, and of j's n_j beginnings
/// lambda = n_j p_i coincide; of the two sides the larger counts. m > lambda coincidences give
///   m log2(m / lambda) - (m - lambda) log2 e + log2 r
/// bits, which is Chernoff's bound of the Poisson tail (the probability of m and more is at most 2^-bits) times the chance r that
/// two accounts of one operator are seen in step; less than the floor is nothing. In integers of 1/1024 bit, every figure rounded
/// so that the whole is never above. What everybody does (nine o'clock, a class, the
/// full hour) is common and gives little.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/log2.hpp>
#include <accountgraph/incidence/sessions.hpp>
#include <accountgraph/linkage/options.hpp>

namespace accountgraph {

inline constexpr double kSynchronyReliability = .2;  ///< r above

struct Synchrony {
  /// False without times, with synchrony_cap = 0, where the sessions' times are multiples of a unit longer than the window, and in a run
  /// without caps (kinds of one hard family) or without hard kinds: where all that is seen of a session is what began it, it says
  /// nothing more.
  bool analysed = false;
  std::uint32_t window_seconds = 0;
  Bits reliability_bits = 0;  ///< log2 r <= 0
  Bits floor_bits = 0;
  Bits cap_bits = 0;  ///< the most a pair gets, half of it where its hard kinds give too little; 0 when not analysed
  std::uint64_t beginnings = 0;  ///< sessions of all accounts
  std::vector<std::uint64_t>
      near;  ///< per account: how many of them lie within a window of its own, itself among them; rounded up

  /// The most that a pair gets; `soft_limited` where its hard kinds give too little.
  Bits cap(bool soft_limited) const { return soft_limited ? cap_bits / 2 : cap_bits; }
};

/// `near` is counted by slots of one window: two thirds of what lies in a slot and its neighbours. Work O(sessions log sessions), memory
/// 8 bytes a session. Parallel; deterministic. Throws Cancelled.
Synchrony synchrony_model(const Sessions& sessions, Bits threshold_bits, const LinkOptions& options,
                          const Control& control);

/// What so many coincidences give where by_chance / beginnings are expected, before the cap; >= 0, rounded down. O(1).
Bits coincidence_bits(const Synchrony& model, std::uint64_t coinciding, std::uint64_t by_chance);

/// What two accounts' sessions give, before the cap; >= 0, in 1/1024 bit, rounded down. Symmetric. O(sessions of both).
Bits synchrony_bits(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b);

/// How many sessions of two accounts coincide. Symmetric. O(sessions of both).
std::uint64_t coinciding_sessions(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b);

/// How many coincide by chance, lambda above; for people. O(1).
double expected_coincidences(const Synchrony& model, const Sessions& sessions, std::uint32_t a, std::uint32_t b);

}  // namespace accountgraph
