/// A cluster: a community with its profile, score and archetype; the unit of review.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace accountgraph {

/// What a cluster's sharing looks like in one kind.
struct KindProfile {
  double coverage =
      0;  ///< in [0, 1]: share of members with an identifier held by >= 2 members and of which at least half the users are members
  double reuse = 0;    ///< mean members of those identifiers; 0 when there are none
  double largest = 0;  ///< in [0, 1]: share of members that hold the most widely held of those identifiers
  double present = 0;  ///< in [0, 1]: share of members that have the kind at all (placeholders are not having it)
  std::uint32_t identifiers = 0;  ///< number of those identifiers
};

/// The shape of a cluster's sharing, named by the first rule that holds (scoring/score.hpp lists them).
enum class Archetype : std::uint8_t {
  household,
  reseller,
  farm,
  proxy_pool,
  shared_proxy,
  gateway,
  shared_place,
  classroom,
  shared_network,
  nested_groups,
  undetermined
};
const char* to_string(Archetype archetype);
/// True for archetypes of lawful sharing (or that cannot be told from it): such clusters are listed, never flagged.
bool is_lawful(Archetype archetype);

/// One named part of a score, in bits.
struct ScorePart {
  std::string name;
  double bits = 0;
};

struct Cluster {
  std::vector<std::uint32_t> members;  ///< account indices, ascending, >= 2
  std::vector<std::uint8_t> core;      ///< per member: 1 = belongs with itself left out (membership.hpp)
  std::vector<double> member_bits;     ///< per member: membership evidence in bits, itself left out
  std::vector<KindProfile> profile;    ///< per kind
  double crossing = 0;  ///< in [0, 1]: share of members whose sharing groups cross (scoring/crossing.hpp);
                        ///< NaN when the run has fewer than two kinds that are no content
  double rotation = 0;  ///< in [0, 1]: share of members that meet others at every address (scoring/rotation.hpp)
  std::vector<ScorePart> parts;   ///< the same names for every cluster of a run
  double score = 0;               ///< sum of the parts: posterior log2 odds
  std::optional<double> q_value;  ///< in (0, 1] (scoring/q_value.hpp); none where it was not computed
  Archetype archetype = Archetype::undetermined;
  bool flagged = false;
};

}  // namespace accountgraph
