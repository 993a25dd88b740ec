// Case files: events, options and what is expected, in a form that anyone can write. tests/cases/README.md has the format.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <accountgraph/detect.hpp>

#include "../support/logs.hpp"

namespace accountgraph::testing {

struct CaseFile {
  std::vector<Row> rows;
  std::vector<Kind> kinds;
  DetectOptions options;
  std::set<std::pair<std::string, std::string>> links;  // smaller id first
  std::vector<std::set<std::string>> clusters;          // each a set of accounts that must be one cluster
  std::set<std::string> flagged;
  std::vector<std::vector<std::string>> ledger;  // kind, identifier, reason
  bool expects_links = false, expects_clusters = false, expects_flagged = false;
};

/// Reads a case file. Throws std::runtime_error with file, line and reason.
CaseFile read_case(const std::filesystem::path& path);

}  // namespace accountgraph::testing
