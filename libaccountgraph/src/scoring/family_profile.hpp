/// A cluster's profile by family: what archetypes and scores are judged from.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <accountgraph/incidence/incidence.hpp>
#include <accountgraph/scoring/cluster.hpp>

namespace accountgraph {

struct FamilyProfile {
  std::string name;
  bool soft = true;     ///< every kind of the family is soft
  double coverage = 0;  ///< the best of its kinds
  double largest = 0;   ///< the best of its kinds
  double present = 0;   ///< the best of its kinds
  bool farmed = false;  ///< a hard kind covered by >= 3 identifiers, none on more than half of the members
};

/// One entry a family, in order of first kind.
std::vector<FamilyProfile> family_profiles(const Incidence& incidence, std::span<const KindProfile> profile,
                                           double flag_coverage);

}  // namespace accountgraph
