// Runs every file of tests/cases through the whole pipeline.
#include <doctest/doctest.h>

#include <algorithm>

#include <accountgraph/verify/links.hpp>

#include "case_file.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

TEST_CASE("every case file gives what it expects") {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(ACCOUNTGRAPH_TESTS_DIR) / "cases")) {
    if (entry.path().extension() == ".case") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE(paths.size() >= 8);
  for (const std::filesystem::path& path : paths) {
    CAPTURE(path.filename().string());
    const CaseFile file = read_case(path);
    const Case result = detect(incidence_of(file.rows, file.kinds), file.options);
    const auto name = [&](std::uint32_t account) { return std::string(result.incidence.accounts[account]); };
    CHECK_FALSE(verify::valid_link_graph(result.incidence, file.options.linkage, result.links, 50));
    if (file.expects_links) {
      std::set<std::pair<std::string, std::string>> links;
      for (std::uint64_t at = 0; at < result.links.num_links(); ++at) {
        links.insert({name(result.links.source[at]), name(result.links.target[at])});
      }
      CHECK(links == file.links);
    }
    if (file.expects_clusters) {
      std::set<std::set<std::string>> clusters;
      for (const Cluster& cluster : result.clusters) {
        std::set<std::string> members;
        for (const std::uint32_t member : cluster.members) members.insert(name(member));
        clusters.insert(members);
      }
      CHECK(clusters == std::set<std::set<std::string>>(file.clusters.begin(), file.clusters.end()));
    }
    if (file.expects_flagged) {
      std::set<std::string> flagged;
      for (std::uint32_t account = 0; account < result.incidence.num_accounts(); ++account) {
        if (result.is_flagged(account)) flagged.insert(name(account));
      }
      CHECK(flagged == file.flagged);
    }
    for (std::vector<std::string> row : file.ledger) {
      REQUIRE(row.size() == 3);
      std::replace(row[2].begin(), row[2].end(), '_', ' ');
      bool found = false;
      for (std::uint32_t k = 0; k < result.incidence.num_identifiers(); ++k) {
        found = found ||
                (result.incidence.kinds[result.incidence.kind_of(k)].name == row[0] &&
                 result.incidence.identifiers[k] == row[1] && to_string(result.model.identifier_reason[k]) == row[2]);
      }
      CHECK_MESSAGE(found, row[0] << " " << row[1] << " is not in the ledger as " << row[2]);
    }
  }
}
