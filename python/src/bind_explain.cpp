/// Explanations: indices become names here, so that Python never sees one.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>
#include <accountgraph/core/errors.hpp>
#include <accountgraph/evidence/explain.hpp>
#include <accountgraph/evidence/tables.hpp>

#include "bindings.hpp"

namespace accountgraph::python {
namespace {

std::uint32_t account_named(const Case& result, const std::string& name) {
  const std::uint32_t account = find_account(result, name);
  if (account == kNone)
    throw InputError("no account or cluster " + std::string(py::repr(py::str(name))) + " in this run");
  return account;
}

/// kNone where there is none of that name.
std::uint32_t find_cluster(const Case& result, const std::string& name) {
  if (!name.starts_with("c-")) return kNone;
  for (std::size_t index = 0; index < result.clusters.size(); ++index) {
    if (cluster_name(result.incidence, result.clusters[index].members) == name)
      return static_cast<std::uint32_t>(index);
  }
  return kNone;
}

py::list kind_names(const Case& result, const std::vector<std::uint32_t>& kinds) {
  py::list names;
  for (const std::uint32_t kind : kinds) names.append(result.incidence.kinds[kind].name);
  return names;
}

py::list account_names(const Case& result, const std::vector<std::uint32_t>& accounts) {
  py::list names;
  for (const std::uint32_t account : accounts) names.append(to_text(result.incidence.accounts[account]));
  return names;
}

/// (name, bits), in order.
py::list parts_of(const std::vector<ScorePart>& parts) {
  py::list list;
  for (const ScorePart& part : parts) list.append(py::make_tuple(part.name, part.bits));
  return list;
}

py::list reasons_of(const Case& result, const std::vector<AccountExplanation::Reason>& reasons) {
  py::list list;
  for (const AccountExplanation::Reason& reason : reasons) {
    py::dict item;
    item["kind"] = result.incidence.kinds[reason.kind].name;
    item["identifier"] = to_text(result.incidence.identifiers[reason.identifier]);
    item["members"] = reason.members;
    item["accounts"] = reason.accounts;
    item["bits"] = reason.bits;
    item["pivotal"] = reason.pivotal;
    list.append(item);
  }
  return list;
}

py::dict pair(const Case& result, const std::string& first, const std::string& second) {
  const PairExplanation found = explain_pair(result, account_named(result, first), account_named(result, second));
  py::dict kind_bits;
  for (std::size_t kind = 0; kind < found.kind_bits.size(); ++kind) {
    kind_bits[py::str(result.incidence.kinds[kind].name)] = to_bits(found.kind_bits[kind]);
  }
  py::list shared;
  for (const SharedIdentifier& identifier : found.shared) {
    py::dict item;
    item["kind"] = result.incidence.kinds[identifier.kind].name;
    item["identifier"] = to_text(result.incidence.identifiers[identifier.identifier]);
    item["bits"] = to_bits(identifier.bits);
    item["reason"] = to_string(identifier.reason);
    shared.append(item);
  }
  py::dict answer;
  answer["account_a"] = to_text(result.incidence.accounts[found.a]);
  answer["account_b"] = to_text(result.incidence.accounts[found.b]);
  answer["bits"] = to_bits(found.total);
  answer["needed_bits"] = to_bits(found.threshold);
  answer["linked"] = found.linked;
  answer["parts"] = parts_of(found.parts);
  answer["kind_bits"] = kind_bits;
  answer["synchrony"] = py::none();
  if (found.synchrony) {
    py::dict synchrony;
    synchrony["coinciding"] = found.synchrony->coinciding;
    synchrony["expected"] = found.synchrony->expected;
    synchrony["bits"] = to_bits(found.synchrony->bits);
    answer["synchrony"] = synchrony;
  }
  answer["shared"] = shared;
  answer["not_analysed"] = kind_names(result, found.not_analysed);
  answer["path"] = account_names(result, found.path);
  return answer;
}

py::dict account(const Case& result, const std::string& name) {
  const AccountExplanation found = explain_account(result, account_named(result, name));
  py::list links;
  const std::uint32_t centre = result.links.star_centre[found.account];  // whose links they are
  for (const std::uint64_t link : found.strongest_links) {
    const std::uint32_t source = result.links.source[link], target = result.links.target[link];
    const std::uint32_t other = source == centre ? target : source;
    links.append(py::make_tuple(to_text(result.incidence.accounts[other == found.account ? centre : other]),
                                to_bits(result.links.bits[link])));
  }
  py::dict answer;
  answer["account_id"] = to_text(result.incidence.accounts[found.account]);
  answer["cluster_id"] = found.cluster == kNone
                             ? py::object(py::none())
                             : py::str(cluster_name(result.incidence, result.clusters[found.cluster].members));
  answer["role"] = to_string(found.role);
  answer["flagged"] = found.flagged;
  answer["bits"] = found.member_bits;
  answer["needed_bits"] = found.needed_bits;
  answer["bound"] = found.bound;
  answer["parts"] = parts_of(found.parts);
  answer["reasons"] = reasons_of(result, found.reasons);
  answer["strongest_links"] = links;
  answer["not_analysed"] = kind_names(result, found.not_analysed);
  answer["bridge"] = found.bridge;
  return answer;
}

py::object structure_of(const Case& result, const Cluster& described, const std::optional<LinkStructure>& found) {
  if (!found) return py::none();
  py::dict betweenness;
  for (std::size_t at = 0; at < described.members.size(); ++at) {
    betweenness[to_text(result.incidence.accounts[described.members[at]])] = found->betweenness[at];
  }
  py::dict answer;
  answer["cut_bits"] = found->cut_bits;
  answer["cut_off"] = account_names(result, found->cut_off);
  answer["betweenness"] = betweenness;
  return answer;
}

py::dict cluster(const Case& result, const std::string& name) {
  const std::uint32_t index = find_cluster(result, name);
  if (index == kNone) throw InputError("no cluster " + std::string(py::repr(py::str(name))) + " in this run");
  const Cluster& described = result.clusters[index];
  const ClusterExplanation found = explain_cluster(result, index);
  py::list bridge_links;
  for (const std::uint64_t link : found.bridge_links) {
    bridge_links.append(py::make_tuple(to_text(result.incidence.accounts[result.links.source[link]]),
                                       to_text(result.incidence.accounts[result.links.target[link]])));
  }
  py::dict answer;
  answer["cluster_id"] = name;
  answer["size"] = described.members.size();
  answer["score"] = described.score;
  answer["parts"] = parts_of(described.parts);
  answer["archetype"] = to_string(described.archetype);
  answer["flagged"] = described.flagged;
  answer["q_value"] = described.q_value ? py::object(py::float_(*described.q_value)) : py::none();
  py::list why_not;
  for (const Unflagged reason : found.why_not_flagged) why_not.append(to_string(reason));
  answer["why_not_flagged"] = why_not;
  answer["bridges"] = account_names(result, found.bridges);
  answer["bridge_links"] = bridge_links;
  answer["structure"] = structure_of(result, described, found.structure);
  answer["not_analysed"] = kind_names(result, found.not_analysed);
  answer["weakly_held"] = account_names(result, found.weakly_held);
  answer["identifiers"] = reasons_of(result, found.identifiers);
  return answer;
}

}  // namespace

std::uint32_t find_account(const Case& result, std::string_view name) {
  const StringPool& accounts = result.incidence.accounts;
  std::size_t begin = 0, end = accounts.size();
  while (begin < end) {  // accounts are in the byte order of their names
    const std::size_t middle = begin + (end - begin) / 2;
    if (accounts[middle] < name)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin < accounts.size() && accounts[begin] == name ? static_cast<std::uint32_t>(begin) : kNone;
}

void bind_explain(py::module_& module) {
  module.def("explain_pair", &pair);
  module.def("explain_account", &account);
  module.def("explain_cluster", &cluster);
  module.def("has_cluster",
             [](const Case& result, const std::string& name) { return find_cluster(result, name) != kNone; });
}

}  // namespace accountgraph::python
