#include <accountgraph/verify/links.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <accountgraph/records/normalise.hpp>

namespace accountgraph::verify {
namespace {

using Fixed = long long;  // 1/1024 bit

Fixed log_fixed(std::uint64_t x) {
  return x <= 1 ? 0 : static_cast<Fixed>(std::floor(1024.0L * std::log2(static_cast<long double>(x))));
}
Fixed rounded(double bits) { return std::llround(bits * 1024.0); }

/// Whether an address, or a /64 of IPv6, lies in a network: the first bits of both are equal.
bool lies_in(const std::string& value, const std::string& network) {
  const std::size_t slash = network.find('/');
  if (slash == std::string::npos) return false;
  const std::string address = value.substr(0, value.find('/')), base = network.substr(0, slash);
  unsigned char left[16], right[16];
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, address.c_str(), left) != 1 || inet_pton(family, base.c_str(), right) != 1) continue;
    const int length = std::atoi(network.c_str() + slash + 1);
    for (int bit = 0; bit < length; ++bit) {
      if ((left[bit / 8] ^ right[bit / 8]) >> (7 - bit % 8) & 1) return false;
    }
    return true;
  }
  return false;
}

/// The definition of the evidence, written down a second time from the documentation.
class Definition {
 public:
  Definition(const Incidence& incidence, const LinkOptions& options, const Control& control)
      : data_(incidence), options_(options) {
    const std::uint64_t seen = incidence.num_accounts();
    const std::uint64_t population = options.population_accounts > seen ? options.population_accounts : seen;
    prior_ = log_fixed(population);
    threshold_ = std::max<Fixed>(1, prior_ + rounded(options.margin_bits));
    for (std::uint32_t kind = 0; kind < incidence.num_kinds(); ++kind) {
      std::set<std::string> families;
      std::uint64_t accounts = 0, entries = 0;
      for (std::uint32_t a = 0; a < seen; ++a) {
        if (a % 1024 == 0) control.check();
        const std::uint64_t own = count(a, kind);
        accounts += own > 0;
        entries += own;
      }
      const auto scaled = [&](std::uint64_t n) {
        return seen == 0 ? 0 : static_cast<std::uint64_t>(std::floor(static_cast<long double>(n) * population / seen));
      };
      accounts_.push_back(scaled(accounts));
      entries_.push_back(scaled(entries));
      std::vector<Fixed> activity;
      for (std::uint32_t a = 0; a < seen; ++a) {
        const std::uint64_t own = count(a, kind);
        const Fixed excess = log_fixed(own) + log_fixed(accounts_.back()) - log_fixed(entries_.back());
        activity.push_back(own == 0 || excess < 0 || !options.correct_activity ? 0 : excess / 2);
      }
      activity_.push_back(activity);
      soft_anywhere_ = soft_anywhere_ || incidence.kinds[kind].soft;
      hard_anywhere_ = hard_anywhere_ || !incidence.kinds[kind].soft;
      families_.insert(incidence.kinds[kind].family);
    }
    std::uint64_t unit = 0;
    for (const Session session : incidence.sessions.session) {
      slots_[session.first / options.synchrony_seconds] += 1;
      ++beginnings_;
      unit = std::gcd(unit, std::uint64_t{std::max(session.first, incidence.sessions.session[0].first)} -
                                std::min(session.first, incidence.sessions.session[0].first));
    }
    in_step_ = capped() && hard_anywhere_ && options.synchrony_cap > 0 && unit > 0 && unit <= options.synchrony_seconds;
    for (std::uint32_t a = 0; a < seen && in_step_; ++a) near_.push_back(count_near(a));
    for (const AllowedIdentifier& entry : options.allow) {
      for (const Kind& kind : incidence.kinds) {
        if (kind.name != entry.kind) continue;
        allowed_.insert({entry.kind, normalised(kind.format, entry.value)});
        if (kind.format == ValueFormat::ip) networks_.push_back({entry.kind, normalised(kind.format, entry.value)});
      }
    }
  }

  Fixed prior() const { return prior_; }
  Fixed threshold() const { return threshold_; }

