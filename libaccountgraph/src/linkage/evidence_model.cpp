#include <accountgraph/linkage/evidence_model.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/core/parallel.hpp>
#include <accountgraph/incidence/statistics.hpp>
#include <accountgraph/linkage/evidence_sum.hpp>
#include <accountgraph/records/ip_network.hpp>
#include <accountgraph/records/normalise.hpp>

namespace accountgraph {
namespace {

Bits fixed(double bits) { return static_cast<Bits>(std::lround(bits * kBit)); }

std::uint64_t scale(std::uint64_t count, std::uint64_t population, std::uint64_t seen) {
  return seen == 0 ? 0 : static_cast<std::uint64_t>(Uint128{count} * population / seen);
}

/// True when no two holders of the identifier are active in the same or neighbouring buckets. One pass: per bucket the number of
/// holders, capped at two, and the one holder where it is a single one.
bool never_meets(const Incidence& incidence, std::uint32_t identifier) {
  std::array<std::uint32_t, 64> holder;
  holder.fill(kNone);
  for (std::uint64_t at = incidence.column_begin[identifier]; at < incidence.column_begin[identifier + 1]; ++at) {
    const std::uint64_t mask = incidence.column_mask[at];
    for (int bucket = 0; bucket < 64; ++bucket) {
      if (!(mask >> bucket & 1)) continue;
      const std::uint32_t account = incidence.column_account[at];
      if (holder[bucket] != kNone && holder[bucket] != account) return false;
      holder[bucket] = account;
    }
  }
  for (int bucket = 0; bucket + 1 < 64; ++bucket) {
    if (holder[bucket] != kNone && holder[bucket + 1] != kNone && holder[bucket] != holder[bucket + 1]) return false;
  }
  return true;
}

void add_families(EvidenceModel& model, const Incidence& incidence, const LinkOptions& options) {
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const Kind& declared = incidence.kinds[kind];
    auto family = std::find_if(model.families.begin(), model.families.end(),
                               [&](const FamilyEvidence& known) { return known.name == declared.family; });
    if (family == model.families.end()) family = model.families.insert(family, {declared.family, true, 0});
    family->soft = family->soft && declared.soft;
    model.kinds[kind].family = static_cast<std::uint32_t>(family - model.families.begin());
  }
  const bool any_soft =
      std::any_of(incidence.kinds.begin(), incidence.kinds.end(), [](const Kind& k) { return k.soft; });
  model.capped = any_soft || model.families.size() != 1;
  const auto cap = [&](bool soft) {
    return model.capped ? fixed(to_bits(model.threshold_bits) * (soft ? options.soft_cap : options.hard_cap)) : kNoCap;
  };
  for (FamilyEvidence& family : model.families) family.cap_bits = cap(family.soft);
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind)
    model.kinds[kind].cap_bits = cap(incidence.kinds[kind].soft);
}

std::vector<std::uint8_t> allowed_identifiers(const Incidence& incidence, const LinkOptions& options) {
  std::vector<std::uint8_t> allowed(incidence.num_identifiers());
  std::vector<std::vector<IpNetwork>> networks(incidence.num_kinds());
  for (const AllowedIdentifier& entry : options.allow) {
    const auto kind = std::find_if(incidence.kinds.begin(), incidence.kinds.end(),
                                   [&](const Kind& known) { return known.name == entry.kind; });
    if (kind == incidence.kinds.end()) continue;  // a list may cover kinds that this log lacks
    const std::size_t index = static_cast<std::size_t>(kind - incidence.kinds.begin());
    const std::string value = normalised(kind->format, entry.value);
    if (kind->format == ValueFormat::ip && value.find('/') != std::string::npos) {
      networks[index].push_back(allowed_network(value));
    }
    std::uint32_t low = incidence.kind_begin[index];
    std::uint32_t high = incidence.kind_begin[index + 1];
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (incidence.identifiers[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < incidence.kind_begin[index + 1] && incidence.identifiers[low] == value) allowed[low] = 1;
  }
  for (std::size_t kind = 0; kind < networks.size(); ++kind) {
    if (networks[kind].empty()) continue;
    const IpNetworks listed(std::move(networks[kind]));
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      if (listed.contain(incidence.identifiers[k])) allowed[k] = 1;
    }
  }
  return allowed;
}

}  // namespace

