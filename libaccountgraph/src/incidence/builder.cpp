/// Input: batches of views, any bytes. Method, by slices of a batch: accept rows (account present, time readable and
/// inside the window), number accounts and identifiers in hash tables, count entries in one table a kind. Accounts and
/// kinds are the parallel tasks; each table belongs to one task, so nothing is locked and nothing depends on the
/// schedule.
#include <accountgraph/incidence/builder.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/records/normalise.hpp>
#include <accountgraph/records/time_text.hpp>

#include "builder_state.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kSlice = 65'536;  // rows a slice: bounds scratch memory and the time to a cancellation
constexpr std::size_t kRowsPerCheck = 4096;
constexpr std::size_t kAhead = 16;  // rows between a prefetch and its use
constexpr std::size_t kExamples = 10;
constexpr std::size_t kExampleBytes = 80;
constexpr const char* kUsedUp = "an IncidenceBuilder is used up by finish() and by an exception of add()";

void check_batch(const EventBatch& batch, std::size_t num_kinds) {
  const std::size_t rows = batch.num_events();
  require(batch.values.size() == num_kinds, "values", "one column a kind (" + std::to_string(num_kinds) + ")",
          batch.values.size());
  require(batch.time_micros.empty() || batch.time_micros.size() == rows, "time_micros", "one a row, or empty",
          batch.time_micros.size());
  for (const auto& column : batch.values) {
    require(column.empty() || column.size() == rows, "values", "one a row, or empty", column.size());
  }
  require(batch.raw_time.empty() || batch.raw_time.size() == rows, "raw_time", "one a row, or empty",
          batch.raw_time.size());
  require(rows <= 0xFFFFFFFFU, "batch", "at most 2^32 - 1 rows", rows);
}

void check_size(std::uint64_t size, const char* what) {
  if (size > kMaxIds) throw InputError(std::string("the log has more than 2^31 - 1 distinct ") + what);
}

}  // namespace

IncidenceBuilder::State::State(std::vector<Kind> kinds_in, const IncidenceOptions& options)
    : kinds(std::move(kinds_in)),
      accounts(options.hash_key),
      window(options.since_micros, options.until_micros),
      rejects{{RejectReason::no_account, 0, {}},
              {RejectReason::unreadable_time, 0, {}},
              {RejectReason::outside_window, 0, {}}} {
  kind_states.reserve(kinds.size());
  for (const Kind& kind : kinds) kind_states.emplace_back(kind, options.hash_key);
}

void IncidenceBuilder::State::reject(RejectReason reason, std::uint64_t row, std::string_view value) {
  RejectCount& count = rejects[static_cast<std::size_t>(reason)];
  if (count.rows++ < kExamples) count.examples.push_back({row, std::string(value.substr(0, kExampleBytes))});
}

void IncidenceBuilder::State::accept_rows(const EventBatch& batch, std::size_t begin, std::size_t end) {
  const bool timed = *has_time;
  slice_row.clear();
  slice_run.clear();
  run_name.clear();
  slice_time.clear();
  slice_bit.clear();
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string_view raw;
  for (std::size_t row = begin; row < end; ++row) {
    const std::uint64_t input_row = rows_seen + row;
    const bool goes_on = !run_name.empty() && batch.account[row] == raw;
    const std::string_view account = goes_on ? run_name.back() : trimmed(batch.account[row]);
    if (account.empty()) {
      reject(RejectReason::no_account, input_row, batch.account[row]);
      continue;
    }
    if (timed) {
      const std::int64_t time = batch.time_micros[row];
      if (time == kUnreadableTime) {
        reject(RejectReason::unreadable_time, input_row, batch.raw_time.empty() ? "" : batch.raw_time[row]);
        continue;
      }
      if (!window.admits(time)) {
        reject(RejectReason::outside_window, input_row, format_time(time));
        continue;
      }
      first = slice_time.empty() ? time : std::min(first, time);
      last = slice_time.empty() ? time : std::max(last, time);
      slice_time.push_back(time);
    }
    slice_row.push_back(static_cast<std::uint32_t>(row));
    if (!goes_on) {
      raw = batch.account[row];
      run_name.push_back(account);
    }
    slice_run.push_back(static_cast<std::uint32_t>(run_name.size() - 1));
  }
  if (slice_time.empty()) return;
  std::int64_t base = 0;
  const int folds = window.grow(first, last, base);
  if (folds > 0) fold_masks(folds, base);
  for (const std::int64_t time : slice_time) slice_bit.push_back(window.bit(time));
}

void IncidenceBuilder::State::fold_masks(int times, std::int64_t base) {
  const auto fold = [&](std::uint64_t& mask) {
    std::int64_t bucket = base;
    for (int i = 0; i < times; ++i, bucket >>= 1) mask = detail::GrowingWindow::fold(mask, bucket);
  };
  for (Account& account : account_states) fold(account.mask);
  parallel_each(kind_states.size(), 1, {}, [&](std::size_t t) {
    detail::EntryTable& entries = kind_states[t].entries;
    for (std::uint32_t i = 0; i < entries.size(); ++i) fold(entries[i].mask);
  });
}

void IncidenceBuilder::State::intern_accounts(const Control& control) {
  run_account.resize(run_name.size());
  for (std::size_t begin = 0; begin < run_name.size(); begin += Interner::kGroup) {
    if (begin % kRowsPerCheck == 0) control.check();
    const std::size_t count = std::min(Interner::kGroup, run_name.size() - begin);
    accounts.add_group(std::span(run_name).subspan(begin, count), &run_account[begin]);
  }
  check_size(accounts.size(), "accounts");
}

