#include <accountgraph/core/errors.hpp>
#include <accountgraph/scoring/cluster.hpp>
#include <accountgraph/scoring/options.hpp>

namespace accountgraph {

const char* to_string(Archetype archetype) {
  switch (archetype) {
    case Archetype::household:
      return "household";
    case Archetype::proxy_pool:
      return "proxy_pool";
    case Archetype::shared_proxy:
      return "shared_proxy";
    case Archetype::gateway:
      return "gateway";
    case Archetype::shared_place:
      return "shared_place";
    case Archetype::classroom:
      return "classroom";
    case Archetype::reseller:
      return "reseller";
    case Archetype::shared_network:
      return "shared_network";
    case Archetype::farm:
      return "farm";
    case Archetype::nested_groups:
      return "nested_groups";
    case Archetype::undetermined:
      return "undetermined";
  }
  return "";
}

bool is_lawful(Archetype archetype) {
  return archetype != Archetype::farm && archetype != Archetype::proxy_pool && archetype != Archetype::undetermined;
}

void validate(const ScoringOptions& options) {
  require(options.flag_size >= 2, "flag_size", ">= 2", options.flag_size);
  require(options.flag_coverage > 0 && options.flag_coverage <= 1, "flag_coverage", "in (0, 1]", options.flag_coverage);
  require(options.flag_crossing >= 0 && options.flag_crossing <= 1, "flag_crossing", "in [0, 1]",
          options.flag_crossing);
  require(options.flag_score == options.flag_score, "flag_score", "a number", options.flag_score);
  require(options.join_into >= 3 && options.join_into <= options.join_below, "join_into", "in [3, join_below]",
          options.join_into);
  require(options.membership_margin_bits >= 0 && options.membership_margin_bits <= 64, "membership_margin_bits",
          "in [0, 64]", options.membership_margin_bits);
}

}  // namespace accountgraph
