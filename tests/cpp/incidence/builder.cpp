#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include <accountgraph/core/interner.hpp>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/incidence/time_axis.hpp>
#include <accountgraph/records/rows.hpp>

#include "twin.hpp"

using namespace accountgraph;

namespace {

constexpr std::int64_t kDay = 86'400'000'000;
const std::vector<Kind> kPaymentAndIp = {default_kind("payment"), default_kind("ip")};

Incidence build(const EventRows& rows, const std::vector<Kind>& kinds, IncidenceOptions options = {}) {
  IncidenceBuilder builder(kinds, options);
  builder.add(rows.batch());
  return std::move(builder).finish();
}

}  // namespace

TEST_CASE("accounts and identifiers are numbered by byte order, values are normalised, missing ones leave no entry") {
  EventRows rows(kPaymentAndIp);
  rows.add(" zoe ", 5 * kDay, {{"payment", "card-2"}, {"ip", "::ffff:10.0.0.9"}});
  rows.add("adam", 3 * kDay, {{"ip", "10.0.0.9"}});
  rows.add("adam", 4 * kDay, {{"payment", "unknown"}, {"ip", " "}});
  const Incidence incidence = build(rows, kPaymentAndIp);
  REQUIRE(incidence.num_accounts() == 2);
  CHECK(incidence.accounts[0] == "adam");
  CHECK(incidence.accounts[1] == "zoe");
  REQUIRE(incidence.num_identifiers() == 3);
  CHECK(incidence.identifiers[0] == "card-2");
  CHECK(incidence.identifiers[1] == "unknown");
  CHECK(incidence.identifiers[2] == "10.0.0.9");
  CHECK(incidence.placeholder == std::vector<std::uint8_t>{0, 1, 0});
  CHECK(incidence.num_entries() == 4);
  CHECK(incidence.accounts_of(2).size() == 2);
  CHECK(incidence.account_mask == std::vector<std::uint64_t>{0b011, 0b100});
  CHECK(incidence.time == TimeAxis{true, 3 * kDay, 5 * kDay, 1, 3});
}

TEST_CASE("buckets are the narrowest power of two of days that gives at most 63") {
  for (const auto& [days, bucket_days] : {std::pair{1, 1}, {63, 1}, {64, 2}, {126, 2}, {128, 4}, {365, 8}}) {
    EventRows rows(kPaymentAndIp);
    rows.add("a", 0, {{"payment", "p"}});
    rows.add("b", (days - 1) * kDay, {{"payment", "p"}});
    const Incidence incidence = build(rows, kPaymentAndIp);
    CHECK(incidence.time.bucket_days == bucket_days);
    CHECK(incidence.time.num_buckets == (days + bucket_days - 1) / bucket_days);
    CHECK(incidence.entry_mask[0] == 1);
    CHECK(incidence.entry_mask[1] == std::uint64_t{1} << (incidence.time.num_buckets - 1));
  }
}

TEST_CASE("a given window is the window of the result, whatever the data") {
  EventRows rows(kPaymentAndIp);
  rows.add("a", 10 * kDay, {{"payment", "p"}});
  rows.add("a", 99 * kDay, {{"payment", "p"}});
  const Incidence incidence = build(rows, kPaymentAndIp, {.since_micros = 0, .until_micros = 45 * kDay - 1});
  CHECK(incidence.time == TimeAxis{true, 0, 45 * kDay - 1, 1, 45});
  CHECK(incidence.entry_mask[0] == std::uint64_t{1} << 10);
  CHECK(incidence.num_events == 1);
  REQUIRE(incidence.rejects.size() == 1);
  CHECK(incidence.rejects[0].reason == RejectReason::outside_window);
  CHECK(incidence.rejects[0].examples[0].value == "1970-04-10T00:00:00Z");
}

TEST_CASE("without times nothing time-based is computed") {
  EventRows rows(kPaymentAndIp);
  rows.add("a", {{"payment", "p"}});
  rows.add("b", {{"payment", "p"}});
  const Incidence incidence = build(rows, kPaymentAndIp);
  CHECK(!incidence.time.present);
  CHECK(incidence.time.num_buckets == 0);
  CHECK(incidence.entry_mask.empty());
  CHECK(incidence.account_first.empty());
  CHECK(incidence.mask_of(0) == ~std::uint64_t{0});
  CHECK(incidence.num_entries() == 2);
  CHECK_THROWS_AS(build(rows, kPaymentAndIp, {.since_micros = 0}), InputError);
}

