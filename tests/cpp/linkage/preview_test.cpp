// The preview against what linking finds, and the budget. This program counts the memory that it asks for.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <tuple>
#include <vector>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/linkage/preview.hpp>

#include "../../../libaccountgraph/src/linkage/join.hpp"
#include "../support/logs.hpp"

using namespace accountgraph;
using namespace accountgraph::testing;

namespace {

std::atomic<std::int64_t> held_bytes = 0, peak_bytes = 0;

constexpr std::size_t kHeader = 16;  // holds the size, and keeps what follows aligned

void* count_new(std::size_t size) {
  void* const block = std::malloc(size + kHeader);
  if (block == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(block) = size;
  const std::int64_t held = held_bytes += static_cast<std::int64_t>(size);
  for (std::int64_t peak = peak_bytes; held > peak && !peak_bytes.compare_exchange_weak(peak, held);) {
  }
  return static_cast<char*>(block) + kHeader;
}

void count_delete(void* place) noexcept {
  if (place == nullptr) return;
  void* const block = static_cast<char*>(place) - kHeader;
  held_bytes -= static_cast<std::int64_t>(*static_cast<std::size_t*>(block));
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return count_new(size); }
void* operator new[](std::size_t size) { return count_new(size); }
void operator delete(void* place) noexcept { count_delete(place); }
void operator delete[](void* place) noexcept { count_delete(place); }
void operator delete(void* place, std::size_t) noexcept { count_delete(place); }
void operator delete[](void* place, std::size_t) noexcept { count_delete(place); }

namespace {

/// The most memory that a body has at once.
template <class Body>
std::uint64_t peak_of(Body body) {
  const std::int64_t before = held_bytes;
  peak_bytes = before;
  body();
  return static_cast<std::uint64_t>(peak_bytes - before);
}

/// Accounts that all hold two cards and three devices, and each pair of them a phone: all are linked, and no star stands for them.
Incidence dense_block(int accounts, const std::string& text = "hub") {
  const auto kinds = kinds_named({"payment", "device", "phone"});
  std::vector<Row> rows;
  for (int i = 0; i < accounts; ++i) {
    const std::string phone = "+4930" + std::to_string(1'000'000 + i / 2);
    for (const char* turn : {"1", "2", "3"}) {
      rows.push_back({"a" + std::to_string(i), 1, {{"device", text + turn}, {"phone", phone}}});
      if (*turn < '3') rows.back().values.emplace_back("payment", text + turn);
    }
  }
  return incidence_of(rows, kinds);
}
const LinkOptions kExtract = {.population_accounts = 100'000'000};

/// Groups of 2 to 40 accounts, each with a card and a device in common and some of their own.
Incidence groups(int accounts) {
  const auto kinds = kinds_named({"payment", "device"});
  const CounterRandom random(101);
  std::vector<Row> rows;
  for (int first = 0, group = 0; first < accounts; ++group) {
    const int size = 2 + static_cast<int>(random.below(39, 1, static_cast<std::uint64_t>(group)));
    for (int i = first; i < first + size; ++i) {
      const std::string account = "a" + std::to_string(i), mine = std::to_string(group);
      rows.push_back({account, 1, {{"payment", "card" + mine}, {"device", "fp" + mine}}});
      rows.push_back(
          {account, 1, {{"payment", "own" + std::to_string(i / 3)}, {"device", "own" + std::to_string(i / 2)}}});
    }
    first += size;
  }
  return incidence_of(rows, kinds);
}

std::string refusal(const Incidence& incidence, const EvidenceModel& model, const LinkOptions& options) {
  try {
    link_accounts(incidence, model, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("where all accounts are sampled, links, meetings and evidence are what brute force counts") {
  std::size_t linked = 0, told = 0;
  for (std::uint64_t seed = 101; seed < 401; ++seed) {
    CAPTURE(seed);
    const RandomLog log = random_log(seed);
    const Incidence incidence = incidence_of(log.rows, log.kinds);
    const LinkOptions options{.margin_bits = 0, .population_accounts = 500, .max_links_per_account = 3};
    const EvidenceModel model = evidence_model(incidence, options);
    const LinkPreview preview = preview_links(incidence, model, options);
    REQUIRE(preview.sampled == preview.accounts);

    const Join join = prepare_join(incidence, model, options, {});
    std::map<std::uint32_t, std::uint64_t> meetings;
    for (std::uint32_t p = 0; p < join.rows.size(); ++p) {
      for (std::uint32_t q = 0; q < p; ++q) {
        for (std::uint64_t at = join.rows.begin[p]; at < join.rows.begin[p + std::size_t{1}]; ++at) {
          for (std::uint64_t other = join.rows.begin[q]; other < join.rows.begin[q + std::size_t{1}]; ++other) {
            const std::uint32_t rank = join.rows.entry[at].rank();
            if (rank == join.rows.entry[other].rank() && rank < join.rows.cuts[p].create_rank &&
                rank < join.rows.cuts[q].create_rank)
              ++meetings[join.identifier[rank]];
          }
        }
      }
    }
    std::uint64_t all = 0, most = 0;
    for (const auto& [identifier, count] : meetings) all += count, most = std::max(most, count);
    REQUIRE(preview.meetings == all);
    REQUIRE(preview.costliest.size() == std::min<std::size_t>(20, meetings.size()));
    for (const PreviewedIdentifier& costly : preview.costliest) REQUIRE(costly.meetings == meetings[costly.identifier]);
    if (all > 0) REQUIRE(preview.costliest[0].meetings == most);

    const LinkGraph graph = link_accounts(incidence, model, {.max_links_per_account = 0});
    REQUIRE(preview.links == graph.num_links());
    REQUIRE(preview.links_error == 0);
    REQUIRE(preview.links <= preview.candidates);
    REQUIRE(preview.candidates <= preview.meetings);
    linked += preview.links > 0;

    // An account tells of 16 of its links; where none has more, of all.
    std::map<std::uint32_t, std::uint64_t> evidence;
    bool few = true;
    for (std::uint32_t a = 0; a < graph.num_accounts; ++a) few = few && graph.neighbours(a).size() <= 16;
    for (std::uint64_t at = 0; few && at < graph.num_links(); ++at) {
      for (const SharedIdentifier& shared : shared_identifiers(model, incidence, graph.source[at], graph.target[at])) {
        if (shared.bits > 0) evidence[shared.identifier] += static_cast<std::uint64_t>(shared.bits);
      }
    }
    if (!few) continue;
    REQUIRE(preview.most_telling.size() == std::min<std::size_t>(20, evidence.size()));
    for (const PreviewedIdentifier& telling : preview.most_telling) {
      REQUIRE(telling.evidence == evidence[telling.identifier]);
      REQUIRE(telling.accounts == incidence.accounts_of(telling.identifier).size());
      ++told;
    }
  }
  CHECK(linked > 100);
  CHECK(told > 100);
}

TEST_CASE("a sample tells links within four standard errors, and memory within a factor of 1.4") {
  const Incidence incidence = groups(30'000);
  const LinkOptions options;
  const EvidenceModel model = evidence_model(incidence, options);
  const LinkPreview preview = preview_links(incidence, model, options);
  LinkGraph graph;
  const std::uint64_t measured = peak_of([&] { graph = link_accounts(incidence, model, options); });
  REQUIRE(preview.sampled < preview.accounts / 2);
  REQUIRE(graph.num_links() > 100'000);
  const auto predicted = static_cast<double>(preview.links), links = static_cast<double>(graph.num_links());
  CHECK(std::abs(predicted - links) < 4.0 * static_cast<double>(preview.links_error));
  CHECK(predicted == doctest::Approx(links).epsilon(0.1));
  CHECK(static_cast<double>(preview.memory_bytes) > 0.9 * static_cast<double>(measured));
  CHECK(static_cast<double>(preview.memory_bytes) < 1.4 * static_cast<double>(measured));
}

TEST_CASE("a dense block is named, its memory is foreseen, and a budget refuses it before it is linked") {
  const Incidence incidence = dense_block(3'000);
  LinkOptions options = kExtract;
  const EvidenceModel model = evidence_model(incidence, options);
  for (const std::uint32_t most : {0U, 50U}) {
    CAPTURE(most);
    options.max_links_per_account = most;
    options.max_memory_bytes = 0;
    const LinkPreview preview = preview_links(incidence, model, options);
    CHECK(preview.links == doctest::Approx(3'000.0 * 2'999 / 2).epsilon(0.01));
    REQUIRE(!preview.costliest.empty());
    CHECK(preview.costliest[0].accounts == 3'000);
    CHECK(preview.most_telling[0].accounts == 3'000);
    const std::uint64_t measured = peak_of([&] { link_accounts(incidence, model, options); });
    CHECK(static_cast<double>(preview.memory_bytes) > 0.9 * static_cast<double>(measured));
    CHECK(static_cast<double>(preview.memory_bytes) < 1.4 * static_cast<double>(measured));

    options.max_memory_bytes = preview.memory_bytes - 1;
    std::string told;
    CHECK(peak_of([&] { told = refusal(incidence, model, options); }) < measured / 5);
    CHECK(told.starts_with("linking would need about "));
    CHECK(told.find(" links), and max_memory_bytes allows ") != std::string::npos);
    CHECK(told.find("\"hub") != std::string::npos);
    CHECK(told.find("(3,000 accounts, ") != std::string::npos);
    options.max_memory_bytes = preview.memory_bytes;
    CHECK(refusal(incidence, model, options) == "");
  }
}

TEST_CASE("links that are forgotten while others are looked for leave the graph as it was") {
  const Incidence incidence = dense_block(3'000);  // 4.5 million links: more than are found before the first pruning
  LinkOptions options = kExtract;
  options.max_links_per_account = 0;
  const EvidenceModel model = evidence_model(incidence, options);
  const LinkGraph all = link_accounts(incidence, model, options);
  REQUIRE(all.num_links() > std::uint64_t{1} << 22);
  const std::uint32_t most = 50;
  std::vector<std::uint8_t> stays(all.num_links());
  std::uint64_t kept = 0;
  for (std::uint32_t a = 0; a < all.num_accounts; ++a) {
    std::vector<std::tuple<Bits, std::uint32_t, std::uint64_t>> links;  // strongest first, then smallest partner
    for (std::uint64_t at = all.begin[a]; at < all.begin[a + std::size_t{1}]; ++at)
      links.emplace_back(-all.bits[all.link[at]], all.neighbour[at], all.link[at]);
    std::sort(links.begin(), links.end());
    for (std::size_t at = 0; at < std::min<std::size_t>(most, links.size()); ++at) {
      kept += !stays[std::get<2>(links[at])];
      stays[std::get<2>(links[at])] = 1;
    }
  }
  options.max_links_per_account = most;
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 3);
  for (const int threads : {1, 3}) {
    tbb::task_arena arena(threads);
    LinkGraph few;
    arena.execute([&] { few = link_accounts(incidence, model, options); });
    CHECK(few.num_links() == kept);
    CHECK(few.links_dropped == all.num_links() - kept);
    std::uint64_t at = 0;
    for (std::uint64_t link = 0; link < all.num_links(); ++link) {
      if (!stays[link]) continue;
      REQUIRE(at < few.num_links());
      REQUIRE(few.source[at] == all.source[link]);
      REQUIRE(few.target[at] == all.target[link]);
      REQUIRE(few.bits[at] == all.bits[link]);
      ++at;
    }
  }
}

TEST_CASE("the members of a star count as links, and what they share as evidence") {
  const auto kinds = kinds_named({"payment", "device"});
  std::vector<Row> rows;
  for (int i = 0; i < 500; ++i) rows.push_back({"b" + std::to_string(i), 1, {{"payment", "card"}, {"device", "fp"}}});
  for (int i = 0; i < 500; ++i) rows.push_back({"b" + std::to_string(i), 1, {{"payment", "more"}, {"device", "too"}}});
  const Incidence incidence = incidence_of(rows, kinds);
  const EvidenceModel model = evidence_model(incidence, kExtract);
  const LinkGraph graph = link_accounts(incidence, model, kExtract);
  const LinkPreview preview = preview_links(incidence, model, kExtract);
  REQUIRE(graph.num_links() == 499);
  CHECK(preview.links == 499);
  CHECK(preview.accounts == 1);
  REQUIRE(preview.most_telling.size() == 4);
  const SharedIdentifier shared = shared_identifiers(model, incidence, 0, 1)[0];
  CHECK(preview.most_telling[0].evidence == 499 * static_cast<std::uint64_t>(shared.bits));
}

TEST_CASE("a preview is the same on 1, 2 and 5 threads") {
  const Incidence incidence = groups(12'000);
  const EvidenceModel model = evidence_model(incidence);
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 5);
  std::vector<LinkPreview> previews;
  for (const int threads : {1, 2, 5}) {
    tbb::task_arena arena(threads);
    arena.execute([&] { previews.push_back(preview_links(incidence, model)); });
  }
  for (const LinkPreview& preview : previews) CHECK(preview == previews[0]);
}

TEST_CASE("a refusal shows hostile identifiers short and visible") {
  const Incidence incidence = dense_block(200, "\x1b[31m\xe2\x80\xae" + std::string(5'000, 'x'));
  LinkOptions options = kExtract;
  options.max_memory_bytes = 1;
  const std::string told = refusal(incidence, evidence_model(incidence, options), options);
  CHECK(told.size() < 600);
  CHECK(std::all_of(told.begin(), told.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  CHECK(told.find("...\" (200 accounts") != std::string::npos);
}

TEST_CASE("without a budget nothing is previewed, and an empty log has an empty preview") {
  const Incidence incidence = dense_block(50);
  const EvidenceModel model = evidence_model(incidence, kExtract);
  for (const bool budget : {false, true}) {
    std::atomic<int> previews = 0;
    LinkOptions options = kExtract;
    options.max_memory_bytes = budget ? std::uint64_t{1} << 40 : 0;
    link_accounts(incidence, model, options,
                  {.on_progress = [&](const Progress& progress) { previews += progress.stage == "preview"; }});
    CHECK((previews > 0) == budget);
  }
  const Incidence empty = incidence_of({}, kinds_named({"payment"}));
  const LinkPreview preview = preview_links(empty, evidence_model(empty));
  CHECK(preview.links == 0);
  CHECK(preview.costliest.empty());
  CHECK(previewed_identifiers_table(empty, preview.costliest).num_rows() == 0);
}
