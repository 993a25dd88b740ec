/// Framing: identifiers of planted accounts put into the events of honest ones.
#include <algorithm>

#include "generators.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

constexpr double kForgedShare = .25;  // of a victim's events, and the first one always

/// What is popular among customers frames nobody.
bool frames(Code code) {
  const Pool pool = pool_of(code);
  return pool != Pool::missing && pool != Pool::framework && pool != Pool::tutorial && pool != Pool::phone_model &&
         pool != Pool::vpn_exit;
}

/// A random identifier of `kind` of a random planted account, or code 0 when that account has none.
Forgery pick(const World& world, std::uint32_t kind, CounterRandom draw, std::vector<Draft>& drafts) {
  drafts.clear();
  draft_planted_events(world, static_cast<std::uint32_t>(draw.below(world.planted.size(), 2)), drafts);
  std::erase_if(drafts, [&](const Draft& draft) { return !frames(draft.codes[kind]); });
  if (drafts.empty()) return {};
  const Draft& draft = drafts[draw.below(drafts.size(), 3 + kind)];
  return {.victim = 0, .kind = kind, .code = draft.codes[kind], .salt = draft.salt};
}

void forge_for(World& world, std::uint32_t victim, std::vector<Draft>& drafts) {
  const CounterRandom random(world.honest_random.at(stream_forge, victim));
  for (std::uint64_t attempt = 0; attempt < 1000; ++attempt) {
    const CounterRandom draw(random.at(attempt));
    const bool pair = world.options.forged == Forge::address_and_prompt;
    const auto kind = static_cast<std::uint32_t>(pair ? 2 : draw.below(4, 1));
    Forgery first = pick(world, kind, draw, drafts);
    Forgery second = pair ? pick(world, 3, draw, drafts) : first;
    if (first.code == 0 || second.code == 0) continue;
    first.victim = second.victim = victim;
    world.forgeries.push_back(first);
    if (pair) world.forgeries.push_back(second);
    return;
  }
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
  drafts.clear();
  if (world.is_planted(account)) {
    draft_planted_events(world, account - static_cast<std::uint32_t>(world.home.size()), drafts);
    return;
  }
  draft_honest_events(world, account, drafts);
  const auto forged = std::ranges::equal_range(world.forgeries, account, {}, &Forgery::victim);
  if (forged.empty()) return;
  const CounterRandom draw(world.honest_random.at(stream_forge, (2ULL << 40) + account));
  for (std::size_t event = 0; event < drafts.size(); ++event) {
    if (event > 0 && draw.unit(1, event) >= kForgedShare) continue;
    for (const Forgery& forgery : forged) {
      drafts[event].codes[forgery.kind] = forgery.code;
      if (forgery.kind == 2) drafts[event].salt = forgery.salt;
    }
  }
}

}  // namespace accountgraph::synth
