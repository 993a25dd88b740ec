#include <accountgraph/linkage/learned_reliabilities.hpp>

#include <algorithm>
#include <atomic>

#include <accountgraph/core/parallel.hpp>
#include <accountgraph/linkage/evidence_sum.hpp>

namespace accountgraph {
namespace {

constexpr std::uint64_t kOne = std::uint64_t{1} << 20;  // a share of 1
constexpr double kPriorAccounts = 2 * 1'000;            // a pair is two accounts' word
constexpr double kMostChange = 4;

/// What an account's pairs say of a kind.
struct Word {
  std::uint64_t pairs = 0, share = 0;
};

void add(Word& word, std::uint64_t both, std::uint64_t held) {
  std::atomic_ref(word.pairs).fetch_add(1, std::memory_order_relaxed);
  std::atomic_ref(word.share).fetch_add(both * kOne / held, std::memory_order_relaxed);
}

/// Evidence for a second account that held it too; an identifier of one account alone is not shared, which counts.
bool could_tell(NoEvidence reason) {
  return reason == NoEvidence::carries || reason == NoEvidence::unshared || reason == NoEvidence::no_time_overlap;
}

void count_by_kind(const Incidence& incidence, const EvidenceModel& model, std::uint32_t account,
                   std::vector<std::uint32_t>& count) {
  std::fill(count.begin(), count.end(), 0);
  std::uint32_t kind = 0;
  for (const std::uint32_t k : incidence.identifiers_of(account)) {
    while (k >= incidence.kind_begin[kind + 1]) ++kind;
    count[kind] += could_tell(model.identifier_reason[k]);
  }
}

/// At least the link's evidence without a family: exact unless the soft-only rule then bites.
Bits bound_without(const EvidenceModel& model, Bits bits, std::span<const Bits> kind_bits, std::uint32_t family) {
  std::int64_t sum = 0;
  for (std::size_t kind = 0; kind < kind_bits.size(); ++kind) {
    if (model.kinds[kind].family == family) sum += kind_bits[kind];
  }
  return bits - static_cast<Bits>(std::min<std::int64_t>(sum, model.families[family].cap_bits));
}

bool linked_without(const EvidenceModel& model, EvidenceSum& sum, std::span<const SharedIdentifier> shared,
                    std::uint32_t family) {
  sum.clear();
  for (const SharedIdentifier& entry : shared) {
    if (model.kinds[entry.kind].family != family) sum.add(entry.kind, entry.bits);
  }
  return sum.evidence() >= model.threshold_bits;
}

std::vector<Word> words_of_accounts(const Incidence& incidence, const EvidenceModel& model, const LinkGraph& links,
                                    const Control& control) {
  const std::size_t kinds = incidence.num_kinds();
  std::vector<Word> words(incidence.num_accounts() * kinds);
  parallel_blocks(links.num_links(), 256, control, [&](std::size_t begin, std::size_t end) {
    EvidenceSum sum(model, incidence.kinds);
    std::vector<std::uint32_t> held_a(kinds), held_b(kinds), both(kinds);
    std::vector<std::uint8_t> without(model.families.size());
    for (std::size_t at = begin; at < end; ++at) {
      bool any = false;
      for (std::uint32_t family = 0; family < without.size(); ++family) {
        without[family] = bound_without(model, links.bits[at], links.kind_bits_of(at), family) >= model.threshold_bits;
        any |= without[family];
      }
      if (!any) continue;
      const std::uint32_t a = links.source[at], b = links.target[at];
      const std::vector<SharedIdentifier> shared = shared_identifiers(model, incidence, a, b);
      for (std::uint32_t family = 0; family < without.size(); ++family) {
        without[family] = without[family] && linked_without(model, sum, shared, family);
      }
      count_by_kind(incidence, model, a, held_a);
      count_by_kind(incidence, model, b, held_b);
      std::fill(both.begin(), both.end(), 0);
      for (const SharedIdentifier& entry : shared) both[entry.kind] += entry.reason == NoEvidence::carries;
      for (std::size_t kind = 0; kind < kinds; ++kind) {
        if (!without[model.kinds[kind].family] || held_a[kind] == 0 || held_b[kind] == 0) continue;
        add(words[a * kinds + kind], both[kind], held_a[kind]);
        add(words[b * kinds + kind], both[kind], held_b[kind]);
      }
    }
  });
  return words;
}

}  // namespace

std::vector<LearnedReliability> learn_reliabilities(const Incidence& incidence, const EvidenceModel& model,
                                                    const LinkGraph& links, const Control& control) {
  const std::vector<Word> words = words_of_accounts(incidence, model, links, control);
  const std::size_t kinds = incidence.num_kinds();
  std::vector<LearnedReliability> result;
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    std::uint64_t accounts = 0, pairs = 0, share = 0;
    for (std::size_t at = kind; at < words.size(); at += kinds) {
      if (words[at].pairs == 0) continue;
      ++accounts;
      pairs += words[at].pairs;
      share += words[at].share / words[at].pairs;
    }
    const double given = incidence.kinds[kind].reliability;
    const double mean = (kPriorAccounts * given + static_cast<double>(share) / static_cast<double>(kOne)) /
                        (kPriorAccounts + static_cast<double>(accounts));
    const double learned = std::clamp(mean, given / kMostChange, std::min(1.0, given * kMostChange));
    result.push_back({.kind = incidence.kinds[kind].name,
                      .given = given,
                      .learned = accounts == 0 ? given : learned,
                      .pairs = pairs / 2,
                      .accounts = accounts});
  }
  return result;
}

void use_lower_reliabilities(std::span<const LearnedReliability> learned, std::span<Kind> kinds) {
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    kinds[kind].reliability = std::min(learned[kind].given, learned[kind].learned);
  }
}

}  // namespace accountgraph
