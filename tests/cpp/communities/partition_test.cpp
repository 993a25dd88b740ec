#include <accountgraph/communities/partition.hpp>

#include <doctest/doctest.h>

using accountgraph::members_of;
using accountgraph::Partition;
using Labels = std::vector<std::uint32_t>;

TEST_CASE("labels are numbered by first appearance") {
  const Partition partition(Labels{7, 7, 2, 7, 0});
  CHECK(Labels(partition.membership().begin(), partition.membership().end()) == Labels{0, 0, 1, 0, 2});
  CHECK(partition.num_communities() == 3);
  CHECK(partition.num_vertices() == 5);
}

TEST_CASE("equal groupings compare equal whatever the labels, large ones too") {
  CHECK(Partition(Labels{5, 5, 1}) == Partition(Labels{0xFFFFFFFF, 0xFFFFFFFF, 0x80000000}));
  CHECK(Partition(Labels{5, 5, 1}) != Partition(Labels{5, 1, 1}));
}

TEST_CASE("a partition of nothing has no communities") {
  CHECK(Partition(Labels{}) == Partition());
  CHECK(Partition().num_communities() == 0);
  CHECK(members_of(Partition()).begin == std::vector<std::uint64_t>{0});
}

TEST_CASE("members of a community are its vertices, ascending") {
  const auto members = members_of(Partition(Labels{3, 1, 3, 3, 1}));
  CHECK(Labels(members.of(0).begin(), members.of(0).end()) == Labels{0, 2, 3});
  CHECK(Labels(members.of(1).begin(), members.of(1).end()) == Labels{1, 4});
}
