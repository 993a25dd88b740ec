#include <accountgraph/records/rows.hpp>

#include <algorithm>

#include <accountgraph/core/errors.hpp>

namespace accountgraph {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text.substr(0, 80)) + '"'; }

}  // namespace

EventRows::EventRows(std::vector<std::string> kinds) : kinds_(std::move(kinds)) {
  for (std::size_t t = 0; t < kinds_.size(); ++t) {
    require(std::find(kinds_.begin(), kinds_.begin() + static_cast<std::ptrdiff_t>(t), kinds_[t]) ==
                kinds_.begin() + static_cast<std::ptrdiff_t>(t),
            "kinds", "distinct names", quoted(kinds_[t]) + " twice");
  }
}

std::vector<std::string> EventRows::names_of(const std::vector<Kind>& kinds) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) names.push_back(kind.name);
  return names;
}

void EventRows::add(std::string_view account, std::int64_t time_micros, std::span<const Value> values) {
  add_row(account, time_micros, values);
}
void EventRows::add(std::string_view account, std::int64_t time_micros, std::initializer_list<Value> values) {
  add_row(account, time_micros, {values.begin(), values.size()});
}
void EventRows::add(std::string_view account, std::span<const Value> values) { add_row(account, {}, values); }
void EventRows::add(std::string_view account, std::initializer_list<Value> values) {
  add_row(account, {}, {values.begin(), values.size()});
}

void EventRows::add_row(std::string_view account, std::optional<std::int64_t> time_micros,
                        std::span<const Value> values) {
  require(num_events() == 0 || times_.empty() != time_micros.has_value(), "time_micros",
          "given for all events or for none",
          time_micros ? "a time after events without" : "no time after events with one");
  std::vector<std::string_view> row(kinds_.size(), kMissing);
  std::vector<bool> given(kinds_.size(), false);
  for (const auto& [kind, value] : values) {
    const auto found = std::find(kinds_.begin(), kinds_.end(), kind);
    require(found != kinds_.end(), "kind", "one of the kinds of this EventRows", quoted(kind));
    const auto t = static_cast<std::size_t>(found - kinds_.begin());
    require(!given[t], "kind", "given once an event", quoted(kind) + " twice");
    given[t] = true;
    row[t] = value;
  }
  accounts_.push_back(account);
  if (time_micros) times_.push_back(*time_micros);
  for (const std::string_view value : row) values_.push_back(value);
}

EventBatch EventRows::batch() const {
  EventBatch batch;
  const std::size_t kinds = kinds_.size();
  batch.time_micros = times_;
  batch.values.resize(kinds);
  batch.account.reserve(num_events());
  for (std::size_t i = 0; i < num_events(); ++i) batch.account.push_back(accounts_[i]);
  for (std::size_t t = 0; t < kinds; ++t) {
    batch.values[t].reserve(num_events());
    for (std::size_t i = 0; i < num_events(); ++i) batch.values[t].push_back(values_[i * kinds + t]);
  }
  return batch;
}

void EventRows::clear() {
  accounts_ = {};
  values_ = {};
  times_.clear();
}

}  // namespace accountgraph
