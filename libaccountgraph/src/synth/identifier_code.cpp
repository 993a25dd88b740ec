#include "identifier_code.hpp"

#include <charconv>
#include <cstring>

namespace accountgraph::synth {
namespace {

constexpr std::string_view kPlaceholders[kNumKinds][kNumPlaceholders] = {
    {"unknown", "none", "", "0000000000000000"},   {"unknown", "00000000-0000-0000-0000-000000000000", "", "0"},
    {"0.0.0.0", "unknown", "127.0.0.1", ""},       {"unknown", "none", "", "null"},
    {"unknown", "0000000000", "", "+10000000000"},
};
constexpr std::string_view kPrefixes[kNumKinds] = {"card_", "dev_", "", "tpl_", "tel_"};

char* write_hex(char* out, std::uint64_t value, int digits) {
  for (int digit = digits - 1; digit >= 0; --digit) *out++ = "0123456789abcdef"[value >> (4 * digit) & 15];
  return out;
}

/// A permutation of [0, 2^20) by four Feistel rounds of 10 bits: scatters /24 networks, keeps neighbours in a /24.
std::uint32_t scatter_network(std::uint32_t network, std::uint64_t key) {
  std::uint32_t left = network >> 10;
  std::uint32_t right = network & 1023;
  for (std::uint64_t round = 0; round < 4; ++round) {
    const std::uint32_t next = left ^ (static_cast<std::uint32_t>(mix64(key + (round << 32) + right)) & 1023);
    left = right;
    right = next;
  }
  return left << 10 | right;
}

/// First address of a pool in the 2^28 addresses of 240.0.0.0/4: home lines take the first half.
std::uint64_t first_address(Pool pool) {
  if (pool == Pool::home_line) return 0;
  return 2 * kHomeLines + kPoolLines * (std::uint64_t(pool) - std::uint64_t(Pool::carrier_exit));
}

std::string_view write_ipv4(std::uint64_t number, std::uint64_t key, char (&text)[kMaxText]) {
  const std::uint32_t network = scatter_network(static_cast<std::uint32_t>(number >> 8), key);
  const std::uint32_t address = 240U << 24 | network << 8 | (number & 255);
  char* out = text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out = std::to_chars(out, text + kMaxText, address >> shift & 255).ptr;
    *out++ = '.';
  }
  return {text, static_cast<std::size_t>(out - 1 - text)};
}

/// 2001:db8: and a 32-bit network, then a privacy interface of one account and day.
std::string_view write_ipv6(std::uint64_t home, std::uint64_t salt, std::uint64_t key, char (&text)[kMaxText]) {
  const std::uint64_t network = (home * 0x9E3779B1ULL + key) & 0xFFFFFFFFULL;  // odd multiplier: a bijection mod 2^32
  const std::uint64_t interface = mix64(key ^ salt) | 1ULL << 60;              // never abbreviated to ::
  char* out = text;
  std::memcpy(out, "2001:db8", 8);
  out += 8;
  const auto group = [&](std::uint64_t value) {
    *out++ = ':';
    out = std::to_chars(out, text + kMaxText, value & 0xFFFF, 16).ptr;
  };
  group(network >> 16);
  group(network);
  for (int shift = 48; shift >= 0; shift -= 16) group(interface >> shift);
  return {text, static_cast<std::size_t>(out - text)};
}

}  // namespace

std::string_view write_token(std::string_view prefix, std::uint64_t number, std::uint64_t key, char (&text)[kMaxText]) {
  std::memcpy(text, prefix.data(), prefix.size());
  write_hex(text + prefix.size(), mix64(number ^ key), 16);
  return {text, prefix.size() + 16};
}

std::string_view write_code(Code code, std::uint64_t salt, std::uint32_t kind, std::uint64_t key,
                            char (&text)[kMaxText]) {
  const Pool pool = pool_of(code);
  const std::uint64_t index = index_of(code);
  if (pool == Pool::missing) return {};
  if (pool == Pool::placeholder) return kPlaceholders[kind][index];
  if (pool == Pool::home_ipv6) return write_ipv6(index, salt, key, text);
  if (kind == 2) return write_ipv4(first_address(pool) + index, key, text);
  return write_token(kPrefixes[kind], code, key, text);
}

}  // namespace accountgraph::synth