  /// E(a, b) and the kinds' shares, without synchrony where that cannot make a link; a star's links have none of its members' sessions.
  Fixed evidence(std::uint32_t a, std::uint32_t b, bool star, std::vector<Fixed>& kinds) const {
    std::map<std::uint32_t, std::uint64_t> mine;
    for (std::uint64_t at = data_.row_begin[a]; at < data_.row_begin[a + 1]; ++at)
      mine[data_.entry_identifier[at]] = mask(at);
    std::vector<std::vector<Fixed>> gains(data_.num_kinds());
    for (std::uint64_t at = data_.row_begin[b]; at < data_.row_begin[b + 1]; ++at) {
      const auto shared = mine.find(data_.entry_identifier[at]);
      if (shared == mine.end()) continue;
      const std::uint32_t kind = kind_of(shared->first);
      if (data_.kinds[kind].moves && !meet(shared->second, mask(at))) continue;
      const Fixed gain = bits(shared->first, kind) - activity_[kind][a] - activity_[kind][b];
      if (gain > 0 && bits(shared->first, kind) > 0) gains[kind].push_back(gain);
    }
    const auto total = [&](bool hold_soft, bool hard_only) {
      std::map<std::string, Fixed> family;
      kinds.assign(data_.num_kinds(), 0);
      for (std::uint32_t kind = 0; kind < data_.num_kinds(); ++kind) {
        const bool soft = data_.kinds[kind].soft;
        if (hard_only && soft) continue;
        Fixed best = 0;
        for (const Fixed gain : gains[kind]) {
          kinds[kind] +=
              hold_soft && soft ? std::min(gain, static_cast<Fixed>(cap(soft) * options_.single_soft)) : gain;
          best = std::max(best, gain);
        }
        if (!soft && capped()) kinds[kind] = (kinds[kind] + 3 * best) / 4;
        kinds[kind] = std::min(kinds[kind], cap(soft));
        family[data_.kinds[kind].family] += kinds[kind];
      }
      Fixed sum = 0;
      for (const auto& [name, share] : family) sum += std::min(share, family_cap(name));
      return sum;
    };
    const bool held = total(false, true) < rounded(static_cast<double>(threshold_) / 1024.0 * options_.hard_needed);
    const Fixed identifiers = total(held, false);
    if (star || !in_step_) return identifiers;
    const Fixed most = rounded(static_cast<double>(threshold_) * options_.synchrony_cap / 1024.0);
    if (identifiers + most < threshold_) return identifiers;  // no link, whatever the sessions say
    return identifiers + std::min(together(a, b), held ? most / 2 : most);
  }

  /// True when both hold the same identifiers that carry evidence, at the same times where that matters, equally active.
  bool same_evidence(std::uint32_t a, std::uint32_t b) const {
    for (std::uint32_t kind = 0; kind < data_.num_kinds(); ++kind) {
      if (activity_[kind][a] != activity_[kind][b]) return false;
    }
    return telling_entries(a) == telling_entries(b);
  }