TEST_CASE("no events is a result, not an error") {
  const Incidence incidence = IncidenceBuilder(kPaymentAndIp).finish();
  CHECK(incidence.num_accounts() == 0);
  CHECK(incidence.num_events == 0);
  CHECK(incidence.kind_begin == std::vector<std::uint32_t>{0, 0, 0});
  CHECK(incidence.row_begin == std::vector<std::uint64_t>{0});
  CHECK(incidence.column_begin == std::vector<std::uint64_t>{0});
  CHECK(fingerprint(incidence).size() == 64);
  const Incidence windowed = IncidenceBuilder(kPaymentAndIp, {.since_micros = 0, .until_micros = 1}).finish();
  CHECK(windowed.time.num_buckets == 1);
}

TEST_CASE("rejects are counted by reason, with the first ten rows of the whole input and cut values") {
  IncidenceBuilder builder(kPaymentAndIp, {.since_micros = 0});
  const std::string blank(200, ' ');
  for (int part = 0; part < 3; ++part) {
    EventBatch batch;
    batch.values.resize(2);
    for (int i = 0; i < 10; ++i) {
      batch.account.push_back(i % 2 == 0 ? std::string_view(blank) : "a");
      batch.time_micros.push_back(i == 1 ? kUnreadableTime : i == 3 ? -1 : i);
      batch.raw_time.push_back(i == 1 ? "yesterday" : "");
    }
    builder.add(batch);
  }
  const Incidence incidence = std::move(builder).finish();
  CHECK(incidence.num_events == 9);
  REQUIRE(incidence.rejects.size() == 3);
  const RejectCount& no_account = incidence.rejects[0];
  CHECK(no_account.reason == RejectReason::no_account);
  CHECK(no_account.rows == 15);
  REQUIRE(no_account.examples.size() == 10);
  CHECK(no_account.examples[9].row == 18);
  CHECK(no_account.examples[0].value.size() == 80);
  CHECK(incidence.rejects[1].rows == 3);
  CHECK(incidence.rejects[1].examples[2].row == 21);
  CHECK(incidence.rejects[1].examples[2].value == "yesterday");
  CHECK(incidence.rejects[2].examples[0].value == "1969-12-31T23:59:59.999999Z");
  CHECK(std::string(to_string(incidence.rejects[2].reason)) == "outside_window");
}

TEST_CASE("hostile values: NUL bytes, invalid UTF-8, megabytes, all of 64-bit time") {
  const std::string megabyte(1 << 20, 'q');
  EventRows rows(kPaymentAndIp);
  rows.add(std::string_view("a\0b", 3), std::numeric_limits<std::int64_t>::max(), {{"payment", megabyte}});
  rows.add(std::string_view("a\0c", 3), kUnreadableTime + 1, {{"payment", megabyte}, {"ip", "\xff\xfe\x80"}});
  rows.add(megabyte, 0, {{"payment", std::string_view("\0", 1)}, {"ip", megabyte}});
  const Incidence incidence = build(rows, kPaymentAndIp);
  REQUIRE(incidence.num_accounts() == 3);
  CHECK(incidence.accounts[0] == std::string_view("a\0b", 3));
  CHECK(incidence.identifiers[1] == megabyte);
  CHECK(incidence.accounts_of(1).size() == 2);
  CHECK(incidence.time.num_buckets <= 63);
  CHECK(incidence.entry_mask[0] == std::uint64_t{1} << (incidence.time.num_buckets - 1));
  CHECK(incidence.account_mask[1] == 1);
  CHECK(!masks_meet(incidence.account_mask[0], incidence.account_mask[1]));
}

TEST_CASE("accounts whose hashes were made to collide change nothing but which table holds them") {
  std::vector<std::string> names;
  for (std::uint64_t i = 0; names.size() < 30'000; ++i) {
    std::string name = "a" + std::to_string(i);
    if (siphash(name, HashKey{}) >> 57 == 0) names.push_back(std::move(name));
  }
  EventBatch batch;
  batch.values.resize(1);
  for (int twice = 0; twice < 2; ++twice) {
    for (const std::string& name : names) batch.account.push_back(name), batch.values[0].push_back(name);
  }
  const auto build_with = [&](HashKey key) {
    IncidenceBuilder builder({default_kind("payment")}, {.hash_key = key});
    builder.add(batch);
    return std::move(builder).finish();
  };
  const Incidence attacked = build_with({});
  CHECK(attacked.num_accounts() == names.size());
  CHECK(attacked.entry_count == std::vector<std::uint32_t>(names.size(), 2));
  CHECK(twin::difference(attacked, build_with({123, 456})) == "");
}

