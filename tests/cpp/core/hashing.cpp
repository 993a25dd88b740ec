#include <doctest/doctest.h>

#include <random>
#include <string>

#include <accountgraph/core/hashing.hpp>

using namespace accountgraph;

namespace {

/// SipHash-c-d as the paper tells it: the message padded to words with its length in the last byte, and nothing clever.
std::uint64_t slow_siphash(const std::string& message, HashKey key, int c, int d) {
  std::string padded = message;
  while (padded.size() % 8 != 7) padded.push_back('\0');
  padded.push_back(static_cast<char>(message.size() % 256));
  std::uint64_t v[4] = {key.k0 ^ 0x736f6d6570736575, key.k1 ^ 0x646f72616e646f6d, key.k0 ^ 0x6c7967656e657261,
                        key.k1 ^ 0x7465646279746573};
  const auto rotate = [](std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); };
  const auto rounds = [&](int count) {
    while (count-- > 0) {
      v[0] += v[1];
      v[2] += v[3];
      v[1] = rotate(v[1], 13) ^ v[0];
      v[3] = rotate(v[3], 16) ^ v[2];
      v[0] = rotate(v[0], 32);
      v[2] += v[1];
      v[0] += v[3];
      v[1] = rotate(v[1], 17) ^ v[2];
      v[3] = rotate(v[3], 21) ^ v[0];
      v[2] = rotate(v[2], 32);
    }
  };
  for (std::size_t word = 0; word < padded.size(); word += 8) {
    std::uint64_t m = 0;
    for (int i = 7; i >= 0; --i) m = m * 256 + static_cast<unsigned char>(padded[word + static_cast<std::size_t>(i)]);
    v[3] ^= m;
    rounds(c);
    v[0] ^= m;
  }
  v[2] ^= 255;
  rounds(d);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

}  // namespace

TEST_CASE("the slow SipHash of these tests gives the published values of SipHash-2-4 and SipHash-1-3") {
  std::string message;
  for (int i = 0; i < 15; ++i) message.push_back(static_cast<char>(i));
  CHECK(slow_siphash(message, {}, 2, 4) == 0xa129ca6149be45e5);  // the paper's appendix
  CHECK(slow_siphash("", {}, 1, 3) == 0xabac0158050fc4dc);
}

TEST_CASE("siphash is SipHash-1-3") {
  std::mt19937_64 random(9);
  for (int i = 0; i < 3000; ++i) {
    std::string message(random() % 300, '\0');
    for (char& c : message) c = static_cast<char>(random());
    const HashKey key{random(), random()};
    REQUIRE(siphash(message, key) == slow_siphash(message, key, 1, 3));
  }
}

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
  CHECK(Sha256().hex_digest() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256().update("abc").hex_digest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256().update("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex_digest() ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(Sha256().update(std::string(1'000'000, 'a')).hex_digest() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of every length up to 300 bytes agrees with Python's hashlib") {
  Sha256 all;
  for (int length = 0; length <= 300; ++length) {
    std::string message;
    for (int i = 0; i < length; ++i) message.push_back(static_cast<char>(i * 7 + length));
    const auto digest = Sha256().update(message).digest();
    all.update(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  }
  CHECK(all.hex_digest() == "60d63ff40b5558727a9b786ac0be9300f7ca58fd9ddd3b2f3681b369018a87dc");
}

TEST_CASE("SHA-256 does not depend on how the message is cut") {
  std::mt19937_64 random(10);
  for (int i = 0; i < 300; ++i) {
    std::string message(random() % 500, '\0');
    for (char& c : message) c = static_cast<char>(random());
    Sha256 pieces;
    for (std::size_t at = 0; at < message.size();) {
      const std::size_t length = random() % 130;
      pieces.update(std::string_view(message).substr(at, length));
      at += length;
    }
    REQUIRE(pieces.hex_digest() == Sha256().update(message).hex_digest());
  }
  CHECK(Sha256().update(std::uint64_t{0x6867666564636261}).hex_digest() == Sha256().update("abcdefgh").hex_digest());
}
