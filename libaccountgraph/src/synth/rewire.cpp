/// Rewiring: per kind, the identifiers of all accounts are dealt to the same accounts anew, so that every account keeps
/// its number of identifiers and every identifier its number of accounts, and nobody shares for a reason.
/// Method: a random permutation of the stubs of the configuration model, then swaps that undo repeated pairs (Fosdick,
/// Larremore, Nishimura, Ugander 2018, doi 10.1137/16M1087175).
#include <algorithm>
#include <tuple>

#include <accountgraph/core/parallel.hpp>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

constexpr std::uint32_t kBlockAccounts = 4096;
constexpr int kSwapTries = 1000;

struct Entry {
  std::uint8_t kind;
  Code code;
  friend auto operator<=>(const Entry&, const Entry&) = default;
};

/// Missing values and placeholders stay where they are.
bool is_identifier(Code code) { return pool_of(code) != Pool::missing && pool_of(code) != Pool::placeholder; }

std::vector<Entry> entries_of(const World& world, std::uint32_t account, std::vector<Draft>& drafts) {
  draft_events(world, account, drafts);
  std::vector<Entry> entries;
  for (const Draft& draft : drafts) {
    for (std::uint8_t kind = 0; kind < kNumKinds; ++kind) {
      if (is_identifier(draft.codes[kind])) entries.push_back({kind, draft.codes[kind]});
    }
  }
  std::ranges::sort(entries);
  const auto rest = std::ranges::unique(entries);
  entries.erase(rest.begin(), rest.end());
  return entries;
}

/// The entries of one kind, as positions in Rewiring, in the order of accounts.
struct Dealer {
  const CounterRandom random;
  std::vector<std::uint64_t> place;    ///< position in Rewiring::dealt
  std::vector<std::uint32_t> account;  ///< whose it is
  std::vector<std::size_t> begin;      ///< first entry of each account
  std::vector<Code> hand;              ///< what is dealt

  bool holds(std::uint32_t owner, Code code, std::size_t except) const {
    for (std::size_t i = begin[owner]; i < begin[owner + 1]; ++i) {
      if (i != except && hand[i] == code) return true;
    }
    return false;
  }

  void deal() {
    for (std::size_t i = hand.size(); i > 1; --i) std::swap(hand[i - 1], hand[random.below(i, 1, i)]);
    for (std::size_t i = 0; i < hand.size(); ++i) {
      for (int attempt = 0; attempt < kSwapTries && holds(account[i], hand[i], i); ++attempt) {
        const std::size_t other = random.below(hand.size(), 2 + static_cast<std::uint64_t>(attempt), i);
        if (holds(account[i], hand[other], i) || holds(account[other], hand[i], other)) continue;
        std::swap(hand[i], hand[other]);
      }
    }
  }
};

}  // namespace

void rewire(World& world, const Control& control) {
  const std::uint32_t count = world.num_accounts();
  std::vector<std::vector<Entry>> blocks((count + kBlockAccounts - 1) / kBlockAccounts);
  Rewiring plan;
  plan.begin.resize(std::size_t{count} + 1);
  parallel_blocks(count, kBlockAccounts, control, [&](std::size_t first, std::size_t last) {
    std::vector<Draft> drafts;
    std::vector<Entry>& block = blocks[first / kBlockAccounts];
    for (std::size_t account = first; account < last; ++account) {
      const std::vector<Entry> own = entries_of(world, static_cast<std::uint32_t>(account), drafts);
      plan.begin[account + 1] = own.size();
      block.insert(block.end(), own.begin(), own.end());
    }
  });
  for (std::size_t account = 0; account < count; ++account) plan.begin[account + 1] += plan.begin[account];
  for (std::vector<Entry>& block : blocks) {
    for (const Entry& entry : block) {
      plan.kind.push_back(entry.kind);
      plan.code.push_back(entry.code);
    }
    block = {};
  }
  plan.dealt = plan.code;
  parallel_each(kNumKinds, 1, control, [&](std::size_t kind) {
    Dealer dealer{CounterRandom(mix64(world.honest_random.at(stream_rewire, kind))), {}, {}, {0}, {}};
    for (std::uint32_t account = 0; account < count; ++account) {
      for (std::uint64_t i = plan.begin[account]; i < plan.begin[account + 1]; ++i) {
        if (plan.kind[i] != kind) continue;
        dealer.place.push_back(i);
        dealer.account.push_back(account);
        dealer.hand.push_back(plan.code[i]);
      }
      dealer.begin.push_back(dealer.hand.size());
    }
    dealer.deal();
    for (std::size_t i = 0; i < dealer.hand.size(); ++i) plan.dealt[dealer.place[i]] = dealer.hand[i];
  });
  world.rewiring = std::move(plan);
}

void apply_rewiring(const World& world, std::uint32_t account, std::vector<Draft>& drafts) {
  const Rewiring& plan = world.rewiring;
  for (Draft& draft : drafts) {
    for (std::uint8_t kind = 0; kind < kNumKinds; ++kind) {
      if (!is_identifier(draft.codes[kind])) continue;
      std::uint64_t low = plan.begin[account];
      std::uint64_t high = plan.begin[account + 1];
      while (low < high) {  // the first entry not below (kind, code)
        const std::uint64_t middle = low + (high - low) / 2;
        const bool below = std::tie(plan.kind[middle], plan.code[middle]) < std::tie(kind, draft.codes[kind]);
        (below ? low : high) = below ? middle + 1 : middle;
      }
      draft.codes[kind] = plan.dealt[low];
    }
  }
}

}  // namespace accountgraph::synth
