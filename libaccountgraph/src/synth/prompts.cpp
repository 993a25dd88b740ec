#include <accountgraph/synth/prompts.hpp>

#include <accountgraph/core/errors.hpp>

#include "generators.hpp"
#include "prompt_writer.hpp"

namespace accountgraph {

using namespace synth;

std::vector<Prompt> prompts_of(const World& world, std::uint32_t account) {
  require(account < world.num_accounts(), "account", "< the world's number of accounts", account);
  std::vector<Draft> drafts;
  draft_events(world, account, drafts);
  PromptWriter writer(world);
  std::vector<Prompt> prompts;
  for (std::uint64_t event = 0; event < drafts.size(); ++event) {
    const Code code = drafts[event].codes[3];
    prompts.push_back({std::string(writer.write(code, account, event)), {}});
    if (has_mould(code)) prompts.back().fixed = fixed_parts(mould_of(world, code));
  }
  return prompts;
}

}  // namespace accountgraph
