/// A world's events and truth as plain containers, for the tests of synth.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/synth/events.hpp>

namespace support {

enum Kind { payment, device, ip, prompt, phone };

inline std::string text(std::string_view view) { return view.data() == nullptr ? "<missing>" : std::string(view); }

/// Appends one line an event.
inline void append(std::string& lines, const accountgraph::EventBatch& batch) {
  for (std::size_t event = 0; event < batch.num_events(); ++event) {
    lines += text(batch.account[event]) + '\t' + std::to_string(batch.time_micros[event]);
    for (const auto& column : batch.values) lines += '\t' + text(column[event]);
    lines += '\n';
  }
}

inline std::string lines(const accountgraph::World& world, std::uint32_t begin, std::uint32_t end) {
  std::string all;
  accountgraph::generate_events(world, begin, end, [&](const accountgraph::EventBatch& batch) { append(all, batch); });
  return all;
}

/// holders[kind][identifier] = accounts; IPv6 is cut to its /64.
struct Holders {
  std::map<std::string, std::set<std::string>> of[5];

  explicit Holders(const accountgraph::World& world) : Holders(world, 0, world.num_accounts()) {}
  Holders(const accountgraph::World& world, std::uint32_t begin, std::uint32_t end) {
    accountgraph::generate_events(world, begin, end, [&](const accountgraph::EventBatch& batch) {
      for (int kind = 0; kind < 5; ++kind) {
        for (std::size_t event = 0; event < batch.num_events(); ++event) {
          const std::string_view value = batch.values[kind][event];
          if (value.empty()) continue;
          std::string key(value);
          if (kind == ip && key.find(':') != std::string::npos) key.resize(network_end(key));
          of[kind][key].insert(std::string(batch.account[event]));
        }
      }
    });
  }
  static std::size_t network_end(const std::string& address) {
    std::size_t end = 0;
    for (int group = 0; group < 4; ++group) end = address.find(':', end) + 1;
    return end;
  }
  /// The largest share of `accounts` that hold one and the same identifier.
  double best_share(Kind kind, const std::set<std::string>& accounts) const {
    std::size_t best = 0;
    for (const auto& [identifier, held_by] : of[kind]) {
      std::size_t common = 0;
      for (const std::string& account : accounts) common += held_by.count(account);
      best = std::max(best, common);
    }
    return static_cast<double>(best) / static_cast<double>(accounts.size());
  }
};

/// groups[type][group] = accounts.
inline std::map<std::string, std::map<std::string, std::set<std::string>>> groups(const accountgraph::World& world) {
  const accountgraph::Table table = accountgraph::truth(world);
  const auto& account = std::get<accountgraph::StringPool>(table.find("account_id")->values);
  const auto& type = std::get<accountgraph::StringPool>(table.find("group_type")->values);
  const auto& group = std::get<accountgraph::StringPool>(table.find("group")->values);
  std::map<std::string, std::map<std::string, std::set<std::string>>> all;
  for (std::size_t row = 0; row < table.num_rows(); ++row) {
    all[std::string(type[row])][std::string(group[row])].insert(std::string(account[row]));
  }
  return all;
}

}  // namespace support