void IncidenceBuilder::State::intern_values(KindState& kind, const std::vector<std::string_view>& column,
                                            const Control& control) {
  kind.slice_row.clear();
  kind.slice_run.clear();
  kind.run_identifier.clear();
  if (column.empty()) return;
  std::string scratch[Interner::kGroup];
  std::string_view values[Interner::kGroup];
  std::size_t count = 0;
  const auto number_group = [&] {
    const std::size_t first = kind.run_identifier.size();
    kind.run_identifier.resize(first + count);
    kind.identifiers.add_group(std::span(values, count), kind.run_identifier.data() + first);
    count = 0;
  };
  const auto num_runs = [&] { return kind.run_identifier.size() + count; };
  const auto add_run = [&](std::string_view value) {
    if (count == Interner::kGroup) number_group();
    values[count] = normalised(kind.format, value, scratch[count]);
    if (!values[count].empty()) ++count;
  };
  std::string_view raw;
  std::vector<std::string_view> ids;
  std::size_t first = 0;  // of the runs of `raw`: none where it is missing, several where it is a list
  for (std::size_t i = 0; i < slice_row.size(); ++i) {
    if (i % kRowsPerCheck == 0) control.check();
    const std::string_view value = column[slice_row[i]];
    if (value != raw) {
      raw = value;
      first = num_runs();
      if (kind.format == ValueFormat::ids) {
        split_ids(value, ids);
        for (const std::string_view id : ids) add_run(id);
      } else {
        add_run(value);
      }
    }
    for (std::size_t run = first; run < num_runs(); ++run) {
      kind.slice_row.push_back(static_cast<std::uint32_t>(i));
      kind.slice_run.push_back(static_cast<std::uint32_t>(run));
    }
  }
  number_group();
  check_size(kind.identifiers.size(), "identifiers");
}

void IncidenceBuilder::State::count_accounts() {
  account_states.resize(accounts.size());
  for (std::size_t i = 0; i < slice_run.size(); ++i) {
    if (i + kAhead < slice_run.size()) __builtin_prefetch(&account_states[run_account[slice_run[i + kAhead]]], 1);
    const std::uint32_t number = run_account[slice_run[i]];
    Account& account = account_states[number];
    if (!slice_time.empty()) {
      detail::add_activity(account, account.events == 0, slice_time[i], slice_bit[i]);
      sessions.add(number, slice_time[i]);
    }
    ++account.events;
  }
}

void IncidenceBuilder::State::count_entries(KindState& kind) {
  const bool timed = !slice_time.empty();
  detail::Entry uses[detail::EntryTable::kGroup];
  std::size_t count = 0;
  for (std::size_t n = 0; n < kind.slice_row.size(); ++n) {
    const std::uint32_t i = kind.slice_row[n];
    const std::uint32_t account = run_account[slice_run[i]];
    const std::uint32_t identifier = kind.run_identifier[kind.slice_run[n]];
    const bool goes_on = count > 0 && uses[count - 1].account == account && uses[count - 1].identifier == identifier;
    if (!goes_on) {
      if (count == detail::EntryTable::kGroup) kind.entries.add_group(std::span(uses, std::exchange(count, 0)));
      uses[count++] = {account, identifier, 0, 0, 0, 0};
    }
    detail::Entry& use = uses[count - 1];
    if (timed) detail::add_activity(use, use.count == 0, slice_time[i], slice_bit[i]);
    ++use.count;
  }
  kind.entries.add_group(std::span(uses, count));
}

IncidenceBuilder::IncidenceBuilder(std::vector<Kind> kinds, IncidenceOptions options) {
  validate_kinds(kinds);
  if (options.since_micros && options.until_micros) {
    require(*options.until_micros >= *options.since_micros, "until_micros", "at or after `since_micros`",
            *options.until_micros);
  }
  state_ = std::make_unique<State>(std::move(kinds), options);
}

IncidenceBuilder::~IncidenceBuilder() = default;
IncidenceBuilder::IncidenceBuilder(IncidenceBuilder&&) noexcept = default;
IncidenceBuilder& IncidenceBuilder::operator=(IncidenceBuilder&&) noexcept = default;

void IncidenceBuilder::add(const EventBatch& batch, const Control& control) {
  if (!state_) throw std::logic_error(kUsedUp);
  check_batch(batch, state_->kinds.size());
  if (batch.num_events() == 0) return;
  const bool timed = !batch.time_micros.empty();
  if (state_->has_time.value_or(timed) != timed)
    throw InputError("some batches have a time column and others have none");
  if (!timed && state_->window.bounded())
    throw InputError("`since` and `until` need a time column, and the log has none");

  std::unique_ptr<State> taken = std::move(state_);  // stays away when an exception leaves a slice half counted
  State& state = *taken;
  state.has_time = timed;

  for (std::size_t begin = 0; begin < batch.num_events(); begin += kSlice) {
    control.check();
    control.report("incidence", state.rows_seen + begin);
    state.accept_rows(batch, begin, std::min(batch.num_events(), begin + kSlice));
    const std::size_t tasks = state.kinds.size() + 1;
    parallel_each(tasks, 1, control, [&](std::size_t task) {
      if (task + 1 == tasks) return state.intern_accounts(control);
      state.intern_values(state.kind_states[task], batch.values[task], control);
    });
    parallel_each(tasks, 1, control, [&](std::size_t task) {
      if (task + 1 == tasks) return state.count_accounts();
      state.count_entries(state.kind_states[task]);
    });
    state.events += state.slice_row.size();
  }
  state.rows_seen += batch.num_events();
  state_ = std::move(taken);
}

Incidence IncidenceBuilder::finish(const Control& control) && {
  if (!state_) throw std::logic_error(kUsedUp);
  const std::unique_ptr<State> state = std::move(state_);
  return state->finish(control);
}

}  // namespace accountgraph