const char* to_string(NoEvidence reason) {
  switch (reason) {
    case NoEvidence::carries:
      return "carries";
    case NoEvidence::unshared:
      return "unshared";
    case NoEvidence::common:
      return "common";
    case NoEvidence::placeholder:
      return "placeholder";
    case NoEvidence::allowed:
      return "allowed";
    case NoEvidence::no_time_overlap:
      return "no time overlap";
  }
  return "";
}

EvidenceModel evidence_model(const Incidence& incidence, const LinkOptions& options, const Control& control) {
  validate(options);
  const std::uint64_t seen = incidence.num_accounts();
  require(options.population_accounts == 0 || options.population_accounts >= seen, "population_accounts",
          "0 or at least the accounts seen (" + std::to_string(seen) + ")", options.population_accounts);
  require(options.population_accounts <= std::uint64_t{1} << 40, "population_accounts", "at most 2^40",
          options.population_accounts);
  EvidenceModel model;
  model.population = std::max(seen, options.population_accounts);
  model.prior_bits = log2_fixed(model.population);
  model.threshold_bits = std::max(1, model.prior_bits + fixed(options.margin_bits));
  model.hard_needed_bits = fixed(to_bits(model.threshold_bits) * options.hard_needed);
  model.single_soft = options.single_soft;
  model.kinds.resize(incidence.num_kinds());
  add_families(model, incidence, options);

  const std::vector<KindStatistics> counts = kind_statistics(incidence, control);
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    KindEvidence& evidence = model.kinds[kind];
    evidence.accounts = scale(counts[kind].accounts, model.population, seen);
    evidence.entries = scale(counts[kind].entries, model.population, seen);
    evidence.reliability_bits = log2_ratio(incidence.kinds[kind].reliability);
    evidence.floor_bits =
        std::max(fixed(options.floor_bits), log2_fixed(evidence.accounts) - fixed(options.floor_growth));
  }

  const std::vector<std::uint8_t> allowed = allowed_identifiers(incidence, options);
  model.identifier_bits.resize(incidence.num_identifiers());
  model.identifier_reason.resize(incidence.num_identifiers(), NoEvidence::carries);
  for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
    const KindEvidence& evidence = model.kinds[kind];
    const bool timed = incidence.kinds[kind].moves && incidence.time.present;
    for (std::uint32_t k = incidence.kind_begin[kind]; k < incidence.kind_begin[kind + 1]; ++k) {
      if (k % 4096 == 0) control.check();
      const std::uint64_t holders = degree(incidence, k);
      const Bits bits = log2_fixed(evidence.accounts) - log2_fixed(holders) + evidence.reliability_bits;
      NoEvidence& reason = model.identifier_reason[k];
      if (holders < 2)
        reason = NoEvidence::unshared;
      else if (incidence.placeholder[k])
        reason = NoEvidence::placeholder;
      else if (allowed[k])
        reason = NoEvidence::allowed;
      else if (bits <= 0 || bits < evidence.floor_bits)
        reason = NoEvidence::common;
      else if (timed && never_meets(incidence, k))
        reason = NoEvidence::no_time_overlap;
      else
        model.identifier_bits[k] = bits;
    }
  }

  const bool any_hard =
      std::any_of(incidence.kinds.begin(), incidence.kinds.end(), [](const Kind& kind) { return !kind.soft; });
  if (model.capped && any_hard)
    model.synchrony = synchrony_model(incidence.sessions, model.threshold_bits, options, control);

  const std::size_t kinds = incidence.num_kinds();
  const std::vector<std::uint32_t> held = identifiers_per_account(incidence, control);
  model.activity_bits.resize(held.size());
  if (options.correct_activity) {
    parallel_each(held.size(), 4096, control, [&](std::size_t cell) {
      const KindEvidence& evidence = model.kinds[cell % kinds];
      const Bits excess = log2_fixed(held[cell]) + log2_fixed(evidence.accounts) - log2_fixed(evidence.entries);
      model.activity_bits[cell] = held[cell] == 0 ? 0 : std::max(0, excess) / 2;
    });
  }
  return model;
}

