#include <accountgraph/evidence/tables.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include <accountgraph/evidence/binding.hpp>

#include "structure.hpp"

namespace accountgraph {
namespace {

/// First and last event of a set of accounts, with their number of events.
struct Span {
  std::uint64_t events = 0;
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  void add(const Incidence& incidence, std::uint32_t account) {
    events += incidence.account_events[account];
    if (!incidence.time.present) return;
    first = std::min(first, incidence.account_first[account]);
    last = std::max(last, incidence.account_last[account]);
  }
};

/// The columns events, first_seen, last_seen; times are null without a time column.
class SpanColumns {
 public:
  explicit SpanColumns(const Incidence& incidence) : timed_(incidence.time.present) {}
  void push(const Span& span) {
    events_.push_back(span.events);
    first_.micros.push_back(timed_ ? span.first : 0);
    last_.micros.push_back(timed_ ? span.last : 0);
  }
  void add_to(Table& table) {
    const std::vector<bool> valid = timed_ ? std::vector<bool>{} : std::vector<bool>(events_.size(), false);
    table.add("events", std::move(events_));
    table.add("first_seen", std::move(first_), valid);
    table.add("last_seen", std::move(last_), valid);
  }

 private:
  bool timed_;
  std::vector<std::uint64_t> events_;
  Timestamps first_, last_;
};

std::vector<std::string> cluster_names(const Case& result) {
  std::vector<std::string> names;
  for (const Cluster& cluster : result.clusters) names.push_back(cluster_name(result.incidence, cluster.members));
  return names;
}

std::vector<std::string> campaign_names(const Case& result) {
  std::vector<std::string> names;
  for (const Campaign& campaign : result.campaigns) names.push_back(campaign_name(result.incidence, campaign));
  return names;
}

/// A text column of names[index[row]], null where the index is none.
void add_names(Table& table, std::string column, std::span<const std::string> names,
               std::span<const std::uint32_t> index) {
  StringPool text;
  std::vector<bool> valid;
  for (const std::uint32_t at : index) {
    text.push_back(at == kNone ? std::string_view{} : std::string_view(names[at]));
    valid.push_back(at != kNone);
  }
  table.add(std::move(column), std::move(text), std::move(valid));
}

/// held_by_kind and held_by: the identifier that alone holds an account in its cluster.
void add_held_by(Table& table, const Case& result) {
  StringPool kind, identifier;
  std::vector<bool> valid;
  for (const std::uint32_t k : result.held_by) {
    valid.push_back(k != kNone);
    kind.push_back(k == kNone ? std::string_view{}
                              : std::string_view(result.incidence.kinds[result.incidence.kind_of(k)].name));
    identifier.push_back(k == kNone ? std::string_view{} : result.incidence.identifiers[k]);
  }
  table.add("held_by_kind", std::move(kind), valid);
  table.add("held_by", std::move(identifier), valid);
}

std::vector<double> in_bits(std::span<const Bits> fixed) {
  std::vector<double> bits;
  bits.reserve(fixed.size());
  for (const Bits value : fixed) bits.push_back(to_bits(value));
  return bits;
}

}  // namespace

std::vector<std::uint32_t> main_campaigns(const Case& result) {
  const auto standing = [&](std::uint32_t account, std::uint32_t index) {
    const Campaign& campaign = result.campaigns[index];
    const bool own = std::binary_search(campaign.clusters.begin(), campaign.clusters.end(), result.cluster_of[account]);
    return std::pair(own, campaign.members.size());
  };
  std::vector<std::uint32_t> main(result.incidence.num_accounts(), kNone);
  for (std::uint32_t index = 0; index < result.campaigns.size(); ++index) {
    for (const CampaignMember& member : result.campaigns[index].members) {
      std::uint32_t& current = main[member.account];
      if (member.role != CampaignRole::member) continue;
      if (current == kNone || standing(member.account, current) < standing(member.account, index)) current = index;
    }
  }
  return main;
}

Table accounts_table(const Case& result) {
  const Incidence& incidence = result.incidence;
  const std::uint32_t accounts = incidence.num_accounts();
  Table table;
  table.add("account_id", incidence.accounts);
  add_names(table, "cluster_id", cluster_names(result), result.cluster_of);
  add_names(table, "campaign_id", campaign_names(result), main_campaigns(result));
  StringPool role;
  std::vector<bool> flagged;
  std::vector<double> bits;
  SpanColumns spans(incidence);
  for (std::uint32_t account = 0; account < accounts; ++account) {
    role.push_back(to_string(result.role[account]));
    flagged.push_back(result.is_flagged(account));
    Bits strongest = 0;
    for (std::uint64_t at = result.links.begin[account]; at < result.links.begin[account + 1]; ++at) {
      strongest = std::max(strongest, result.links.bits[result.links.link[at]]);
    }
    bits.push_back(to_bits(strongest));
    Span span;
    span.add(incidence, account);
    spans.push(span);
  }
  table.add("role", std::move(role));
  table.add("flagged", std::move(flagged));
  table.add("bits", std::move(bits));
  add_held_by(table, result);
  spans.add_to(table);
  const bool timed = incidence.time.present;
  table.add("mask", timed ? incidence.account_mask : std::vector<std::uint64_t>(accounts),
            timed ? std::vector<bool>{} : std::vector<bool>(accounts, false));
  return table;
}

Table clusters_table(const Case& result) {
  const Incidence& incidence = result.incidence;
  const std::vector<std::string> names = cluster_names(result);
  const std::vector<std::uint32_t> main = main_campaigns(result);
  StringPool name, archetype;
  std::vector<std::uint32_t> campaign;
  std::vector<std::int64_t> rank, size, core, bridges;
  std::vector<double> score, q_value, chance;
  std::vector<bool> flagged;
  const std::vector<bool> tested(result.clusters.size(), result.chance.worlds > 0);
  SpanColumns spans(incidence);
  for (std::size_t at = 0; at < result.clusters.size(); ++at) {
    const Cluster& cluster = result.clusters[at];
    name.push_back(names[at]);
    archetype.push_back(to_string(cluster.archetype));
    rank.push_back(static_cast<std::int64_t>(at + 1));
    size.push_back(static_cast<std::int64_t>(cluster.members.size()));
    core.push_back(std::count(cluster.core.begin(), cluster.core.end(), 1));
    bridges.push_back(std::ssize(find_bridges(result.links, cluster.members).members));
    score.push_back(cluster.score);
    q_value.push_back(cluster.q_value.value_or(0));
    chance.push_back(tested[at] ? static_cast<double>(result.chance.as_high[at]) / result.chance.worlds : 0);
    flagged.push_back(cluster.flagged);
    std::map<std::uint32_t, std::size_t> members_of;  // main campaign -> members
    Span span;
    for (const std::uint32_t member : cluster.members) {
      span.add(incidence, member);
      if (main[member] != kNone) ++members_of[main[member]];
    }
    const auto most = std::max_element(members_of.begin(), members_of.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    campaign.push_back(most == members_of.end() ? kNone : most->first);
    spans.push(span);
  }
  Table table;
  table.add("cluster_id", std::move(name));
  table.add("rank", std::move(rank));
  add_names(table, "campaign_id", campaign_names(result), campaign);
  table.add("size", std::move(size));
  table.add("core", std::move(core));
  table.add("bridges", std::move(bridges));
  table.add("score", std::move(score));
  const std::size_t parts = result.clusters.empty() ? 0 : result.clusters.front().parts.size();
  for (std::size_t part = 0; part < parts; ++part) {
    std::vector<double> bits;
    for (const Cluster& cluster : result.clusters) bits.push_back(cluster.parts[part].bits);
    table.add("score_" + result.clusters.front().parts[part].name, std::move(bits));
  }
  table.add("q_value", std::move(q_value), tested);
  table.add("chance_clusters", std::move(chance), tested);
  table.add("flagged", std::move(flagged));
  table.add("archetype", std::move(archetype));
  spans.add_to(table);
  const auto add_profile = [&](const char* prefix, double KindProfile::* field) {
    for (std::size_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      std::vector<double> values;
      for (const Cluster& cluster : result.clusters) values.push_back(cluster.profile[kind].*field);
      table.add(prefix + incidence.kinds[kind].name, std::move(values));
    }
  };
  std::vector<double> crossing;
  std::vector<bool> crossing_known;
  for (const Cluster& cluster : result.clusters) {
    crossing_known.push_back(!std::isnan(cluster.crossing));
    crossing.push_back(crossing_known.back() ? cluster.crossing : 0.0);
  }
  table.add("crossing", std::move(crossing), std::move(crossing_known));
  std::vector<double> rotation;
  for (const Cluster& cluster : result.clusters) rotation.push_back(cluster.rotation);
  table.add("rotation", std::move(rotation));
  add_profile("coverage_", &KindProfile::coverage);
  add_profile("reuse_", &KindProfile::reuse);
  add_profile("largest_", &KindProfile::largest);
  add_profile("present_", &KindProfile::present);
  return table;
}

Table campaigns_table(const Case& result) {
  Table table;
  StringPool name;
  std::vector<std::int64_t> clusters, accounts, associated;
  std::vector<bool> tasking;
  SpanColumns spans(result.incidence);
  for (const std::string& text : campaign_names(result)) name.push_back(text);
  for (const Campaign& campaign : result.campaigns) {
    Span span;
    std::int64_t members = 0;
    for (const CampaignMember& member : campaign.members) {
      if (member.role != CampaignRole::member) continue;
      ++members;
      span.add(result.incidence, member.account);
    }
    clusters.push_back(static_cast<std::int64_t>(campaign.clusters.size()));
    accounts.push_back(members);
    associated.push_back(static_cast<std::int64_t>(campaign.members.size()) - members);
    tasking.push_back(campaign.tasking_analysed);
    spans.push(span);
  }
  table.add("campaign_id", std::move(name));
  table.add("clusters", std::move(clusters));
  table.add("accounts", std::move(accounts));
  table.add("associated", std::move(associated));
  table.add("tasking_analysed", std::move(tasking));
  spans.add_to(table);
  return table;
}

Table campaign_members_table(const Case& result) {
  const std::vector<std::string> names = campaign_names(result);
  StringPool campaign, account, role;
  for (std::size_t at = 0; at < result.campaigns.size(); ++at) {
    for (const CampaignMember& member : result.campaigns[at].members) {
      campaign.push_back(names[at]);
      account.push_back(result.incidence.accounts[member.account]);
      const Role own = result.role[member.account];
      role.push_back(to_string(member.role == CampaignRole::associated ? Role::associated : own));
    }
  }
  Table table;
  table.add("campaign_id", std::move(campaign));
  table.add("account_id", std::move(account));
  table.add("role", std::move(role));
  return table;
}

Table successions_table(const Case& result) {
  constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
  const std::vector<std::string> names = campaign_names(result);
  StringPool campaign;
  Timestamps ended, began, peak;
  std::vector<std::int64_t> predecessor, successor, templates;
  std::vector<double> bits;
  for (const Succession& succession : result.successions) {
    campaign.push_back(names[succession.campaign]);
    ended.micros.push_back(succession.ended_day * kMicrosOfDay);
    began.micros.push_back(succession.began_day * kMicrosOfDay);
    peak.micros.push_back(succession.peak_day * kMicrosOfDay);
    predecessor.push_back(std::ssize(succession.predecessor));
    successor.push_back(std::ssize(succession.successor));
    bits.push_back(succession.common_bits);
    templates.push_back(std::ssize(succession.common_templates));
  }
  Table table;
  table.add("campaign_id", std::move(campaign));
  table.add("ended", std::move(ended));
  table.add("began", std::move(began));
  table.add("peak", std::move(peak));
  table.add("predecessor_accounts", std::move(predecessor));
  table.add("successor_accounts", std::move(successor));
  table.add("common_bits", std::move(bits));
  table.add("common_templates", std::move(templates));
  return table;
}

Table links_table(const Case& result) {
  const LinkGraph& links = result.links;
  StringPool a, b;
  for (std::uint64_t at = 0; at < links.num_links(); ++at) {
    a.push_back(result.incidence.accounts[links.source[at]]);
    b.push_back(result.incidence.accounts[links.target[at]]);
  }
  std::vector<double> synchrony;
  for (std::uint64_t at = 0; at < links.num_links(); ++at)
    synchrony.push_back(to_bits(links.bits[at] - sum_families(result.model, links.kind_bits_of(at))));
  Table table;
  table.add("account_a", std::move(a));
  table.add("account_b", std::move(b));
  table.add("bits", in_bits(links.bits));
  table.add("synchrony_bits", std::move(synchrony));
  for (std::size_t kind = 0; kind < links.num_kinds; ++kind) {
    std::vector<double> bits;
    for (std::uint64_t at = 0; at < links.num_links(); ++at) bits.push_back(to_bits(links.kind_bits_of(at)[kind]));
    table.add("bits_" + result.incidence.kinds[kind].name, std::move(bits));
  }
  return table;
}

Table evidence_table(const Case& result) {
  const Incidence& incidence = result.incidence;
  const std::vector<std::string> names = cluster_names(result);
  StringPool cluster_id, kind_name, identifier;
  std::vector<std::int64_t> members, total;
  std::vector<double> bits;
  for (std::size_t at = 0; at < result.clusters.size(); ++at) {
    for (const BindingIdentifier& entry :
         binding_identifiers(incidence, result.model, result.background, result.clusters[at])) {
      cluster_id.push_back(names[at]);
      kind_name.push_back(incidence.kinds[entry.kind].name);
      identifier.push_back(incidence.identifiers[entry.identifier]);
      members.push_back(entry.members);
      total.push_back(entry.accounts);
      bits.push_back(to_bits(entry.bits));
    }
  }
  Table table;
  table.add("cluster_id", std::move(cluster_id));
  table.add("kind", std::move(kind_name));
  table.add("identifier", std::move(identifier));
  table.add("members", std::move(members));
  table.add("accounts_total", std::move(total));
  table.add("bits", std::move(bits));
  return table;
}

}  // namespace accountgraph
