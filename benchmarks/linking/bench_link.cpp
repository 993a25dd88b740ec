// Links the accounts of an incidence written by power_law.py, once, and prints what it took as one line of JSON.
//
//   bench_link FOLDER THREADS      the run: columns, evidence model, links; afterwards the links are verified
//   bench_link                     the kinds and options of the run, for contestants that compute the same function
//
// Every link is kept (no limit an account, no stars). The incidence is filled by hand from the arrays that every contestant
// reads; making the columns is part of the timed work, as B.T is part of B @ B.T.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <tbb/task_arena.h>

#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/verify/links.hpp>
#include <accountgraph/version.hpp>

namespace ag = accountgraph;

namespace {

constexpr const char* kKinds[] = {"payment", "device", "ip", "template"};
constexpr std::uint32_t kCompleteAccounts = 20;  // whose links are all looked for; with hubs each meets most accounts

ag::LinkOptions all_links() {
  return {.max_links_per_account = 0, .star_size = std::numeric_limits<std::uint32_t>::max()};
}

template <class T>
std::vector<T> read_array(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<T> values(static_cast<std::size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

/// "a00000012": names whose byte order is the order of their numbers.
void name_all(ag::StringPool& pool, char letter, std::size_t count) {
  pool.reserve(count, count * 9);
  char name[9];
  for (std::size_t number = 0; number < count; ++number) {
    std::memset(name, '0', sizeof name);
    name[0] = letter;
    std::size_t rest = number;
    for (std::size_t at = sizeof name; rest > 0; rest /= 10) name[--at] = static_cast<char>('0' + rest % 10);
    pool.push_back({name, sizeof name});
  }
}

ag::Incidence read_incidence(const std::string& folder) {
  ag::Incidence out;
  for (const char* kind : kKinds) out.kinds.push_back(ag::default_kind(kind));
  out.row_begin = read_array<std::uint64_t>(folder + "/row_begin.u64");
  out.entry_identifier = read_array<std::uint32_t>(folder + "/entry_identifier.u32");
  out.kind_begin = read_array<std::uint32_t>(folder + "/kind_begin.u32");
  if (out.kind_begin.size() != out.kinds.size() + 1) throw std::runtime_error("the incidence must have four kinds");
  name_all(out.accounts, 'a', out.row_begin.size() - 1);
  name_all(out.identifiers, 'k', out.kind_begin.back());
  out.placeholder.resize(out.num_identifiers());
  out.entry_count.assign(out.num_entries(), 1);
  out.account_events.assign(out.num_accounts(), 1);
  return out;
}

void fill_columns(ag::Incidence& incidence) {
  incidence.column_begin.assign(incidence.num_identifiers() + std::size_t{1}, 0);
  for (const std::uint32_t k : incidence.entry_identifier) ++incidence.column_begin[k + std::size_t{1}];
  for (std::size_t k = 0; k < incidence.num_identifiers(); ++k)
    incidence.column_begin[k + 1] += incidence.column_begin[k];
  incidence.column_account.resize(incidence.num_entries());
  std::vector<std::uint64_t> next(incidence.column_begin.begin(), incidence.column_begin.end() - 1);
  for (std::uint32_t a = 0; a < incidence.num_accounts(); ++a) {
    for (const std::uint32_t k : incidence.identifiers_of(a)) incidence.column_account[next[k]++] = a;
  }
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

/// The sum over the links of a hash of (a, b, bits): equal for equal sets of links, whatever their order. Known to
/// same_function.py too.
std::uint64_t checksum(const ag::LinkGraph& graph) {
  std::uint64_t sum = 0;
  for (std::uint64_t link = 0; link < graph.num_links(); ++link) {
    std::uint64_t hash = (std::uint64_t{graph.source[link]} * graph.num_accounts + graph.target[link] + 1) *
                         std::uint64_t{0x9E3779B97F4A7C15};
    hash = (hash ^ hash >> 29) * (2 * static_cast<std::uint64_t>(graph.bits[link]) + 1);
    sum += hash ^ hash >> 32;
  }
  return sum;
}

std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

void print_definition() {
  const ag::LinkOptions options = all_links();
  std::cout << R"({"margin_bits": )" << exact(options.margin_bits) << R"(, "floor_bits": )" << exact(options.floor_bits)
            << R"(, "floor_growth": )" << exact(options.floor_growth) << R"(, "soft_cap": )" << exact(options.soft_cap)
            << R"(, "hard_cap": )" << exact(options.hard_cap) << R"(, "hard_needed": )" << exact(options.hard_needed)
            << R"(, "single_soft": )" << exact(options.single_soft) << R"(, "correct_activity": )"
            << (options.correct_activity ? "true" : "false") << R"(, "kinds": [)";
  for (std::size_t t = 0; t < std::size(kKinds); ++t) {
    const ag::Kind kind = ag::default_kind(kKinds[t]);
    std::cout << (t ? ", " : "") << R"({"name": ")" << kind.name << R"(", "family": ")" << kind.family
              << R"(", "reliability": )" << exact(kind.reliability) << R"(, "soft": )" << (kind.soft ? "true" : "false")
              << "}";
  }
  std::cout << "]}\n";
}

class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void run(const std::string& folder, int threads) {
  ag::Incidence incidence = read_incidence(folder);
  const ag::LinkOptions options = all_links();
  forget_peak();
  const double input_mb = memory_mb("VmRSS");
  ag::LinkGraph graph;
  double columns = 0, model_seconds = 0, linking = 0;
  const std::clock_t began = std::clock();
  tbb::task_arena arena(threads);
  arena.execute([&] {
    Stopwatch watch;
    fill_columns(incidence);
    columns = watch.lap();
    const ag::EvidenceModel model = ag::evidence_model(incidence, options);
    model_seconds = watch.lap();
    graph = ag::link_accounts(incidence, model, options);
    linking = watch.lap();
  });
  const double cpu_seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  const double peak_mb = memory_mb("VmHWM");
  const auto offence = ag::verify::valid_link_graph(incidence, options, graph, kCompleteAccounts);
  std::cout << R"({"seconds": )" << columns + model_seconds + linking << R"(, "cpu_seconds": )" << cpu_seconds
            << R"(, "stages": {"columns": )" << columns << R"(, "evidence_model": )" << model_seconds
            << R"(, "link_accounts": )" << linking << R"(}, "peak_mb": )" << peak_mb << R"(, "input_mb": )" << input_mb
            << R"(, "result": {"links": )" << graph.num_links() << R"(, "checksum": ")" << checksum(graph)
            << R"("}, "offence": )" << (offence ? '"' + *offence + '"' : "null")
            << R"(, "versions": {"accountgraph": ")" << ACCOUNTGRAPH_VERSION << R"("}})" << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 3) {
      run(argv[1], std::stoi(argv[2]));
    } else {
      print_definition();
    }
  } catch (const std::exception& error) {
    std::cerr << "bench_link: " << error.what() << '\n';
    return 1;
  }
}