Bits sum_families(const EvidenceModel& model, std::span<const Bits> kind_bits) {
  std::vector<std::int64_t> family(model.families.size());
  for (std::size_t kind = 0; kind < kind_bits.size(); ++kind) family[model.kinds[kind].family] += kind_bits[kind];
  std::int64_t total = 0;
  for (std::size_t f = 0; f < family.size(); ++f)
    total += std::min<std::int64_t>(family[f], model.families[f].cap_bits);
  return static_cast<Bits>(std::min<std::int64_t>(total, kNoCap));
}

std::vector<SharedIdentifier> shared_identifiers(const EvidenceModel& model, const Incidence& incidence,
                                                 std::uint32_t a, std::uint32_t b) {
  const std::size_t kinds = incidence.num_kinds();
  std::vector<SharedIdentifier> shared;
  std::uint64_t i = incidence.row_begin[a];
  std::uint64_t j = incidence.row_begin[b];
  std::uint32_t kind = 0;
  while (i < incidence.row_begin[a + 1] && j < incidence.row_begin[b + 1]) {
    const std::uint32_t left = incidence.entry_identifier[i];
    const std::uint32_t right = incidence.entry_identifier[j];
    if (left == right) {
      while (left >= incidence.kind_begin[kind + 1]) ++kind;
      SharedIdentifier entry{left, kind, 0, model.identifier_reason[left]};
      if (entry.reason == NoEvidence::carries) {
        if (incidence.kinds[kind].moves && !masks_meet(incidence.mask_of(i), incidence.mask_of(j))) {
          entry.reason = NoEvidence::no_time_overlap;
        } else {
          entry.bits = std::max(0, model.identifier_bits[left] - model.activity_bits[a * kinds + kind] -
                                       model.activity_bits[b * kinds + kind]);
        }
      }
      shared.push_back(entry);
    }
    i += left <= right;
    j += right <= left;
  }
  if (!EvidenceSum::soft_is_limited(model, incidence.kinds, shared)) return shared;
  for (SharedIdentifier& entry : shared) {
    if (incidence.kinds[entry.kind].soft)
      entry.bits = std::min(entry.bits, EvidenceSum::single_soft_bits(model, entry.kind));
  }
  return shared;
}

Bits identifier_evidence(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                         std::span<Bits> kind_bits) {
  std::vector<std::int64_t> sums(incidence.num_kinds()), best(incidence.num_kinds());
  for (const SharedIdentifier& entry : shared_identifiers(model, incidence, a, b)) {
    sums[entry.kind] += entry.bits;
    best[entry.kind] = std::max<std::int64_t>(best[entry.kind], entry.bits);
  }
  std::vector<Bits> capped(sums.size());
  for (std::size_t kind = 0; kind < sums.size(); ++kind) {
    const bool repeats = model.capped && !incidence.kinds[kind].soft;
    const std::int64_t sum = repeats ? (sums[kind] + 3 * best[kind]) / 4 : sums[kind];
    capped[kind] = static_cast<Bits>(std::min<std::int64_t>(sum, model.kinds[kind].cap_bits));
  }
  std::copy_n(capped.begin(), kind_bits.size(), kind_bits.begin());
  return sum_families(model, capped);
}

Bits pair_synchrony(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                    std::span<const Bits> kind_bits) {
  std::vector<Bits> hard(kind_bits.begin(), kind_bits.end());
  for (std::size_t kind = 0; kind < hard.size(); ++kind) {
    if (incidence.kinds[kind].soft) hard[kind] = 0;
  }
  const bool limited = sum_families(model, hard) < model.hard_needed_bits;
  return std::min(synchrony_bits(model.synchrony, incidence.sessions, a, b), model.synchrony.cap(limited));
}

Bits pair_evidence(const EvidenceModel& model, const Incidence& incidence, std::uint32_t a, std::uint32_t b,
                   std::span<Bits> kind_bits) {
  std::vector<Bits> kinds(incidence.num_kinds());
  const Bits bits = identifier_evidence(model, incidence, a, b, kinds);
  std::copy_n(kinds.begin(), kind_bits.size(), kind_bits.begin());
  return bits + pair_synchrony(model, incidence, a, b, kinds);
}

}  // namespace accountgraph
