/// Reads the shared data sets. They are not part of the repository: without them a test says so and passes, unless the
/// environment variable CI is set, where it fails.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/graphs.hpp"

#ifndef ACCOUNTGRAPH_SOURCE_DIR
#define ACCOUNTGRAPH_SOURCE_DIR ACCOUNTGRAPH_TESTS_DIR "/.."
#endif

namespace support {

inline std::filesystem::path data_folder() {
  if (const char* folder = std::getenv("ACCOUNTGRAPH_SHARED_DATA")) return folder;
  return std::filesystem::path(ACCOUNTGRAPH_SOURCE_DIR) / ".." / "shared" / "data";
}

/// Whether `name` is there; says so when it is not.
inline bool have_data(const std::string& name) {
  const std::filesystem::path path = data_folder() / name;
  if (std::filesystem::exists(path)) return true;
  if (std::getenv("CI")) {
    FAIL("the shared data are missing: " << path.string());
  }
  MESSAGE("SKIPPED: no shared data at " << path.string() << " (set ACCOUNTGRAPH_SHARED_DATA)");
  return false;
}

/// Rows of a CSV file without its header; a quoted cell may hold commas.
inline std::vector<std::vector<std::string>> read_csv(const std::string& name) {
  std::ifstream file(data_folder() / name);
  REQUIRE_MESSAGE(file.good(), "cannot read " << name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

/// An edge list `u,v[,w]`.
inline EdgeList read_edges(const std::string& name) {
  EdgeList list;
  for (const auto& row : read_csv(name)) {
    const auto a = static_cast<std::uint32_t>(std::stoul(row[0])), b = static_cast<std::uint32_t>(std::stoul(row[1]));
    list.add(a, b, row.size() > 2 ? std::stod(row[2]) : 1.0);
    list.num_vertices = std::max({list.num_vertices, a + 1, b + 1});
  }
  return list;
}

}  // namespace support
