#include <accountgraph/evidence/allowed.hpp>

#include <algorithm>
#include <map>
#include <tuple>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/linkage/link_accounts.hpp>

namespace accountgraph {
namespace {

struct Removed {
  std::uint32_t identifier = 0;
  std::int64_t accounts = 0;
  std::int64_t links = 0;
};

/// Twice the pairs that each link stands for: of those inside a star one in as many as they are.
class PairsTwice {
 public:
  explicit PairsTwice(const LinkGraph& links) : links_(&links), size_(links.num_accounts) {
    for (const std::uint32_t centre : links.star_centre) ++size_[centre];
  }
  std::int64_t of(std::uint64_t link) const {
    const std::uint32_t a = links_->star_centre[links_->source[link]], b = links_->star_centre[links_->target[link]];
    return a == b ? size_[a] : 2 * size_[a] * size_[b];
  }

 private:
  const LinkGraph* links_;
  std::vector<std::int64_t> size_;
};

/// Adds up the links that only `removed` (ascending identifier) would have given, of those in `links`.
void count_lost(const Case& result, const EvidenceModel& without, const LinkGraph& links, std::span<Removed> removed,
                const Control& control) {
  const Incidence& incidence = result.incidence;
  std::vector<std::uint8_t> concerned(incidence.num_accounts());
  std::map<std::uint32_t, Removed*> of;
  for (Removed& entry : removed) {
    if (without.identifier_bits[entry.identifier] == 0) continue;
    of[entry.identifier] = &entry;
    for (const std::uint32_t account : incidence.accounts_of(entry.identifier)) concerned[account] = 1;
  }
  const PairsTwice pairs(links);
  for (std::uint64_t link = 0; link < links.num_links(); ++link) {
    if (link % 4096 == 0) control.check();
    const std::uint32_t a = links.source[link], b = links.target[link];
    if (!concerned[a] || !concerned[b]) continue;
    if (pair_evidence(result.model, incidence, a, b) >= result.model.threshold_bits) continue;
    for (const SharedIdentifier& shared : shared_identifiers(without, incidence, a, b)) {
      if (shared.bits == 0) continue;
      if (const auto entry = of.find(shared.identifier); entry != of.end()) entry->second->links += pairs.of(link);
    }
  }
  for (Removed& entry : removed) entry.links /= 2;
}

}  // namespace

Table allowed_table(const Case& result, const LinkOptions& options, const Control& control) {
  const Incidence& incidence = result.incidence;
  std::vector<Removed> removed;
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    if (result.model.identifier_reason[k] == NoEvidence::allowed)
      removed.push_back({k, std::ssize(incidence.accounts_of(k)), 0});
  }
  EvidenceModel without;
  bool counted = true;
  if (!removed.empty()) {
    LinkOptions unlisted = options;
    unlisted.allow.clear();
    without = evidence_model(incidence, unlisted, control);
    try {
      count_lost(result, without, link_accounts(incidence, without, unlisted, control), removed, control);
    } catch (const InputError&) {  // more than max_memory_bytes
      counted = false;
    }
  }
  std::sort(removed.begin(), removed.end(), [](const Removed& left, const Removed& right) {
    return std::tuple(-left.links, -left.accounts, left.identifier) <
           std::tuple(-right.links, -right.accounts, right.identifier);
  });
  StringPool kind, identifier;
  std::vector<std::int64_t> accounts, links;
  std::vector<double> bits;
  for (const Removed& entry : removed) {
    kind.push_back(incidence.kinds[incidence.kind_of(entry.identifier)].name);
    identifier.push_back(incidence.identifiers[entry.identifier]);
    accounts.push_back(entry.accounts);
    bits.push_back(to_bits(without.identifier_bits[entry.identifier]));
    links.push_back(entry.links);
  }
  Table table;
  table.add("kind", std::move(kind));
  table.add("identifier", std::move(identifier));
  table.add("accounts", std::move(accounts));
  table.add("bits", std::move(bits));
  table.add("links", std::move(links), counted ? std::vector<bool>{} : std::vector<bool>(removed.size(), false));
  return table;
}

}  // namespace accountgraph
