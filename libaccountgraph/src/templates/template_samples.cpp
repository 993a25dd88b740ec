#include "template_samples.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "pattern.hpp"

namespace accountgraph::detail {
namespace {

constexpr std::size_t kMaxSampleBytes = 1 << 20;

/// Keeps the kSamples smallest, ascending, each once.
void keep_smallest(std::vector<std::uint64_t>& chosen, std::uint64_t hash) {
  const auto at = std::lower_bound(chosen.begin(), chosen.end(), hash);
  if (at != chosen.end() && *at == hash) return;
  if (chosen.size() == kSamples) {
    if (at == chosen.end()) return;
    chosen.pop_back();
  }
  chosen.insert(at, hash);
}

}  // namespace

std::vector<std::vector<std::string>> choose_samples(PromptReader& reader, const FoundTemplates& found) {
  std::vector<std::vector<std::uint64_t>> chosen(found.num_templates());
  std::vector<std::int32_t> numbers;
  for (std::size_t i = 0; i < found.whole.size(); ++i) {
    found.templates_of(i, numbers);
    for (const std::int32_t number : numbers) keep_smallest(chosen[static_cast<std::size_t>(number)], found.whole[i]);
  }
  std::unordered_map<std::uint64_t, std::optional<std::string>> texts;
  for (const std::vector<std::uint64_t>& hashes : chosen) {
    for (const std::uint64_t hash : hashes) texts.try_emplace(hash);
  }
  struct Nothing {};
  std::mutex mutex;
  reader.read<Nothing>("templates: examples", [&](Nothing&, std::string_view prompt, std::uint64_t index) {
    const auto text = texts.find(found.whole[index]);
    if (text == texts.end()) return;
    const std::string_view clipped = prompt.substr(0, kMaxSampleBytes);
    const std::lock_guard lock(mutex);
    if (!text->second || clipped < *text->second) text->second = std::string(clipped);
  });
  std::vector<std::vector<std::string>> out(chosen.size());
  for (std::size_t number = 0; number < chosen.size(); ++number) {
    for (const std::uint64_t hash : chosen[number]) out[number].push_back(texts.at(hash).value());
  }
  return out;
}

}  // namespace accountgraph::detail
