/// A grouping of vertices into communities. A value: equal groupings compare equal.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace accountgraph {

class Partition {
 public:
  Partition() = default;
  /// Takes any labels, one a vertex, and makes them canonical: 0, 1, ... in order of first appearance.
  explicit Partition(std::span<const std::uint32_t> labels);

  /// Returns one label a vertex, 0 <= label < num_communities(), canonical.
  std::span<const std::uint32_t> membership() const { return membership_; }
  std::uint32_t operator[](std::uint32_t vertex) const { return membership_[vertex]; }
  std::uint32_t num_vertices() const { return static_cast<std::uint32_t>(membership_.size()); }
  std::uint32_t num_communities() const { return num_communities_; }

  friend bool operator==(const Partition&, const Partition&) = default;

 private:
  std::vector<std::uint32_t> membership_;
  std::uint32_t num_communities_ = 0;
};

/// The vertices of each community, ascending: members(c) = vertex[begin[c] .. begin[c + 1]).
struct CommunityMembers {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> vertex;
  std::span<const std::uint32_t> of(std::uint32_t community) const {
    return std::span(vertex).subspan(begin[community], begin[community + 1] - begin[community]);
  }
};
CommunityMembers members_of(const Partition& partition);

}  // namespace accountgraph
