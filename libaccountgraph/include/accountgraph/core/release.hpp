/// Giving memory back before a scope ends.
#pragma once

#include <vector>

namespace accountgraph {

/// Empties a vector and frees its memory. (`values = {}` assigns an empty list, which keeps the capacity.)
template <class T>
void release(std::vector<T>& values) {
  std::vector<T>().swap(values);
}

}  // namespace accountgraph
