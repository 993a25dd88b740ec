/// The evidence model: what a shared identifier says about two accounts, in bits. Integers in 1/1024 bit throughout.
///
/// For kind t with N_t accounts, E_t entries and reliability r_t, identifier k on d_k accounts, account i with n_t(i) identifiers:
///   bits(k) = L(N_t) - L(d_k) + L(r_t), 0 below the floor, for d_k < 2, placeholders and allowed identifiers
///   h_t(i)  = 1/2 max(0, L(n_t(i)) + L(N_t) - L(E_t))
///   g_k     = max(0, bits(k) - h_t(i) - h_t(j)), 0 where a moving kind's masks never meet
///   e_t     = min(cap_t, sum_k g_k) for soft kinds, min(cap_t, 1/4 (3 max_k g_k + sum_k g_k)) for hard ones; e_f = min(cap_f, sum_{t in f} e_t)
///   E(i, j) = sum_f e_f + min(cap_s, s(i, j)), where s is what sessions in step say (synchrony.hpp)
/// Soft-only rule: where the hard kinds give less than hard_needed * T, a single soft g_k is at most single_soft * cap_t, and cap_s is halved.
/// A log-likelihood ratio in the manner of Fellegi and Sunter 1969 (doi 10.1080/01621459.1969.10501049), with caps for dependence.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/log2.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/options.hpp>
#include <accountgraph/linkage/synchrony.hpp>

namespace accountgraph {

/// Why a shared identifier (d_k >= 2) carries no evidence.
enum class NoEvidence : std::uint8_t { carries, unshared, common, placeholder, allowed, no_time_overlap };
const char* to_string(NoEvidence reason);

/// What the model knows of a kind.
struct KindEvidence {
  std::uint64_t accounts = 0;  ///< N_t, scaled to the population
  std::uint64_t entries = 0;   ///< E_t, scaled to the population
  Bits reliability_bits = 0;   ///< L(r_t) <= 0
  Bits floor_bits = 0;
  Bits cap_bits = 0;         ///< kNoCap when the run has no caps
  std::uint32_t family = 0;  ///< index into EvidenceModel::families
};

struct FamilyEvidence {
  std::string name;
  bool soft = true;  ///< every kind of it is soft
  Bits cap_bits = 0;
};

inline constexpr Bits kNoCap = Bits{1} << 30;  ///< larger than any sum that is kept: sums saturate here

struct EvidenceModel {
  std::uint64_t population = 0;  ///< N
  Bits prior_bits = 0;           ///< L(N)
  Bits threshold_bits = 0;       ///< T = L(N) + 1024 * margin
  bool capped = true;            ///< false: the run's kinds are all of one hard family
  Bits hard_needed_bits = 0;     ///< of the soft-only rule
  double single_soft = 0.5;
  std::vector<KindEvidence> kinds;
  std::vector<FamilyEvidence> families;
  std::vector<Bits> identifier_bits;          ///< bits(k) per identifier, >= 0; 0 when it carries none
  std::vector<NoEvidence> identifier_reason;  ///< per identifier; `carries` where bits > 0
  std::vector<Bits> activity_bits;            ///< h_t(i) at [account * kinds + kind], >= 0
  Synchrony synchrony;                        ///< of sessions
};

/// Work O(entries), memory O(identifiers + accounts * kinds). Deterministic. Throws std::invalid_argument for bad options.
EvidenceModel evidence_model(const Incidence& incidence, const LinkOptions& options = {}, const Control& control = {});

/// E(a, b) by the definition above; the reference every faster path is tested against. `kind_bits` (size kinds or empty) receives
/// e_t per kind. Work O(entries and sessions of a and b).
Bits pair_evidence(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                   std::span<Bits> kind_bits = {});

/// E(a, b) without its last term: what the shared identifiers say. O(entries of a and b).
Bits identifier_evidence(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                         std::span<Bits> kind_bits = {});

/// The last term of E(a, b), given e_t per kind (size kinds). O(kinds + sessions of a and b).
Bits pair_synchrony(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                    std::span<const Bits> kind_bits);

/// One shared identifier of a pair.
struct SharedIdentifier {
  std::uint32_t identifier = 0;
  std::uint32_t kind = 0;
  Bits bits = 0;  ///< g_k after activity, time masks and the soft-only rule, before caps
  NoEvidence reason =
      NoEvidence::carries;  ///< why it gives nothing, where bits = 0 for a reason of the identifier or of time
};
/// Every identifier that both accounts hold, ascending, with what it gives the pair. Work as pair_evidence.
std::vector<SharedIdentifier> shared_identifiers(const EvidenceModel& model, const Incidence& incidence,
                                                 std::uint32_t a, std::uint32_t b);

/// Adds e_t into families and applies their caps: E from the kinds' shares.
Bits sum_families(const EvidenceModel& model, std::span<const Bits> kind_bits);

}  // namespace accountgraph
