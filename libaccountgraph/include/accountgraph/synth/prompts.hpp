/// The prompts of a world (WorldOptions::prompt_text, docs/worlds.md), with what a miner of templates has to find in them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <accountgraph/synth/world.hpp>

namespace accountgraph {

struct Prompt {
  std::string text;                ///< UTF-8
  std::vector<std::string> fixed;  ///< the text between the slots of its template's mould, in order; empty = no mould
};

/// The prompts of one account, an event each, in the order of generate_block; whatever prompt_text says. `fixed` is in the
/// text in that order unless the operation has changed its surface (OperationKnobs::prompt_noise, prompt_invisible).
/// Throws std::invalid_argument for an account that the world has not. Cost: O(the account's events).
std::vector<Prompt> prompts_of(const World& world, std::uint32_t account);

}  // namespace accountgraph
