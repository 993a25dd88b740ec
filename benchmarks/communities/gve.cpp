// GVE-Leiden (github.com/puzzlef/leiden-communities-openmp, MIT) as a contestant; its code is not part of this
// repository. With a checkout of it in GVE:
//
//   g++ -std=c++17 -O3 -march=native -fopenmp -I GVE benchmarks/communities/gve.cpp -o gve
//   gve leiden FOLDER THREADS LABELS      one run of leidenStaticOmp with its default options, on its CSR graph
//
// Reads a graph written by graphs.py, prints one line of JSON, writes one u32 a vertex, as bench_communities does.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "inc/main.hxx"

template <class T>
std::vector<T> read_array(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<T> values(static_cast<std::size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

std::size_t num_vertices(const std::string& folder) {
  std::ifstream file(folder + "/sizes.json");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string key = "\"vertices\": ";
  return std::stoul(text.substr(text.find(key) + key.size()));
}

using Csr = DiGraphCsr<std::uint32_t, None, float>;

Csr read_graph(const std::string& folder) {
  const auto source = read_array<std::uint32_t>(folder + "/source.u32");
  const auto target = read_array<std::uint32_t>(folder + "/target.u32");
  const auto weight = read_array<double>(folder + "/weight.f64");
  const std::size_t n = num_vertices(folder);
  Csr graph(n, 2 * source.size());
  graph.degrees.assign(n, 0);
  for (std::size_t e = 0; e < source.size(); ++e) ++graph.degrees[source[e]], ++graph.degrees[target[e]];
  graph.offsets.assign(n + 1, 0);
  for (std::size_t v = 0; v < n; ++v) graph.offsets[v + 1] = graph.offsets[v] + graph.degrees[v];
  std::vector<std::size_t> at(graph.offsets.begin(), graph.offsets.end() - 1);
  const auto put = [&](std::uint32_t from, std::uint32_t to, double w) {
    graph.edgeKeys[at[from]] = to;
    graph.edgeValues[at[from]++] = static_cast<float>(w);
  };
  for (std::size_t e = 0; e < source.size(); ++e)
    put(source[e], target[e], weight[e]), put(target[e], source[e], weight[e]);
  return graph;
}

double memory_mb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::stod(line.substr(name.size() + 1)) / 1024;
  }
  return 0;
}

int main(int, char** argv) {
  const std::string folder = argv[2];
  omp_set_num_threads(std::stoi(argv[3]));
  const Csr graph = read_graph(folder);
  std::ofstream("/proc/self/clear_refs") << 5;
  const double input_mb = memory_mb("VmRSS");
  const auto began = std::chrono::steady_clock::now();
  const std::clock_t cpu_began = std::clock();
  const auto result = leidenStaticOmp(graph);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double cpu = static_cast<double>(std::clock() - cpu_began) / CLOCKS_PER_SEC;
  std::printf(
      "{\"seconds\": %g, \"cpu_seconds\": %g, \"build_seconds\": null, \"peak_mb\": %g, \"input_mb\": %g, "
      "\"passes\": %d, \"versions\": {}}\n",
      seconds, cpu, memory_mb("VmHWM"), input_mb, result.passes);
  std::ofstream(argv[4], std::ios::binary)
      .write(reinterpret_cast<const char*>(result.membership.data()),
             static_cast<std::streamsize>(graph.degrees.size() * sizeof(std::uint32_t)));
}
