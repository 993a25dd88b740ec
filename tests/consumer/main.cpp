// A program of somebody else's: it knows the installed headers and the library, nothing of this tree. Five accounts share a
// card and a device among four thousand that share nothing.
#include <accountgraph/detect.hpp>
#include <accountgraph/version.hpp>

#include <cstdio>
#include <string>
#include <vector>

int main() {
  constexpr int num_accounts = 4000;
  constexpr int operated = 5;
  std::vector<std::string> accounts, cards, devices;
  for (int i = 0; i != num_accounts; ++i) {
    const std::string own = std::to_string(i < operated ? 0 : i);
    accounts.push_back("account-" + std::to_string(i));
    cards.push_back("card-" + own);
    devices.push_back("device-" + own);
  }
  const accountgraph::EventBatch events = {
      .account = {accounts.begin(), accounts.end()},
      .time_micros = {},
      .values = {{cards.begin(), cards.end()}, {devices.begin(), devices.end()}},
  };
  const auto result =
      accountgraph::detect(events, {accountgraph::default_kind("payment"), accountgraph::default_kind("device")});

  std::printf("accountgraph %s: %zu cluster of %zu accounts\n", ACCOUNTGRAPH_VERSION, result.clusters.size(),
              result.clusters.empty() ? 0 : result.clusters.front().members.size());
  return result.clusters.size() == 1 && result.clusters.front().members.size() == operated ? 0 : 1;
}
