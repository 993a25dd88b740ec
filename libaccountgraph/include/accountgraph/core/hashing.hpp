/// Keyed hashing. Values in logs are written by attackers: tables are keyed with SipHash so that nobody can choose
/// colliding values, and no result depends on the key. Cluster names and fingerprints use SHA-256.
/// Methods: SipHash-1-3 (Aumasson, Bernstein 2012, doi 10.1007/978-3-642-34931-7_28); SHA-256 (FIPS 180-4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace accountgraph {

/// 128-bit key of a hash table. Any value gives the same results; a secret one resists crafted collisions.
struct HashKey {
  std::uint64_t k0 = 0x0706050403020100ULL;
  std::uint64_t k1 = 0x0F0E0D0C0B0A0908ULL;
};

/// SipHash-1-3 of `bytes`. Cost: about 1 ns a byte.
std::uint64_t siphash(std::string_view bytes, HashKey key);

/// Streaming SHA-256.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view bytes);
  /// Appends an integer as 8 little-endian bytes.
  Sha256& update(std::uint64_t value);
  /// The 32-byte digest; the object is then used up.
  std::array<std::uint8_t, 32> digest();
  /// The digest as 64 lower-case hex digits.
  std::string hex_digest();

 private:
  void block(const std::uint8_t* bytes);
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> buffer_;
  std::uint64_t length_ = 0;
};

}  // namespace accountgraph
