#include <accountgraph/evidence/case.hpp>

namespace accountgraph {

const char* to_string(Role role) {
  switch (role) {
    case Role::none:
      return "none";
    case Role::core:
      return "core";
    case Role::fringe:
      return "fringe";
    case Role::associated:
      return "associated";
  }
  return "";
}

}  // namespace accountgraph
