#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include <accountgraph/records/rows.hpp>

using namespace accountgraph;

TEST_CASE("events added one by one come out as columns") {
  EventRows rows({"payment", "ip"});
  {
    std::string gone = "acct_1";
    rows.add(gone, 5, {{"ip", "203.0.113.7"}, {"payment", "card"}});
    gone.assign("overwritten");
  }
  rows.add("acct_2", 6, {{"ip", "203.0.113.8"}});
  const EventBatch batch = rows.batch();
  REQUIRE(batch.num_events() == 2);
  CHECK(batch.account[0] == "acct_1");
  CHECK(batch.time_micros == std::vector<std::int64_t>{5, 6});
  CHECK(batch.values[0][0] == "card");
  CHECK(batch.values[0][1].empty());
  CHECK(batch.values[1][1] == "203.0.113.8");
  rows.clear();
  CHECK(rows.num_events() == 0);
  rows.add("acct_3", {{"ip", "x"}});  // after clear() a log without times may begin
  CHECK(rows.batch().time_micros.empty());
}

TEST_CASE("an event that does not fit is refused and adds nothing") {
  EventRows rows({"payment", "ip"});
  rows.add("a", 1, {});
  CHECK_THROWS_AS(rows.add("b", 2, {{"device", "d"}}), std::invalid_argument);
  CHECK_THROWS_AS(rows.add("b", 2, {{"ip", "x"}, {"ip", "y"}}), std::invalid_argument);
  CHECK_THROWS_AS(rows.add("b", {{"ip", "x"}}), std::invalid_argument);
  CHECK_THROWS_AS(EventRows(std::vector<std::string>{"ip", "ip"}), std::invalid_argument);
  CHECK(rows.num_events() == 1);
  CHECK(rows.batch().values[0].size() == 1);
}