 private:
  std::vector<std::pair<std::uint32_t, std::uint64_t>> telling_entries(std::uint32_t account) const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> entries;
    for (std::uint64_t at = data_.row_begin[account]; at < data_.row_begin[account + 1]; ++at) {
      const std::uint32_t identifier = data_.entry_identifier[at];
      const std::uint32_t kind = kind_of(identifier);
      if (bits(identifier, kind) - activity_[kind][account] <= 0) continue;
      entries.emplace_back(identifier, data_.kinds[kind].moves ? mask(at) : ~0ULL);
    }
    return entries;
  }
  std::uint32_t kind_of(std::uint32_t identifier) const {
    std::uint32_t kind = 0;
    while (identifier >= data_.kind_begin[kind + 1]) ++kind;
    return kind;
  }
  std::uint64_t count(std::uint32_t account, std::uint32_t kind) const {
    std::uint64_t own = 0;
    for (const std::uint32_t k : data_.identifiers_of(account)) own += kind_of(k) == kind && !data_.placeholder[k];
    return own;
  }
  std::uint64_t mask(std::uint64_t entry) const { return data_.entry_mask.empty() ? ~0ULL : data_.entry_mask[entry]; }
  static bool meet(std::uint64_t a, std::uint64_t b) {
    for (int i = 0; i < 64; ++i) {
      for (int j = std::max(0, i - 1); j <= std::min(63, i + 1); ++j) {
        if ((a >> i & 1) && (b >> j & 1)) return true;
      }
    }
    return false;
  }
  bool allowed(const std::string& kind, const std::string& value) const {
    return allowed_.contains({kind, value}) ||
           std::any_of(networks_.begin(), networks_.end(),
                       [&](const auto& network) { return network.first == kind && lies_in(value, network.second); });
  }
  Fixed bits(std::uint32_t identifier, std::uint32_t kind) const {
    const std::uint64_t holders = data_.column_begin[identifier + 1] - data_.column_begin[identifier];
    if (holders < 2 || data_.placeholder[identifier]) return 0;
    if (allowed(data_.kinds[kind].name, std::string(data_.identifiers[identifier]))) return 0;
    const double reliability = std::max(1.0, std::floor(data_.kinds[kind].reliability * 1048576.0 + 0.5));
    const Fixed value = log_fixed(accounts_[kind]) - log_fixed(holders) +
                        log_fixed(static_cast<std::uint64_t>(reliability)) - 20 * 1024;
    const Fixed floor =
        std::max(rounded(options_.floor_bits), log_fixed(accounts_[kind]) - rounded(options_.floor_growth));
    return value <= 0 || value < floor ? 0 : value;
  }
  /// Sessions of the account and how many begin near them.
  std::uint64_t count_near(std::uint32_t account) const {
    std::uint64_t around = 0;
    for (const Session session : data_.sessions.of(account)) {
      const std::int64_t slot = session.first / options_.synchrony_seconds;
      for (std::int64_t at = slot - 1; at <= slot + 1; ++at) around += slots_.contains(at) ? slots_.at(at) : 0;
    }
    return (2 * around + 2) / 3;
  }
  /// The largest number of pairs of sessions, one of each account, that begin together, no session twice.
  std::uint64_t coinciding(std::uint32_t a, std::uint32_t b) const {
    const auto left = data_.sessions.of(a), right = data_.sessions.of(b);
    std::vector<std::uint64_t> before(right.size() + 1), now(right.size() + 1);
    for (const Session x : left) {
      for (std::size_t j = 0; j < right.size(); ++j) {
        const std::int64_t apart = std::int64_t{x.first} - right[j].first;
        const bool together = std::max(apart, -apart) <= std::int64_t{options_.synchrony_seconds};
        now[j + 1] = std::max({now[j], before[j + 1], before[j] + together});
      }
      before = now;
    }
    return before.back();
  }
  /// What sessions in step say, before the cap.
  Fixed together(std::uint32_t a, std::uint32_t b) const {
    const std::uint64_t m = coinciding(a, b), seen = m * beginnings_;
    const std::uint64_t chance =
        std::max(near_[a] * data_.sessions.of(b).size(), near_[b] * data_.sessions.of(a).size());
    if (seen <= chance) return 0;
    const auto beyond = static_cast<Fixed>(std::floor(1024.0L * static_cast<long double>(seen - chance) /
                                                      static_cast<long double>(beginnings_))) +
                        1;
    const Fixed value = static_cast<Fixed>(m) * (log_fixed(seen) - log_fixed(chance) - 1) - beyond * 1478 / 1024 - 1 +
                        log_fixed(static_cast<std::uint64_t>(std::round(0.2 * 1048576))) - 20 * 1024;
    return value < rounded(options_.floor_bits) ? 0 : value;
  }
  bool capped() const { return soft_anywhere_ || families_.size() != 1; }
  Fixed cap(bool soft) const {
    return capped() ? rounded(static_cast<double>(threshold_) / 1024.0 * (soft ? options_.soft_cap : options_.hard_cap))
                    : 1 << 30;
  }
  Fixed family_cap(const std::string& name) const {
    bool soft = true;
    for (const Kind& kind : data_.kinds) soft = soft && (kind.family != name || kind.soft);
    return cap(soft);
  }

  const Incidence& data_;
  const LinkOptions& options_;
  Fixed prior_ = 0, threshold_ = 0;
  std::vector<std::uint64_t> accounts_, entries_;
  std::vector<std::vector<Fixed>> activity_;
  std::set<std::string> families_;
  std::set<std::pair<std::string, std::string>> allowed_;
  std::vector<std::pair<std::string, std::string>> networks_;
  bool soft_anywhere_ = false, hard_anywhere_ = false, in_step_ = false;
  std::map<std::int64_t, std::uint64_t> slots_;  // sessions that begin in each
  std::vector<std::uint64_t> near_;              // per account
  std::uint64_t beginnings_ = 0;
};

template <class... Parts>
std::string sentence(const Parts&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return text.str();
}

}  // namespace

