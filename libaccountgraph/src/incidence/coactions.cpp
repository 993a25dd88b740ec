/// Input: batches of views, any bytes. Method: number accounts and objects in hash tables and keep (time, account,
/// object) of every event; at the end leave out placeholders and accounts of few events, put the events of every object
/// together, count what coincides, and only then the pairs (object_uses.hpp).
#include <accountgraph/incidence/coactions.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <accountgraph/core/ids.hpp>
#include <accountgraph/core/in_quotes.hpp>
#include <accountgraph/core/interner.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/core/release.hpp>
#include <accountgraph/records/normalise.hpp>

#include "byte_order.hpp"
#include "object_uses.hpp"

namespace accountgraph {
namespace {

constexpr std::size_t kSlice = 65'536;  // rows a slice: bounds scratch memory and the time to a cancellation
constexpr std::size_t kExamples = 10;
constexpr std::size_t kExampleBytes = 80;
constexpr const char* kUsedUp = "a CoactionCounter is used up by finish() and by an exception of add()";

void check_batch(const EventBatch& batch) {
  const std::size_t rows = batch.num_events();
  require(batch.values.size() == 1, "values", "one column", batch.values.size());
  const std::size_t values = batch.values[0].size();
  require(values == 0 || values == rows, "values", "one a row, or empty", values);
  const std::size_t times = batch.time_micros.size();
  require(times == 0 || times == rows, "time_micros", "one a row, or empty", times);
  require(batch.raw_time.empty() || batch.raw_time.size() == rows, "raw_time", "one a row, or empty",
          batch.raw_time.size());
}

void check_size(std::uint64_t size, std::uint64_t most, const char* what) {
  if (size > most) throw InputError("the log has more than " + std::to_string(most) + " " + what);
}

}  // namespace

struct CoactionCounter::State {
  State(Kind kind_in, const CoactionOptions& options_in)
      : kind(std::move(kind_in)),
        options(options_in),
        accounts(options_in.hash_key),
        objects(options_in.hash_key),
        rejects{{RejectReason::no_account, 0, {}}, {RejectReason::unreadable_time, 0, {}}} {}

  void add_slice(const EventBatch& batch, std::size_t begin, std::size_t end, const Control& control);
  void reject(std::size_t reason, std::uint64_t row, std::string_view value);
  detail::ObjectUses by_object(Coactions& out, const Control& control);
  void check_budget(const detail::ObjectUses& uses, const Control& control) const;

