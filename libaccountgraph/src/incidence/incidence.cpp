#include <accountgraph/incidence/incidence.hpp>

#include <algorithm>
#include <string>

#include <accountgraph/core/hashing.hpp>
#include <accountgraph/core/parallel.hpp>

namespace accountgraph {
namespace {

constexpr std::size_t kLeafBytes = std::size_t{1} << 20;

/// A two-level hash: SHA-256 of the SHA-256 of each MiB, so that leaves are hashed in parallel.
void add_bytes(Sha256& sum, std::string_view bytes) {
  sum.update(std::uint64_t{bytes.size()});
  std::vector<std::array<std::uint8_t, 32>> leaves((bytes.size() + kLeafBytes - 1) / kLeafBytes);
  parallel_each(leaves.size(), 1, {}, [&](std::size_t leaf) {
    Sha256 hash;
    leaves[leaf] = hash.update(bytes.substr(leaf * kLeafBytes, kLeafBytes)).digest();
  });
  for (const auto& leaf : leaves) sum.update(std::string_view(reinterpret_cast<const char*>(leaf.data()), leaf.size()));
}

template <class T>
void add_array(Sha256& sum, const std::vector<T>& values) {
  add_bytes(sum, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

void add_strings(Sha256& sum, const StringPool& strings) {
  add_array(sum, strings.offsets());
  add_bytes(sum, strings.bytes());
}

}  // namespace

std::uint32_t Incidence::kind_of(std::uint32_t k) const {
  const auto after = std::upper_bound(kind_begin.begin(), kind_begin.end(), k);
  return static_cast<std::uint32_t>(after - kind_begin.begin()) - 1;
}

std::string fingerprint(const Incidence& incidence) {
  Sha256 sum;
  add_bytes(sum, "accountgraph incidence 2");
  sum.update(std::uint64_t{incidence.kinds.size()});
  for (const Kind& kind : incidence.kinds) add_bytes(sum, kind.name);
  const TimeAxis& time = incidence.time;
  sum.update(std::uint64_t{time.present}).update(static_cast<std::uint64_t>(time.since_micros));
  sum.update(static_cast<std::uint64_t>(time.until_micros)).update(static_cast<std::uint64_t>(time.bucket_days));
  sum.update(incidence.num_events);
  add_strings(sum, incidence.accounts);
  add_strings(sum, incidence.identifiers);
  add_array(sum, incidence.kind_begin);
  add_array(sum, incidence.account_events);
  add_array(sum, incidence.account_first);
  add_array(sum, incidence.account_last);
  add_array(sum, incidence.account_mask);
  add_array(sum, incidence.row_begin);
  add_array(sum, incidence.entry_identifier);
  add_array(sum, incidence.entry_count);
  add_array(sum, incidence.entry_first);
  add_array(sum, incidence.entry_last);
  add_array(sum, incidence.entry_mask);
  add_array(sum, incidence.sessions.begin);
  add_array(sum, incidence.sessions.session);
  return sum.hex_digest();
}

}  // namespace accountgraph
