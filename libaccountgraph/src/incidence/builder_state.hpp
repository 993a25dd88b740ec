/// What IncidenceBuilder holds between batches. builder.cpp fills it, finish.cpp turns it into an Incidence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/core/interner.hpp>
#include <accountgraph/incidence/builder.hpp>

#include "entry_table.hpp"
#include "session_store.hpp"
#include "window.hpp"

namespace accountgraph {

struct IncidenceBuilder::State {
  struct Account {
    std::uint64_t events = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::uint64_t mask = 0;  ///< circular
  };
  /// One kind: its identifiers and entries, and its values in the slice at hand.
  struct KindState {
    KindState(const Kind& kind, HashKey key) : format(kind.format), identifiers(key), entries(key) {}
    ValueFormat format;
    Interner identifiers;
    detail::EntryTable entries;
    std::vector<std::uint32_t> slice_row;       ///< per value: index of the accepted row
    std::vector<std::uint32_t> slice_run;       ///< per value: index of the run of equal values it belongs to
    std::vector<std::uint32_t> run_identifier;  ///< per run: number in `identifiers`; a list makes a run an identifier
  };

  State(std::vector<Kind> kinds_in, const IncidenceOptions& options);

  // A slice of a batch, in order: choose the rows, then number their values, then count.
  void accept_rows(const EventBatch& batch, std::size_t begin, std::size_t end);
  void intern_accounts(const Control& control);
  void intern_values(KindState& kind, const std::vector<std::string_view>& column, const Control& control);
  void count_accounts();
  void count_entries(KindState& kind);

  void reject(RejectReason reason, std::uint64_t row, std::string_view value);
  void fold_masks(int times, std::int64_t base);
  Incidence finish(const Control& control);

  std::vector<Kind> kinds;
  std::vector<KindState> kind_states;
  Interner accounts;
  std::vector<Account> account_states;
  detail::SessionStore sessions;
  detail::GrowingWindow window;
  std::optional<bool> has_time;
  std::uint64_t rows_seen = 0;
  std::uint64_t events = 0;
  std::vector<RejectCount> rejects;  ///< one a reason, in the order of the enumeration; rows 0 = did not occur

  // The slice at hand, one element an accepted row. Rows of one account often follow one another: such a run is looked up
  // once.
  std::vector<std::uint32_t> slice_row;  ///< row of the batch
  std::vector<std::uint32_t> slice_run;  ///< index of the run of equal accounts it belongs to
  std::vector<std::int64_t> slice_time;  ///< empty without time
  std::vector<std::uint64_t> slice_bit;
  std::vector<std::string_view> run_name;
  std::vector<std::uint32_t> run_account;  ///< per run: number in `accounts`
};

}  // namespace accountgraph
