// Mining and assigning prompts of about 300 characters, three in ten made from 300 templates. The set must be the same each time.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <accountgraph/core/random.hpp>
#include <accountgraph/templates/mine_templates.hpp>

namespace ag = accountgraph;

namespace {

constexpr std::uint64_t kPrompts = 200'000;

void add_words(std::string& out, std::uint64_t stream, std::uint64_t index, std::uint64_t count) {
  static const ag::CounterRandom random(1);
  for (std::uint64_t i = 0; i < count; ++i) {
    const double unit = random.unit(stream, index * 64 + i);
    auto word = static_cast<std::uint64_t>(30000.0 * unit * unit * unit);  // some words are far more common than others
    for (int letter = 0; letter < 5; ++letter, word /= 18) out.push_back(static_cast<char>('a' + word % 18));
    out.push_back(' ');
  }
}

const std::vector<std::string>& prompts() {
  static const std::vector<std::string> made = [] {
    std::vector<std::string> out(kPrompts);
    for (std::uint64_t i = 0; i < kPrompts; ++i) {
      const bool templated = i % 10 < 3;
      if (templated) add_words(out[i], 1, i / 10 % 300, 12);
      add_words(out[i], 2, i, templated ? 30 : 50);
      if (templated) add_words(out[i], 3, i / 10 % 300, 8);
    }
    return out;
  }();
  return made;
}

void mine_templates(benchmark::State& state) {
  const std::vector<std::string_view> views(prompts().begin(), prompts().end());
  const std::string expected = ag::mine_templates(views).set.save();
  for (auto _ : state) {
    if (ag::mine_templates(views).set.save() != expected) return state.SkipWithError("another set");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPrompts));
}
BENCHMARK(mine_templates)->Unit(benchmark::kMillisecond)->UseRealTime();

void assign_template(benchmark::State& state) {
  const std::vector<std::string_view> views(prompts().begin(), prompts().end());
  const ag::MinedTemplates mined = ag::mine_templates(views);
  std::size_t at = 0;
  for (auto _ : state) {
    const std::vector<std::int32_t> rows = mined.set.assign(views[at]);
    if ((rows.empty() ? -1 : rows[0]) != mined.template_ids[at]) return state.SkipWithError("another template");
    at = (at + 1) % views.size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(assign_template);

}  // namespace