  Kind kind;
  CoactionOptions options;
  Interner accounts;
  Interner objects;
  std::vector<std::vector<detail::Use>> slices;  ///< events with a value, in the order in which they came
  std::uint64_t rows_seen = 0;
  std::uint64_t num_events = 0;
  std::uint64_t num_uses = 0;
  std::vector<RejectCount> rejects;
};

void CoactionCounter::State::reject(std::size_t reason, std::uint64_t row, std::string_view value) {
  RejectCount& count = rejects[reason];
  if (count.rows++ < kExamples) count.examples.push_back({row, std::string(value.substr(0, kExampleBytes))});
}

void CoactionCounter::State::add_slice(const EventBatch& batch, std::size_t begin, std::size_t end,
                                       const Control& control) {
  std::vector<std::uint32_t> rows;
  std::vector<std::string_view> names;
  for (std::size_t row = begin; row < end; ++row) {
    const std::string_view account = trimmed(batch.account[row]);
    if (account.empty()) {
      reject(0, rows_seen + row, batch.account[row]);
    } else if (batch.time_micros[row] == kUnreadableTime) {
      reject(1, rows_seen + row, batch.raw_time.empty() ? "" : batch.raw_time[row]);
    } else {
      rows.push_back(static_cast<std::uint32_t>(row - begin));
      names.push_back(account);
    }
  }
  num_events += rows.size();

  // Accounts and objects are numbered by a task each.
  std::vector<std::uint32_t> account_of(rows.size());
  std::vector<std::uint32_t> with_value;  // indices into `rows`
  std::vector<std::uint32_t> object_of;
  parallel_each(2, 1, control, [&](std::size_t task) {
    if (task == 0) {
      for (std::size_t at = 0; at < rows.size(); at += Interner::kGroup) {
        const std::size_t count = std::min(Interner::kGroup, rows.size() - at);
        accounts.add_group(std::span(names).subspan(at, count), &account_of[at]);
      }
      return;
    }
    const auto& values = batch.values[0];
    if (values.empty()) return;
    std::string scratch[Interner::kGroup];
    std::string_view group[Interner::kGroup];
    std::size_t count = 0;
    const auto number_group = [&] {
      object_of.resize(with_value.size());
      objects.add_group(std::span(group, count), object_of.data() + (object_of.size() - count));
      count = 0;
    };
    for (std::uint32_t at = 0; at < rows.size(); ++at) {
      if (at % 4096 == 0) control.check();
      group[count] = normalised(kind.format, values[begin + rows[at]], scratch[count]);
      if (group[count].empty()) continue;
      with_value.push_back(at);
      if (++count == Interner::kGroup) number_group();
    }
    number_group();
  });
  check_size(accounts.size(), kMaxIds, "distinct accounts");
  check_size(objects.size(), kMaxIds, "distinct objects");
  check_size(num_uses += with_value.size(), 0xFFFFFFFFU, "events with an object");
  if (with_value.empty()) return;
  auto& uses = slices.emplace_back(with_value.size());
  for (std::size_t i = 0; i < uses.size(); ++i) {
    const std::uint32_t at = with_value[i];
    uses[i] = {batch.time_micros[begin + rows[at]], account_of[at], object_of[i]};
  }
}

/// The events that can give pairs, by object. Accounts have their final numbers, objects those of the interner.
detail::ObjectUses CoactionCounter::State::by_object(Coactions& out, const Control& control) {
  const std::vector<std::uint32_t> order = detail::in_byte_order(accounts, control);
  const std::vector<std::uint32_t> rank = detail::ranks_of(order);
  detail::append(out.accounts, accounts, order, control);
  accounts = Interner({});
  std::vector<std::uint8_t> left_out(objects.size(), 0);
  if (!options.keep_placeholders) {
    parallel_each(objects.size(), 1024, control, [&](std::size_t object) {
      left_out[object] = is_placeholder(kind, objects[static_cast<std::uint32_t>(object)]);
    });
  }

  std::vector<std::uint64_t> participation(rank.size(), 0);
  for (auto& slice : slices) {
    control.check();
    out.placeholders += std::erase_if(slice, [&](const detail::Use& use) { return left_out[use.object] != 0; });
    for (detail::Use& use : slice) ++participation[use.account = rank[use.account]];
  }

  std::vector<std::uint64_t> uses_of(objects.size(), 0);
  for (auto& slice : slices) {
    control.check();
    std::erase_if(slice, [&](const detail::Use& u) { return participation[u.account] < options.min_participation; });
    for (const detail::Use& use : slice) ++uses_of[use.object];
  }

  detail::ObjectUses all;
  all.begin.reserve(objects.size());
  std::uint64_t next = 0;
  for (std::uint64_t& count : uses_of) {
    if (count == 1) count = 0;  // gives no pair
    all.begin.push_back(next);
    next += count;
  }
  all.end = all.begin;
  all.uses.resize(next);
  for (auto& slice : slices) {
    control.check();
    for (const detail::Use& use : slice) {
      if (uses_of[use.object] > 0) all.uses[all.end[use.object]++] = use;
    }
    release(slice);
  }
  return all;
}

void CoactionCounter::State::check_budget(const detail::ObjectUses& all, const Control& control) const {
  std::vector<std::uint64_t> pairs(objects.size());
  parallel_each(pairs.size(), 64, control, [&](std::size_t object) {
    pairs[object] = detail::coinciding_uses(all.of(object), options.window_micros, control);
  });
  const std::uint64_t total = std::accumulate(pairs.begin(), pairs.end(), std::uint64_t{0});
  if (total <= options.max_pairs) return;
  std::uint32_t worst = 0;
  for (std::uint32_t object = 1; object < pairs.size(); ++object) {
    if (std::pair(pairs[worst], objects[object]) < std::pair(pairs[object], objects[worst])) worst = object;
  }
  throw InputError("the events coincide in " + std::to_string(total) + " pairs, more than `max_pairs` = " +
                   std::to_string(options.max_pairs) + "; most of them, " + std::to_string(pairs[worst]) +
                   ", on the object " + in_quotes(objects[worst]) + ": take a shorter window or leave it out");
}

CoactionCounter::CoactionCounter(Kind kind, CoactionOptions options) {
  validate_kinds({kind});
  require(options.window_micros >= 0, "window_micros", ">= 0", options.window_micros);
  require(options.min_participation >= 1, "min_participation", ">= 1", options.min_participation);
  require(options.max_pairs >= 1, "max_pairs", ">= 1", options.max_pairs);
  state_ = std::make_unique<State>(std::move(kind), options);
}

CoactionCounter::~CoactionCounter() = default;
CoactionCounter::CoactionCounter(CoactionCounter&&) noexcept = default;
CoactionCounter& CoactionCounter::operator=(CoactionCounter&&) noexcept = default;

void CoactionCounter::add(const EventBatch& batch, const Control& control) {
  if (!state_) throw std::logic_error(kUsedUp);
  check_batch(batch);
  if (batch.num_events() == 0) return;
  if (batch.time_micros.empty()) throw InputError("coactions need the time of every event, and the log has no times");

  std::unique_ptr<State> taken = std::move(state_);  // stays away when an exception leaves a slice half added
  for (std::size_t begin = 0; begin < batch.num_events(); begin += kSlice) {
    control.check();
    control.report("coactions", taken->rows_seen + begin);
    taken->add_slice(batch, begin, std::min(batch.num_events(), begin + kSlice), control);
  }
  taken->rows_seen += batch.num_events();
  state_ = std::move(taken);
}

Coactions CoactionCounter::finish(const Control& control) && {
  if (!state_) throw std::logic_error(kUsedUp);
  const std::unique_ptr<State> state = std::move(state_);
  control.report("coactions", state->rows_seen, state->rows_seen);
  Coactions out;
  out.num_events = state->num_events;
  out.missing = state->num_events - state->num_uses;
  std::copy_if(state->rejects.begin(), state->rejects.end(), std::back_inserter(out.rejects),
               [](const RejectCount& count) { return count.rows > 0; });

  detail::ObjectUses uses = state->by_object(out, control);
  detail::order_uses(uses, state->options.window_micros, control);
  state->check_budget(uses, control);
  const auto num_accounts = static_cast<std::uint32_t>(out.accounts.size());
  detail::ObjectPairs pairs = detail::count_pairs(uses, num_accounts, state->options.window_micros, control);
  out.a = std::move(pairs.a), out.b = std::move(pairs.b), out.objects = std::move(pairs.objects);
  return out;
}

Table coactions_table(const Coactions& coactions) {
  const auto names = [&](const std::vector<std::uint32_t>& accounts) {
    StringPool texts;
    std::size_t bytes = 0;
    for (const std::uint32_t account : accounts) bytes += coactions.accounts[account].size();
    texts.reserve(accounts.size(), bytes);
    for (const std::uint32_t account : accounts) texts.push_back(coactions.accounts[account]);
    return texts;
  };
  Table table;
  table.add("account_a", names(coactions.a));
  table.add("account_b", names(coactions.b));
  table.add("objects", std::vector<std::int32_t>(coactions.objects.begin(), coactions.objects.end()));
  return table;
}

}  // namespace accountgraph
