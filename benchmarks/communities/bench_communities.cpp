// Runs one of our algorithms once on a graph written by graphs.py, or scores anybody's labels; prints one line of JSON.
//
//   bench_communities leiden FOLDER THREADS LABELS [ITERATIONS [SEED]]   modularity, resolution 1, seed 0, options by default;
//                                                  "work" is LeidenResult::work: what every level of every iteration did
//   bench_communities components FOLDER THREADS LABELS
//   bench_communities score FOLDER LABELS          modularity, communities, the verifier's word, hash, recovery of rings
//
// LABELS is a file of one u32 a vertex, written by the first two and read by the last.
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <tbb/task_arena.h>

#include <accountgraph/communities/comparison.hpp>
#include <accountgraph/communities/components.hpp>
#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/communities/quality.hpp>
#include <accountgraph/core/random.hpp>
#include <accountgraph/verify/communities.hpp>
#include <accountgraph/version.hpp>

namespace ag = accountgraph;

namespace {

using Labels = std::vector<std::uint32_t>;

template <class T>
std::vector<T> read_array(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<T> values(static_cast<std::size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

/// The number after "vertices": in sizes.json.
std::uint32_t num_vertices(const std::string& folder) {
  std::ifstream file(folder + "/sizes.json");
  std::stringstream text;
  text << file.rdbuf();
  const std::string key = "\"vertices\": ";
  return static_cast<std::uint32_t>(std::stoul(text.str().substr(text.str().find(key) + key.size())));
}

ag::Graph read_graph(const std::string& folder) {
  return ag::Graph::from_edges(read_array<std::uint32_t>(folder + "/source.u32"),
                               read_array<std::uint32_t>(folder + "/target.u32"),
                               read_array<double>(folder + "/weight.f64"), num_vertices(folder));
}

/// A line of /proc/self/status in MB: VmRSS, the memory now; VmHWM, its peak.
double memory_mb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::stod(line.substr(name.size() + 1)) / 1024;
  }
  return 0;
}
void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

struct Clock {
  std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
  std::clock_t cpu = std::clock();
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(); }
  double cpu_seconds() const { return static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC; }
};

void run(const std::string& folder, int threads, const std::string& labels,
         const std::function<ag::LeidenResult(const ag::Graph&)>& algorithm) {
  tbb::task_arena arena(threads);
  ag::Graph graph;
  const Clock build;
  arena.execute([&] { graph = read_graph(folder); });
  const double build_seconds = build.seconds();
  forget_peak();
  const double input_mb = memory_mb("VmRSS");
  ag::LeidenResult result;
  const Clock clock;
  arena.execute([&] { result = algorithm(graph); });
  std::cout << R"({"seconds": )" << clock.seconds() << R"(, "cpu_seconds": )" << clock.cpu_seconds()
            << R"(, "build_seconds": )" << build_seconds << R"(, "peak_mb": )" << memory_mb("VmHWM")
            << R"(, "input_mb": )" << input_mb << R"(, "versions": {"accountgraph": ")" << ACCOUNTGRAPH_VERSION
            << R"("}, "work": [)";
  for (std::size_t i = 0; i < result.work.size(); ++i) {
    const ag::LeidenWork& work = result.work[i];
    std::cout << (i ? ", " : "") << '[' << work.iteration << ", " << work.level << ", " << work.vertices << ", "
              << work.edges << ", " << work.looked_at << ']';
  }
  std::cout << "]}\n";
  const auto membership = result.partition.membership();
  std::ofstream(labels, std::ios::binary)
      .write(reinterpret_cast<const char*>(membership.data()), static_cast<std::streamsize>(membership.size_bytes()));
}

std::uint64_t hash_of(const ag::Partition& partition) {
  std::uint64_t hash = 0;
  for (const std::uint32_t label : partition.membership()) hash = ag::mix64(hash ^ label);
  return hash;
}

/// {"5": .9, ...}: by size of the planted group, the mean share of a group that its best community holds, times the share
/// of that community that is the group (1 = found exactly). Groups of more than one vertex, sizes to the nearest power
/// of 5 below.
std::string recovery(const Labels& truth, const ag::Partition& found) {
  const ag::Partition groups(truth);
  const ag::CommunityMembers members = ag::members_of(groups);
  std::vector<std::uint64_t> size(found.num_communities(), 0);
  for (const std::uint32_t label : found.membership()) ++size[label];
  std::map<std::uint64_t, std::pair<double, std::uint64_t>> by_size;
  for (std::uint32_t g = 0; g < groups.num_communities(); ++g) {
    const auto group = members.of(g);
    if (group.size() < 5) continue;
    std::map<std::uint32_t, std::uint64_t> held;
    for (const std::uint32_t v : group) ++held[found[v]];
    double best = 0;
    for (const auto& [label, count] : held) {
      const auto both = static_cast<double>(count);
      best = std::max(best, both * both / (static_cast<double>(group.size()) * static_cast<double>(size[label])));
    }
    std::uint64_t bin = 5;
    while (bin * 5 <= group.size()) bin *= 5;
    by_size[bin].first += best;
    ++by_size[bin].second;
  }
  std::ostringstream out;
  for (const auto& [bin, sum] : by_size) {
    out << (out.tellp() > 0 ? ", " : "") << '"' << bin << "\": " << sum.first / static_cast<double>(sum.second);
  }
  return "{" + out.str() + "}";
}

void score(const std::string& folder, const std::string& labels) {
  const ag::Graph graph = read_graph(folder);
  const ag::Partition partition(read_array<std::uint32_t>(labels));
  const auto offence = ag::verify::communities_connected(graph, partition);
  std::cout.precision(9);
  std::cout << R"({"quality": )" << ag::modularity(graph, partition) << R"(, "communities": )"
            << partition.num_communities() << R"(, "connected": )" << (offence ? "false" : "true") << R"(, "hash": ")"
            << std::hex << hash_of(partition) << std::dec << '"';
  if (std::filesystem::exists(folder + "/truth.u32")) {
    const Labels truth = read_array<std::uint32_t>(folder + "/truth.u32");
    std::cout << R"(, "rand_index": )" << ag::adjusted_rand_index(truth, partition.membership()) << R"(, "recovery": )"
              << recovery(truth, partition);
  }
  std::cout << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  try {
    if (given.size() >= 4 && given[0] == "leiden") {
      ag::LeidenOptions options{.objective = ag::Objective::modularity};
      if (given.size() > 4) options.max_iterations = std::stoi(given[4]);
      if (given.size() > 5) options.seed = std::stoull(given[5]);
      run(given[1], std::stoi(given[2]), given[3], [&](const ag::Graph& graph) { return ag::leiden(graph, options); });
    } else if (given.size() == 4 && given[0] == "components") {
      run(given[1], std::stoi(given[2]), given[3], [](const ag::Graph& graph) {
        ag::LeidenResult result;
        result.partition = ag::connected_components(graph);
        return result;
      });
    } else if (given.size() == 3 && given[0] == "score") {
      score(given[1], given[2]);
    } else {
      throw std::runtime_error("leiden|components FOLDER THREADS LABELS, or score FOLDER LABELS");
    }
  } catch (const std::exception& error) {
    std::cerr << "bench_communities: " << error.what() << '\n';
    return 1;
  }
}
