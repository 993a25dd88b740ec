// Sets of accounts in tests.
#pragma once

#include <string_view>
#include <vector>

#include "logs.hpp"

namespace accountgraph::testing {

/// Accounts whose id starts with `prefix`, ascending.
inline std::vector<std::uint32_t> accounts_like(const Incidence& incidence, std::string_view prefix) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    if (incidence.accounts[a].starts_with(prefix)) accounts.push_back(a);
  }
  return accounts;
}

/// A ring of `size` accounts r0..: cards to four accounts each, devices to five, addresses across both, and one task.
inline std::vector<Row> ring_rows(int size, const std::string& name = "r", int day = 10) {
  std::vector<Row> rows;
  for (int i = 0; i < size; ++i) {
    const std::string account = name + std::to_string(i);
    rows.push_back({account,
                    day,
                    {{"payment", name + "card" + std::to_string(i / 4)},
                     {"device", name + "fp" + std::to_string(i / 5)},
                     {"ip", name + "address" + std::to_string(i % (size / 5))},
                     {"template", name + "task"}}});
  }
  return rows;
}

}  // namespace accountgraph::testing
