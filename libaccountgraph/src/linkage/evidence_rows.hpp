/// The incidence as the join reads it: the accounts that can have a link, only their identifiers that carry evidence, and those in
/// one global order, cheap ones first, so that two heads can be cut off each row:
///   the creating head: what follows it stays below T; a link's first common identifier lies in both accounts' creating heads;
///   the updating head, longer: what follows it stays well below T, so a link has much of its evidence in both updating heads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/linkage/evidence_model.hpp>

#include "evidence_lanes.hpp"

namespace accountgraph {

/// One entry of a row in a word, so that words sort by rank and reading one touches one place: from the top the rank (32 bits), whether the
/// kind moves (1), the kind (8), and bits (23).
class EvidenceEntry {
 public:
  static constexpr std::uint64_t kNothing = ~std::uint64_t{0};

  EvidenceEntry() = default;
  explicit EvidenceEntry(std::uint64_t word) : word_(word) {}
  EvidenceEntry(std::uint32_t rank, bool moves, std::uint32_t kind, Bits bits)
      : word_(std::uint64_t{rank} << 32 | std::uint64_t{moves} << 31 | kind << 23 | static_cast<std::uint32_t>(bits)) {}

  std::uint32_t rank() const { return static_cast<std::uint32_t>(word_ >> 32); }
  bool moves() const { return (word_ >> 31 & 1) != 0; }
  std::uint32_t kind() const { return word_ >> 23 & 0xFF; }
  Bits bits() const { return static_cast<Bits>(word_ & 0x7F'FFFF); }
  bool carries() const { return word_ != kNothing; }
  EvidenceEntry less(Bits activity) const { return EvidenceEntry(word_ - static_cast<std::uint64_t>(activity)); }

  friend bool operator<(EvidenceEntry left, EvidenceEntry right) { return left.word_ < right.word_; }

 private:
  std::uint64_t word_ = kNothing;
};

/// The identifiers that carry evidence, by rank. What it costs to pair everybody who holds one grows with its holders; values that
/// move between customers count four times (measured: fewest candidates at a million accounts).
struct IdentifierOrder {
  std::vector<EvidenceEntry> entry;       ///< per identifier, with bits(k); carries() or not
  std::vector<std::uint32_t> identifier;  ///< per rank
  std::uint32_t cheap_ranks = 0;          ///< ranks below are so cheap that no row leaves them out of its updating head
};

/// Work O(identifiers log identifiers). Parallel.
IdentifierOrder identifier_order(const Incidence& incidence, const EvidenceModel& model, const Control& control);

/// Rows in any order of accounts.
struct RowBlock {
  std::vector<EvidenceEntry> entry;  ///< with u_k(account) = bits(k) - h_t(account) > 0; ascending rank
  std::vector<std::uint64_t> mask;   ///< of the entries that move, in their order
};

/// What is known of an account's row.
struct RowSummary {
  std::uint32_t begin = 0;   ///< of its entries in its block
  std::uint32_t length = 0;  ///< 0 = no link is possible, and nothing is stored
  std::uint32_t mask_begin = 0;
  std::uint32_t moving = 0;               ///< entries that move
  std::uint32_t create_rank = 0;          ///< ranks below belong to the creating head
  std::uint32_t update_rank = 0;          ///< ranks below belong to the updating head; >= create_rank
  EvidenceLanes::Sums left = 0;           ///< the most that what follows the updating head can give
  std::uint64_t hash = 0;                 ///< equal for accounts with the same evidence
  std::array<std::uint32_t, 4> key = {};  ///< the last ranks of the creating head, highest first
};

/// The rows by account.
struct AccountRows {
  static constexpr std::uint32_t kBlock = 1024;  ///< accounts
  std::vector<RowSummary> summary;               ///< per account
  std::vector<RowBlock> block;                   ///< per kBlock accounts
};

/// Work O(entries log entries of a row). Parallel.
AccountRows account_rows(const Incidence& incidence, const EvidenceModel& model, const IdentifierOrder& order,
                         const EvidenceLanes& lanes, const Control& control);

/// Rows by position: accounts whose creating heads end alike stand together, so that neighbours read the same lists and rows.
struct EvidenceRows {
  struct Cuts {
    std::uint32_t create_rank = 0, update_rank = 0;  ///< as RowSummary
    EvidenceLanes::Sums left = 0;
  };
  std::vector<std::uint32_t> account;   ///< per position
  std::vector<std::uint32_t> position;  ///< per account; kNone = takes no part
  std::vector<std::uint8_t> star;       ///< per position: 1 = stands for others too, whose sessions are not its own
  std::vector<Cuts> cuts;               ///< per position
  std::vector<std::uint64_t> begin;     ///< entries of a position: [begin[p], begin[p + 1])
  std::vector<EvidenceEntry> entry;
  std::vector<std::uint64_t> mask_begin;
  std::vector<std::uint64_t> mask;

  std::uint32_t size() const { return static_cast<std::uint32_t>(account.size()); }
};

/// The rows of the accounts that can have a link and stand for themselves (`centre`). Work O(accounts log accounts + entries).
EvidenceRows evidence_rows(const AccountRows& rows, std::span<const std::uint32_t> centre, const Control& control);

}  // namespace accountgraph
