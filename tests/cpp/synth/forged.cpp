/// Framing: victims hold an operation's identifiers, and nothing else in the world changes.
#include <doctest/doctest.h>

#include "log.hpp"

using namespace accountgraph;
using support::Holders;

namespace {
WorldOptions framed(Forge forged) {
  return {.accounts = 3000, .operation = 300, .forged = forged, .forged_accounts = 200};
}
}  // namespace

TEST_CASE("forging changes the victims' events only, and the truth names them") {
  const World plain = make_world(framed(Forge::none));
  for (const Forge forged : {Forge::one, Forge::two_of_one_kind, Forge::address_and_prompt}) {
    const World world = make_world(framed(forged));
    const auto victims = support::groups(world).at("forged").begin()->second;
    CHECK(victims.size() == 200);
    std::size_t changed = 0;
    for (std::uint32_t account = 0; account < world.num_accounts(); ++account) {
      const bool same = support::lines(plain, account, account + 1) == support::lines(world, account, account + 1);
      changed += !same;
      if (!same) CHECK(victims.count(account_name(world, account)) == 1);
    }
    CHECK(changed == 200);
  }
}

TEST_CASE("a victim shares one identifier, two of one kind, or one address and one prompt, with the operation") {
  for (const Forge forged : {Forge::one, Forge::two_of_one_kind, Forge::address_and_prompt}) {
    WorldOptions options = framed(forged);
    options.operation_knobs = {{"residential", 0}, {"shared_exit", 0},         {"camouflage", 0},
                               {"stolen_card", 0}, {"popular_fingerprint", 0}, {"public_number", 0}};
    options.look_alikes.placeholder = options.look_alikes.gateway = 0;
    const World world = make_world(options);
    const Holders planted(world, 3000, 3300);
    const Holders honest(world, 0, 3000);
    std::map<std::string, std::multiset<std::string>> kinds_of;
    int by_kind[5] = {};
    for (int kind = 0; kind < 5; ++kind) {
      for (const auto& [identifier, accounts] : planted.of[kind]) {
        const auto found = honest.of[kind].find(identifier);
        if (found == honest.of[kind].end()) continue;
        for (const std::string& account : found->second) {
          kinds_of[account].insert(std::string(kEventKinds[kind]));
          ++by_kind[kind];
        }
      }
    }
    CHECK(kinds_of.size() == 200);
    for (const auto& [account, kinds] : kinds_of) CHECK(kinds.size() == (forged == Forge::one ? 1 : 2));
    if (forged == Forge::one) {
      for (const int count : by_kind) CHECK(count > 15);
    } else if (forged == Forge::two_of_one_kind) {
      for (const auto& [account, kinds] : kinds_of) CHECK(*kinds.begin() == *kinds.rbegin());
      for (const support::Kind kind : {support::device, support::ip, support::prompt}) CHECK(by_kind[kind] > 40);
    } else {
      CHECK(by_kind[support::ip] == 200);
      CHECK(by_kind[support::prompt] == 200);
    }
  }
}
