#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>
#include <string>

#include <accountgraph/records/kind.hpp>
#include <accountgraph/records/reject.hpp>

using namespace accountgraph;

TEST_CASE("known kinds have their family, reliability and format") {
  CHECK(default_kind("payment") == Kind{"payment", "payment", 0.9, false, false, ValueFormat::text});
  CHECK(default_kind("device") == Kind{"device", "device", 0.5, false, false, ValueFormat::text});
  CHECK(default_kind("ip") == Kind{"ip", "network", 0.1, true, true, ValueFormat::ip});
  CHECK(default_kind("subnet") == Kind{"subnet", "network", 0.1, true, true, ValueFormat::text});
  CHECK(default_kind("asn") == Kind{"asn", "network", 0.1, true, false, ValueFormat::text});
  CHECK(default_kind("template") == Kind{"template", "content", 0.1, true, false, ValueFormat::text});
  CHECK(default_kind("user_agent") == Kind{"user_agent", "device", 0.1, true, false, ValueFormat::text});
  CHECK(default_kind("registration") == Kind{"registration", "registration", 0.5, false, false, ValueFormat::text});
  CHECK(default_kind("email") == Kind{"email", "registration", 0.5, false, false, ValueFormat::email});
  CHECK(default_kind("phone") == Kind{"phone", "registration", 0.5, false, false, ValueFormat::text});
  CHECK(default_kind("loyalty_card2") == Kind{.name = "loyalty_card2"});
}

TEST_CASE("names of kinds are short, lower case and plain") {
  for (const char* name :
       {"", "Ip", "1ip", "_ip", "ip-address", "i p", "\xc3\xa9", "a23456789012345678901234567890123"}) {
    CHECK_THROWS_AS(default_kind(name), std::invalid_argument);
  }
  CHECK(default_kind("a2345678901234567890123456789012").name.size() == 32);
}

TEST_CASE("a list of kinds is refused at its first fault") {
  CHECK_NOTHROW(validate_kinds({default_kind("ip"), default_kind("payment")}));
  CHECK_THROWS_AS(validate_kinds({default_kind("ip"), default_kind("ip")}), std::invalid_argument);
  for (const double reliability : {0.0, -1.0, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(validate_kinds({Kind{.name = "a", .reliability = reliability}}), std::invalid_argument);
  }
  CHECK_THROWS_AS(validate_kinds({Kind{.name = "a", .family = "Not A Name"}}), std::invalid_argument);
}

TEST_CASE("reasons of rejects have names") {
  CHECK(std::string(to_string(RejectReason::no_account)) == "no_account");
  CHECK(std::string(to_string(RejectReason::unreadable_time)) == "unreadable_time");
}
