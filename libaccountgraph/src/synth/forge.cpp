/// Framing: identifiers of planted accounts put into the events of honest ones.
#include <algorithm>
#include <span>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

constexpr std::int64_t kAnotherEvent = 97'031'429;  // microseconds after the only one
constexpr double kForgedShare = .25;                // of a victim's events, and the first ones always

/// What is popular among customers frames nobody.
bool frames(Code code) {
  switch (pool_of(code)) {
    case Pool::missing:
    case Pool::placeholder:
    case Pool::framework:
    case Pool::tutorial:
    case Pool::phone_model:
    case Pool::vpn_exit:
    case Pool::gateway_line:
    case Pool::public_number:
      return false;
    default:
      return true;
  }
}

/// Up to `count` different identifiers of `kind` of a random planted account, at random.
std::vector<Forgery> pick(const World& world, std::uint32_t kind, std::size_t count, CounterRandom draw,
                          std::vector<Draft>& drafts) {
  drafts.clear();
  draft_planted_events(world, static_cast<std::uint32_t>(draw.below(world.planted.size(), 2)), drafts);
  std::erase_if(drafts, [&](const Draft& draft) { return !frames(draft.codes[kind]); });
  std::vector<Forgery> picked;
  while (picked.size() < count && !drafts.empty()) {
    const Draft draft = drafts[draw.below(drafts.size(), 3 + kind, picked.size())];
    picked.push_back({.victim = 0, .kind = kind, .code = draft.codes[kind], .salt = draft.salt});
    std::erase_if(drafts, [&](const Draft& other) { return other.codes[kind] == draft.codes[kind]; });
  }
  return picked;
}

void forge_for(World& world, std::uint32_t victim, std::vector<Draft>& drafts) {
  const CounterRandom random(world.honest_random.at(stream_forge, victim));
  for (std::uint64_t attempt = 0; attempt < 1000; ++attempt) {
    const CounterRandom draw(random.at(attempt));
    std::vector<Forgery> forged;
    std::size_t wanted = 1;
    if (world.options.forged == Forge::address_and_prompt) {
      wanted = 2;
      forged = pick(world, 2, 1, draw, drafts);
      const std::vector<Forgery> prompt = pick(world, 3, 1, draw, drafts);
      forged.insert(forged.end(), prompt.begin(), prompt.end());
    } else {
      if (world.options.forged == Forge::two_of_one_kind) wanted = 2;
      forged = pick(world, static_cast<std::uint32_t>(draw.below(kNumKinds, 1)), wanted, draw, drafts);
    }
    if (forged.size() < wanted) continue;
    for (Forgery& forgery : forged) {
      forgery.victim = victim;
      world.forgeries.push_back(forgery);
    }
    return;
  }
}

/// A victim's first event, and a quarter of the others, show the forged identifier of each kind; two of one kind take
/// turns, so a victim with a single event gets another.
void forge(const World& world, std::uint32_t account, std::span<const Forgery> forged, std::vector<Draft>& drafts) {
  const bool by_turns = world.options.forged == Forge::two_of_one_kind;
  const std::size_t always = by_turns ? 2 : 1;
  std::ranges::sort(drafts, {}, &Draft::time_micros);
  if (drafts.size() < always) {
    drafts.push_back(drafts.back());
    drafts.back().time_micros += kAnotherEvent;
  }
  const CounterRandom draw(world.honest_random.at(stream_forge, (2ULL << 40) + account));
  for (std::size_t event = 0; event < drafts.size(); ++event) {
    if (event >= always && draw.unit(1, event) >= kForgedShare) continue;
    for (std::size_t i = 0; i < forged.size(); ++i) {
      if (by_turns && event % 2 != i) continue;
      drafts[event].codes[forged[i].kind] = forged[i].code;
      if (forged[i].kind == 2) drafts[event].salt = forged[i].salt;
    }
  }
}

/// The events of an account before rewiring.
void draft_as_planned(const World& world, std::uint32_t account, std::vector<Draft>& drafts) {
  drafts.clear();
  if (world.is_planted(account)) {
    draft_planted_events(world, account - static_cast<std::uint32_t>(world.home.size()), drafts);
    return;
  }
  draft_honest_events(world, account, drafts);
  const auto forged = std::ranges::equal_range(world.forgeries, account, {}, &Forgery::victim);
  if (!forged.empty()) forge(world, account, forged, drafts);
}

}  // namespace

void plan_forgeries(World& world) {
  if (world.options.forged == Forge::none) return;
  const auto honest = static_cast<std::uint32_t>(world.home.size());
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(honest);
  for (std::uint32_t i = 0; i < honest; ++i) order[i] = {world.honest_random.at(stream_forge, (1ULL << 40) + i), i};
  const auto victims = order.begin() + std::min(honest, world.options.forged_accounts);
  std::partial_sort(order.begin(), victims, order.end());
  std::sort(order.begin(), victims, [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<Draft> drafts;
  for (auto it = order.begin(); it != victims; ++it) forge_for(world, it->second, drafts);
}

void draft_events(const World& world, std::uint32_t account, std::vector<Draft>& drafts) {
  draft_as_planned(world, account, drafts);
  if (!world.rewiring.begin.empty()) apply_rewiring(world, account, drafts);
}

}  // namespace accountgraph::synth
