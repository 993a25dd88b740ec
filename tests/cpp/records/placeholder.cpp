#include <doctest/doctest.h>

#include <string>

#include <accountgraph/records/normalise.hpp>

using namespace accountgraph;

namespace {

bool placeholder(std::string_view kind, std::string_view raw) {
  const Kind declared = default_kind(kind);
  return is_placeholder(declared, normalised(declared.format, raw));
}

}  // namespace

TEST_CASE("values that mean no value are placeholders, however they are written") {
  for (const std::string_view text : {"",
                                      "unknown",
                                      "UNKNOWN",
                                      "<unknown>",
                                      "[Unknown]",
                                      "none",
                                      "None",
                                      "null",
                                      "(null)",
                                      "NULL",
                                      "nil",
                                      "n/a",
                                      "N/A",
                                      "n.a.",
                                      "na",
                                      "NaN",
                                      "undefined",
                                      "-",
                                      "--",
                                      "?",
                                      "???",
                                      "***",
                                      "_",
                                      ".",
                                      "default",
                                      "Default string",
                                      "test",
                                      "TEST",
                                      "anonymous",
                                      "0",
                                      "000000",
                                      "00000000-0000-0000-0000-000000000000",
                                      "{00000000-0000-0000-0000-000000000000}",
                                      "00:00:00:00:00:00",
                                      "0x0",
                                      "0x00000000",
                                      "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                      "FF:FF:FF:FF:FF:FF",
                                      "0.0.0.0",
                                      "not available",
                                      "Not-Available",
                                      "not_provided",
                                      "(not set)",
                                      "redacted",
                                      "[REDACTED]",
                                      "***redacted***",
                                      "masked",
                                      "xxxx",
                                      "XXX-XXX",
                                      "To be filled by O.E.M.",
                                      "\\N",
                                      "-1",
                                      "02:00:00:00:00:00",
                                      "9774d56d682e549c",
                                      "[object Object]",
                                      "未知"}) {
    CHECK_MESSAGE(placeholder("device", text), text);
  }
}

TEST_CASE("values that only resemble a placeholder are kept") {
  for (const std::string_view text : {"card-1",
                                      "unknown-7",
                                      "testament",
                                      "nullable",
                                      "0a",
                                      "10",
                                      "00000000-0000-0000-0000-000000000001",
                                      "f",
                                      "ff",
                                      "fff",
                                      "fffe",
                                      "x",
                                      "xx",
                                      "xxy",
                                      "0xff",
                                      "12345",
                                      "11111",
                                      "7777772",
                                      "nobody@corp.example",
                                      "t1",
                                      "\xff",
                                      "a-b",
                                      "fx"}) {
    CHECK_MESSAGE(!placeholder("device", text), text);
  }
  CHECK(!placeholder("device", std::string(1 << 20, 'n')));
  CHECK(placeholder("device", std::string(1 << 20, '0')));
  CHECK(!placeholder("device", "unknown" + std::string(1 << 20, 'n')));
}

TEST_CASE("addresses that belong to nobody are placeholders of addresses only") {
  for (const std::string_view text : {"0.0.0.0", "127.0.0.1", "127.8.9.10", "::", "::1", "::1%lo", "fe80::1",
                                      "169.254.1.1", "255.255.255.255", "::ffff:127.0.0.1", "localhost", "0.1.2.3"}) {
    CHECK_MESSAGE(placeholder("ip", text), text);
  }
  for (const std::string_view text :
       {"203.0.113.7", "10.0.0.1", "192.168.0.1", "2001:db8::1", "128.0.0.1", "1.0.0.0"}) {
    CHECK_MESSAGE(!placeholder("ip", text), text);
  }
  CHECK(!placeholder("device", "127.0.0.1"));
}

TEST_CASE("runs of one digit and counted digits are placeholders of hard kinds only") {
  for (const std::string_view text : {"999999", "+1 111 111-1111", "1234567890", "123456789"}) {
    CHECK_MESSAGE(placeholder("phone", text), text);
    CHECK_MESSAGE(!placeholder("template", text), text);
  }
}
