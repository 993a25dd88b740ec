#include "facts.hpp"

#include <algorithm>
#include <string>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/log2.hpp>
#include <accountgraph/records/time_text.hpp>

#include "bindings.hpp"

namespace accountgraph::python {
namespace {

constexpr const char* kFormats[] = {"text", "ip", "email", "prompt", "ids"};

py::dict time_facts(const TimeAxis& axis) {
  py::dict facts;
  facts["present"] = axis.present;
  if (!axis.present) return facts;
  facts["since"] = format_time(axis.since_micros);
  facts["until"] = format_time(axis.until_micros);
  facts["since_micros"] = axis.since_micros;
  facts["until_micros"] = axis.until_micros;
  facts["bucket_days"] = axis.bucket_days;
  facts["buckets"] = axis.num_buckets;
  return facts;
}

py::object cap(Bits bits) { return bits == kNoCap ? py::object(py::none()) : py::float_(to_bits(bits)); }

/// Beside `reliability`, which the kind came with, what the log taught (None: it was not asked). The run used the lesser.
void add_learned(py::dict& item, const Case& result, std::size_t kind) {
  item["learned_reliability"] = py::none();
  item["learned_from_accounts"] = py::none();
  if (result.learned.empty()) return;
  item["reliability"] = result.learned[kind].given;
  item["learned_reliability"] = result.learned[kind].learned;
  item["learned_from_accounts"] = result.learned[kind].accounts;
}

py::list kinds(const Case& result) {
  py::list list;
  for (std::size_t t = 0; t < result.incidence.kinds.size(); ++t) {
    const KindEvidence& evidence = result.model.kinds[t];
    py::dict item = kind_to_dict(result.incidence.kinds[t]);
    item["accounts"] = evidence.accounts;
    item["entries"] = evidence.entries;
    item["identifiers"] = result.incidence.kind_begin[t + 1] - result.incidence.kind_begin[t];
    item["floor_bits"] = to_bits(evidence.floor_bits);
    item["cap_bits"] = cap(evidence.cap_bits);
    add_learned(item, result, t);
    list.append(item);
  }
  return list;
}

}  // namespace

py::list rejects_to_list(const std::vector<RejectCount>& rejects) {
  py::list reasons;
  for (const RejectCount& count : rejects) {
    py::list examples;
    for (const RejectExample& example : count.examples) {
      py::dict item;
      item["row"] = example.row;
      item["value"] = to_text(example.value);
      examples.append(item);
    }
    py::dict item;
    item["reason"] = to_string(count.reason);
    item["rows"] = count.rows;
    item["examples"] = examples;
    reasons.append(item);
  }
  return reasons;
}

py::dict kind_to_dict(const Kind& kind) {
  py::dict item;
  item["name"] = kind.name;
  item["family"] = kind.family;
  item["reliability"] = kind.reliability;
  item["soft"] = kind.soft;
  item["moves"] = kind.moves;
  item["format"] = kFormats[static_cast<std::size_t>(kind.format)];
  return item;
}

Kind kind_from_dict(const py::dict& given) {
  const auto format = given["format"].cast<std::string>();
  const auto found = std::find(std::begin(kFormats), std::end(kFormats), format);
  require(found != std::end(kFormats), "format", "'text', 'ip', 'email', 'prompt' or 'ids'", format);
  return {.name = given["name"].cast<std::string>(),
          .family = given["family"].cast<std::string>(),
          .reliability = given["reliability"].cast<double>(),
          .soft = given["soft"].cast<bool>(),
          .moves = given["moves"].cast<bool>(),
          .format = static_cast<ValueFormat>(found - std::begin(kFormats))};
}

py::dict incidence_facts(const Incidence& incidence) {
  py::dict facts;
  facts["events"] = incidence.num_events;
  facts["rejects"] = rejects_to_list(incidence.rejects);
  facts["time"] = time_facts(incidence.time);
  facts["fingerprint"] = fingerprint(incidence);
  return facts;
}

py::dict case_facts(const Case& result) {
  py::dict facts = incidence_facts(result.incidence);
  facts["population"] = result.model.population;
  facts["threshold_bits"] = to_bits(result.model.threshold_bits);
  facts["capped"] = result.model.capped;
  facts["kinds"] = kinds(result);
  py::list families;
  for (const FamilyEvidence& family : result.model.families) {
    py::dict item;
    item["name"] = family.name;
    item["soft"] = family.soft;
    item["cap_bits"] = cap(family.cap_bits);
    families.append(item);
  }
  facts["families"] = families;
  py::dict synchrony;
  synchrony["analysed"] = result.model.synchrony.analysed;
  synchrony["cap_bits"] = to_bits(result.model.synchrony.cap_bits);
  synchrony["sessions"] = result.incidence.sessions.session.size();
  facts["synchrony"] = synchrony;

  facts["seeds"] = result.seeds ? py::object(py::int_(*result.seeds)) : py::none();
  facts["significance_worlds"] = result.chance.worlds;

  const auto flagged = [](const auto& all, auto is) { return std::count_if(all.begin(), all.end(), is); };
  py::dict counts;
  counts["events"] = result.incidence.num_events;
  counts["accounts"] = result.incidence.num_accounts();
  counts["identifiers"] = result.incidence.num_identifiers();
  counts["entries"] = result.incidence.num_entries();
  counts["links"] = result.links.num_links();
  counts["links_dropped"] = result.links.links_dropped;
  counts["clusters"] = result.clusters.size();
  counts["flagged_clusters"] = flagged(result.clusters, [](const Cluster& cluster) { return cluster.flagged; });
  counts["flagged_accounts"] = flagged(result.flagged, [](std::uint8_t flag) { return flag != 0; });
  counts["campaigns"] = result.campaigns.size();
  counts["successions"] = result.successions.size();
  facts["counts"] = counts;
  return facts;
}

}  // namespace accountgraph::python
