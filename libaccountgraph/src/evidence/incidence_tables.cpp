// The tables of a run folder that tell of the log itself, whatever was found in it.
#include <utility>

#include <accountgraph/evidence/tables.hpp>

namespace accountgraph {

Table entries_table(const Incidence& incidence) {
  StringPool account, kind_name, identifier;
  std::vector<std::int64_t> count;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (std::uint64_t at = incidence.row_begin[a]; at < incidence.row_begin[a + 1]; ++at) {
      const std::uint32_t k = incidence.entry_identifier[at];
      account.push_back(incidence.accounts[a]);
      kind_name.push_back(incidence.kinds[incidence.kind_of(k)].name);
      identifier.push_back(incidence.identifiers[k]);
      count.push_back(incidence.entry_count[at]);
    }
  }
  Table table;
  table.add("account_id", std::move(account));
  table.add("kind", std::move(kind_name));
  table.add("identifier", std::move(identifier));
  table.add("count", std::move(count));
  const bool timed = incidence.time.present;
  const std::vector<bool> valid = timed ? std::vector<bool>{} : std::vector<bool>(incidence.num_entries(), false);
  table.add("first_seen",
            Timestamps{timed ? incidence.entry_first : std::vector<std::int64_t>(incidence.num_entries())}, valid);
  table.add("last_seen", Timestamps{timed ? incidence.entry_last : std::vector<std::int64_t>(incidence.num_entries())},
            valid);
  table.add("mask", timed ? incidence.entry_mask : std::vector<std::uint64_t>(incidence.num_entries()), valid);
  return table;
}

Table sessions_table(const Incidence& incidence) {
  constexpr std::int64_t kMicros = 1'000'000;
  StringPool account;
  Timestamps first, last;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (const Session session : incidence.sessions.of(a)) {
      account.push_back(incidence.accounts[a]);
      first.micros.push_back(session.first * kMicros);
      last.micros.push_back(session.last * kMicros);
    }
  }
  Table table;
  table.add("account_id", std::move(account));
  table.add("first_seen", std::move(first));
  table.add("last_seen", std::move(last));
  return table;
}

Table ledger_table(const Incidence& incidence, const EvidenceModel& model) {
  StringPool kind_name, identifier, reason;
  std::vector<std::int64_t> accounts;
  for (std::uint32_t k = 0; k < incidence.num_identifiers(); ++k) {
    const NoEvidence why = model.identifier_reason[k];
    if (why == NoEvidence::carries || why == NoEvidence::unshared) continue;
    kind_name.push_back(incidence.kinds[incidence.kind_of(k)].name);
    identifier.push_back(incidence.identifiers[k]);
    accounts.push_back(static_cast<std::int64_t>(incidence.accounts_of(k).size()));
    reason.push_back(to_string(why));
  }
  Table table;
  table.add("kind", std::move(kind_name));
  table.add("identifier", std::move(identifier));
  table.add("accounts", std::move(accounts));
  table.add("reason", std::move(reason));
  return table;
}

}  // namespace accountgraph
