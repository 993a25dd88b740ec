#include "budget.hpp"

#include <algorithm>
#include <string>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/in_quotes.hpp>

namespace accountgraph {
namespace {

/// "1,234,567"
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

/// "12.3 GB", "45 MB"; rounded up, so that what is needed never reads like what is allowed.
std::string bytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t kMega = 1'000'000;
  if (bytes < 1'000 * kMega) return grouped((bytes + kMega - 1) / kMega) + " MB";
  const std::uint64_t tenths = (bytes + 100 * kMega - 1) / (100 * kMega);
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

}  // namespace

void require_memory(const Incidence& incidence, const EvidenceModel& model, const Join& join,
                    const LinkOptions& options, const Control& control) {
  constexpr std::size_t kNamed = 3, kShown = 40;
  const LinkPreview preview = preview_join(incidence, model, join, options, control);
  if (preview.memory_bytes <= options.max_memory_bytes) return;
  std::string told = "linking would need about " + bytes_text(preview.memory_bytes) + " (" + grouped(preview.links) +
                     " links), and max_memory_bytes allows " + grouped(options.max_memory_bytes) + " bytes";
  for (std::size_t at = 0; at < std::min(kNamed, preview.costliest.size()); ++at) {
    const PreviewedIdentifier& costly = preview.costliest[at];
    told += at == 0 ? "; the identifiers that cost most: " : ", ";
    told += incidence.kinds[incidence.kind_of(costly.identifier)].name + " " +
            in_quotes(incidence.identifiers[costly.identifier], kShown) + " (" + grouped(costly.accounts) +
            " accounts, " + grouped(costly.meetings) + " meetings)";
  }
  throw InputError(told);
}

}  // namespace accountgraph