std::optional<std::string> valid_link_graph(const Incidence& incidence, const LinkOptions& options,
                                            const LinkGraph& graph, std::uint32_t complete_accounts,
                                            const Control& control) {
  const std::uint32_t accounts = incidence.num_accounts();
  if (graph.num_accounts != accounts)
    return sentence("the graph has ", graph.num_accounts, " accounts, the incidence ", accounts);
  const std::uint64_t links = graph.num_links();
  if (graph.num_kinds != incidence.num_kinds() || graph.target.size() != links || graph.bits.size() != links ||
      graph.kind_bits.size() != links * graph.num_kinds || graph.begin.size() != accounts + std::size_t{1} ||
      graph.neighbour.size() != 2 * links || graph.link.size() != 2 * links || graph.star_centre.size() != accounts ||
      graph.begin.back() != 2 * links) {
    return sentence("the arrays of the graph do not fit each other");
  }
  const Definition definition(incidence, options, control);
  if (graph.threshold_bits != definition.threshold())
    return sentence("the threshold is ", graph.threshold_bits, ", not ", definition.threshold());
  if (graph.prior_bits != definition.prior())
    return sentence("the prior is ", graph.prior_bits, ", not ", definition.prior());

  std::vector<bool> star(accounts);  // of a star, its centre included
  for (std::uint32_t v = 0; v < accounts; ++v) {
    if (graph.star_centre[v] != v && graph.star_centre[v] < accounts) star[v] = star[graph.star_centre[v]] = true;
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> linked;
  std::vector<Fixed> kinds;
  for (std::uint64_t at = 0; at < graph.num_links(); ++at) {
    if (at % 256 == 0) control.check();
    const std::pair pair(graph.source[at], graph.target[at]);
    if (pair.first >= pair.second || pair.second >= accounts)
      return sentence("link ", at, " joins ", pair.first, " and ", pair.second);
    if (!linked.empty() && *linked.rbegin() >= pair) return sentence("link ", at, " is out of order or there twice");
    linked.insert(linked.end(), pair);
    const Fixed bits = definition.evidence(pair.first, pair.second, star[pair.first] || star[pair.second], kinds);
    if (bits != graph.bits[at])
      return sentence("link ", pair.first, "-", pair.second, " has ", graph.bits[at], "/1024 bits, not ", bits);
    if (bits < definition.threshold())
      return sentence("link ", pair.first, "-", pair.second, " lies below the threshold");
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      if (kinds[kind] != graph.kind_bits_of(at)[kind]) {
        return sentence("link ", pair.first, "-", pair.second, " has the wrong share of kind ",
                        incidence.kinds[kind].name);
      }
    }
  }
  std::uint64_t sides = 0;
  for (std::uint32_t v = 0; v < accounts; ++v) {
    for (std::uint64_t at = graph.begin[v]; at < graph.begin[v + 1]; ++at, ++sides) {
      const std::uint64_t link = graph.link[at];
      if (link >= links) return sentence("account ", v, " has a link that does not exist");
      const std::uint32_t other = graph.neighbour[at];
      if (graph.source[link] != std::min(v, other) || graph.target[link] != std::max(v, other))
        return sentence("account ", v, " has a wrong neighbour");
      if (at > graph.begin[v] && graph.neighbour[at - 1] >= other)
        return sentence("the neighbours of account ", v, " are out of order");
    }
  }
  if (sides != 2 * graph.num_links())
    return sentence("the adjacency has ", sides, " sides for ", graph.num_links(), " links");

  for (std::uint32_t v = 0; v < accounts; ++v) {
    const std::uint32_t centre = graph.star_centre[v];
    if (centre == v) continue;
    if (centre >= accounts || graph.star_centre[centre] != centre)
      return sentence("account ", v, " has no star centre");
    if (!linked.contains({std::min(v, centre), std::max(v, centre)})) {
      return sentence("account ", v, " is not linked to its star centre ", centre);
    }
    if (!definition.same_evidence(v, centre)) return sentence("account ", v, " differs from its star centre ", centre);
  }

  if (graph.links_dropped > 0)
    return std::nullopt;  // the strongest links were kept; which, is the business of its own test
  const std::uint32_t step = complete_accounts == 0 ? accounts : std::max(1U, accounts / complete_accounts);
  for (std::uint32_t a = 0; a < accounts; a += step) {
    control.check();
    std::set<std::uint32_t> others;
    for (const std::uint32_t k : incidence.identifiers_of(a)) {
      for (const std::uint32_t other : incidence.accounts_of(k)) others.insert(other);
    }
    for (const std::uint32_t other : others) {
      const std::uint32_t left = graph.star_centre[a], right = graph.star_centre[other];
      if (a == other || definition.evidence(std::min(a, other), std::max(a, other), star[a] || star[other], kinds) <
                            definition.threshold())
        continue;
      if (left == right || linked.contains({std::min(left, right), std::max(left, right)})) continue;
      return sentence("accounts ", std::min(a, other), " and ", std::max(a, other),
                      " reach the threshold and are not linked");
    }
  }
  return std::nullopt;
}

}  // namespace accountgraph::verify
