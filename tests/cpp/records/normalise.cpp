#include <arpa/inet.h>
#include <doctest/doctest.h>

#include <cstdio>
#include <random>
#include <string>

#include <accountgraph/records/normalise.hpp>

using namespace accountgraph;

namespace {

std::string ip(std::string_view text) { return normalised(ValueFormat::ip, text); }

}  // namespace

TEST_CASE("addresses have one spelling") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"203.0.113.7", "203.0.113.7"},
      {"  203.0.113.7\t\n", "203.0.113.7"},
      {"203.000.113.007", "203.0.113.7"},
      {"203.0.113.7/32", "203.0.113.7"},
      {"::ffff:203.0.113.7", "203.0.113.7"},
      {"::FFFF:cb00:7107", "203.0.113.7"},
      {"0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7"},
      {"::ffff:203.0.113.7/128", "203.0.113.7"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
      {"2001:0DB8:0001:0002::", "2001:db8:1:2::/64"},
      {"2001:db8::1", "2001:db8::/64"},
      {"2001:db8:0:1::1", "2001:db8:0:1::/64"},
      {"2001:db8::1:0:0:0:5", "2001:db8:0:1::/64"},
      {"2001:db8:1:2::/64", "2001:db8:1:2::/64"},
      {"2001:db8:1:2:3:4:5:6/128", "2001:db8:1:2::/64"},
      {"::", "::/64"},
      {"::1", "::/64"},
      {"::/64", "::/64"},
      {"fe80::1%eth0", "fe80::/64"},
      {"1::", "1::/64"},
      {"0:0:0:5::", "0:0:0:5::/64"},
      {"64:ff9b::192.0.2.1", "64:ff9b::/64"},
      {"1:2:3:4:5:6:7::", "1:2:3:4::/64"},
      {"::2:3:4:5:6:7:8", "0:2:3:4::/64"},
  };
  for (const auto& [raw, canonical] : cases) CHECK_MESSAGE(ip(raw) == canonical, raw);
}

TEST_CASE("what is no address stays as it is") {
  for (const std::string_view text : {"203.0.113.7:8080",
                                      "[2001:db8::1]:443",
                                      "[2001:db8::1]",
                                      "203.0.113.256",
                                      "203.0.113",
                                      "203.0.113.7.1",
                                      "203.0.113.0007",
                                      "1.2.3.4/24",
                                      "1..2.3",
                                      ".1.2.3",
                                      "1.2.3.",
                                      ":",
                                      ":::",
                                      "1:::2",
                                      "::1::",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8::",
                                      "12345::",
                                      "g::",
                                      "1:",
                                      ":1",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "::1.2.3",
                                      "::1.2.3.4:5",
                                      "fe80::1%",
                                      "%eth0",
                                      "2001:db8::/48",
                                      "2001:db8::/",
                                      "/64",
                                      "1.2.3.4, 5.6.7.8",
                                      "localhost",
                                      "::ffff:1.2.3.4/96"}) {
    CHECK_MESSAGE(ip(text) == text, text);
  }
  const std::string long_zone = "fe80::1%" + std::string(1 << 20, 'z');
  CHECK(ip(long_zone) == long_zone);
  const std::string nul("1.2.3.4\0", 8);
  CHECK(ip(nul) == nul);
}

TEST_CASE("IPv6 is read as the system reads it") {
  std::mt19937_64 random(14);
  const std::string alphabet = "0019afAF::::...2";
  int addresses = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text;
    if (i % 2 == 0) {  // an address, then one change
      for (int group = 0; group < 8; ++group) {
        char part[8];
        std::snprintf(part, sizeof part, "%x", static_cast<unsigned>(random() % 3 == 0 ? 0 : random() % 0x10000));
        text += (group > 0 ? ":" : "") + std::string(part);
      }
      const std::size_t at = random() % text.size();
      text.erase(at, random() % 12);
      text.insert(at, random() % 2 == 0 ? "::" : "");
    } else {
      for (std::size_t length = 2 + random() % 10; length > 0; --length) text += alphabet[random() % alphabet.size()];
    }
    in6_addr system{};
    if (inet_pton(AF_INET6, text.c_str(), &system) == 1) {
      const std::uint8_t* b = system.s6_addr;
      std::string expected;
      static const std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
      char out[INET6_ADDRSTRLEN];
      if (std::equal(kMapped, kMapped + 12, b)) {
        expected = inet_ntop(AF_INET, b + 12, out, sizeof out);
      } else {
        std::fill(system.s6_addr + 8, system.s6_addr + 16, 0);
        expected = std::string(inet_ntop(AF_INET6, &system, out, sizeof out)) + "/64";
      }
      REQUIRE_MESSAGE(ip(text) == expected, text);
      ++addresses;
    } else if (text.find('.') == std::string::npos) {  // the system refuses padded decimals, we do not
      REQUIRE_MESSAGE(ip(text) == text, text);
    }
  }
  CHECK(addresses > 10'000);
}

TEST_CASE("normalising twice is normalising once, for any bytes") {
  std::mt19937_64 random(15);
  const std::string alphabet = std::string("019afAF:::....%/64 \t@Zz\0\xff", 26);
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t length = random() % 24; length > 0; --length) text += alphabet[random() % alphabet.size()];
    for (const ValueFormat format : {ValueFormat::text, ValueFormat::ip, ValueFormat::email, ValueFormat::ids}) {
      const std::string once = normalised(format, text);
      REQUIRE(normalised(format, once) == once);
    }
  }
}

TEST_CASE("text is trimmed, e-mail addresses are in lower case too") {
  CHECK(normalised(ValueFormat::text, " \t Card 9\r\n") == "Card 9");
  CHECK(normalised(ValueFormat::text, " \n") == "");
  CHECK(normalised(ValueFormat::email, " Jane.Doe+X@Example.COM ") == "jane.doe+x@example.com");
  CHECK(normalised(ValueFormat::email, "\xc3\x84@x.de") == "\xc3\x84@x.de");
}

TEST_CASE("a list is split into its distinct identifiers") {
  std::vector<std::string_view> ids{"left over"};
  const auto of = [&](std::string_view raw) {
    split_ids(raw, ids);
    return ids;
  };
  using List = std::vector<std::string_view>;
  CHECK(of("one") == List{"one"});
  CHECK(of("b\x1f a \x1f\x1f"
           "b") == List{"a", "b"});
  CHECK(of("\x1f \x1f").empty());
  CHECK(of("").empty());
}

TEST_CASE("of a prompt only a fingerprint is kept: case, spacing and numbers do not matter, words do") {
  const auto of = [](std::string_view text) { return normalised(ValueFormat::prompt, text); };
  CHECK(of("Write  an essay\tof 500 words") == of(" write an ESSAY of 12000 words\n"));
  CHECK(of("write an essay of 500 words") != of("write an essay of many words"));
  CHECK(of("a0b") != of("ab"));
  CHECK(of("hello").size() == 39);
  CHECK(of("hello").starts_with("prompt-"));
  CHECK(of(of("hello")) == of("hello"));
  CHECK(of(std::string("nul\0byte", 8)) != of("nul"));
  CHECK(of("  \n").empty());
}