TEST_CASE("one account with very many identifiers and one identifier with very many accounts") {
  constexpr std::uint32_t kMany = 200'000;  // more than a row that one thread sorts
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < kMany; ++i) names.push_back(std::to_string(i * 7919U));
  EventBatch batch;
  batch.values.resize(2);
  for (const std::string& name : names) {
    batch.account.insert(batch.account.end(), {"hub", name});
    batch.values[0].insert(batch.values[0].end(), {name, "shared"});
    batch.values[1].insert(batch.values[1].end(), {kMissing, kMissing});
  }
  IncidenceBuilder builder(kPaymentAndIp);
  builder.add(batch);
  const Incidence incidence = std::move(builder).finish();
  REQUIRE(incidence.num_accounts() == kMany + 1);
  const std::uint32_t hub = kMany;  // letters come after digits
  REQUIRE(incidence.accounts[hub] == "hub");
  const auto row = incidence.identifiers_of(hub);
  CHECK(row.size() == kMany);
  CHECK(std::is_sorted(row.begin(), row.end()));
  const auto holders = incidence.accounts_of(kMany);
  CHECK(incidence.identifiers[kMany] == "shared");
  CHECK(holders.size() == kMany);
  CHECK(std::is_sorted(holders.begin(), holders.end()));
}

TEST_CASE("wrong arguments are refused at the door") {
  Kind bad = default_kind("ip");
  bad.reliability = 0;
  CHECK_THROWS_WITH_AS(IncidenceBuilder({bad}), "`ip.reliability` must be in (0, 1], got 0", std::invalid_argument);
  CHECK_THROWS_AS(IncidenceBuilder({default_kind("ip"), default_kind("ip")}), std::invalid_argument);
  CHECK_THROWS_AS(IncidenceBuilder(kPaymentAndIp, {.since_micros = 2, .until_micros = 1}), std::invalid_argument);
  IncidenceBuilder builder(kPaymentAndIp);
  EventBatch batch;
  batch.account = {"a"};
  batch.values.resize(1);
  CHECK_THROWS_AS(builder.add(batch), std::invalid_argument);
  batch.values.resize(2);
  batch.values[1] = {"x", "y"};
  CHECK_THROWS_AS(builder.add(batch), std::invalid_argument);
  batch.values[1] = {"x"};
  builder.add(batch);  // still usable
  batch.time_micros = {1};
  CHECK_THROWS_AS(builder.add(batch), InputError);
  CHECK(std::move(builder).finish().num_entries() == 1);
  CHECK_THROWS_AS(builder.add(batch), std::logic_error);
}

TEST_CASE("a cancelled builder is used up") {
  EventRows rows(kPaymentAndIp);
  rows.add("a", 1, {{"payment", "p"}});
  std::stop_source source;
  IncidenceBuilder builder(kPaymentAndIp);
  builder.add(rows.batch(), {.stop = source.get_token()});
  source.request_stop();
  CHECK_THROWS_AS(builder.add(rows.batch(), {.stop = source.get_token()}), Cancelled);
  CHECK_THROWS_AS(builder.add(rows.batch()), std::logic_error);
}

TEST_CASE("a robust window leaves out the row from 1970 and keeps the edges of the log") {
  const std::int64_t days[] = {0, 20'000, 20'010, 20'044, 20'060, 30'000};
  const std::uint64_t many[] = {1, 300, 9'000, 300, 20, 2};
  const TimeWindow window = robust_window(days, many);
  CHECK(window.since_micros == 20'000 * kDay);
  CHECK(window.until_micros == 20'061 * kDay - 1);  // inside the margin of half the distance
  const std::uint64_t few[] = {1, 20, 50, 30, 1, 1};
  CHECK(robust_window(days, few).since_micros == 20'000 * kDay);
  const std::uint64_t very_few[] = {1, 2, 2, 2, 1, 1};  // too few events to call any of them an accident
  CHECK(robust_window(days, very_few).since_micros == 0);
  CHECK(robust_window({}, {}).until_micros == 0);
  const std::int64_t extremes[] = {-106'751'992, 106'751'991};
  const std::uint64_t two[] = {1, 1};
  CHECK(robust_window(extremes, two).since_micros == kUnreadableTime + 1);
  CHECK(robust_window(extremes, two).until_micros == std::numeric_limits<std::int64_t>::max());
  CHECK_THROWS_AS(robust_window(days, two), std::invalid_argument);
}

TEST_CASE("folding a mask joins neighbouring buckets by their absolute numbers") {
  CHECK(fold_mask(0b1011, 0) == 0b11);
  CHECK(fold_mask(0b1011, 1) == 0b111);  // buckets 1, 2, 4 -> 0, 1, 2
  CHECK(fold_mask(std::uint64_t{1} << 62, 1) == std::uint64_t{1} << 31);
  CHECK(day_of(-1) == -1);
  CHECK(day_of(kDay) == 1);
  const TimeAxis axis = time_axis(-10 * kDay, 100 * kDay);
  CHECK(axis.bucket_days == 2);
  CHECK(bucket_of(axis, -10 * kDay) == 0);
  CHECK(bucket_of(axis, 100 * kDay) == axis.num_buckets - 1);
}
