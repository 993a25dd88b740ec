#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <accountgraph/core/random.hpp>

#include "../../../libaccountgraph/src/templates/prompt_tokens.hpp"

using namespace accountgraph;
using namespace accountgraph::detail;

TEST_CASE("words read in blocks are the words read byte by byte") {
  const std::string_view pieces[] = {
      "a",        "Word", "MIXEDcase", " ",    "\n",           "-",  "7",        "June",
      "\xC3\xA9", "@[`{", "\0",        "\xFF", "\xE4\xB8\x80", "z9", "eightabc", "\xE2\x80\x8B"};
  const CounterRandom random(5);
  for (std::uint64_t trial = 0; trial < 3000; ++trial) {
    std::string text(trial % 7 == 0 ? 60 + trial % 30 : 0, 'x');         // also words as long as a block
    const std::uint64_t kinds = trial % 2 == 0 ? 6 : std::size(pieces);  // half of them of plain words
    for (std::uint64_t i = 0; i < trial % 90; ++i) text += pieces[random.below(kinds, trial, i)];
    std::vector<std::uint64_t> in_blocks;
    std::vector<std::uint64_t> by_bytes;
    std::vector<TokenPlace> places;
    tokenise(text, in_blocks);
    tokenise(text, by_bytes, &places);  // with places, every byte is looked at
    REQUIRE(in_blocks == by_bytes);
    REQUIRE(places.size() == by_bytes.size());
  }
}
