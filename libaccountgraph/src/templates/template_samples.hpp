/// Prompts of every template, to read its pattern from.
#pragma once

#include <string>
#include <vector>

#include "found_templates.hpp"

namespace accountgraph::detail {

/// One list a template, by number: of its whole texts the kSamples with the smallest hashes, and of the prompts with such a
/// text the first in byte order. A choice that does not depend on the order of the prompts. Reads them once.
std::vector<std::vector<std::string>> choose_samples(PromptReader& reader, const FoundTemplates& found);

}  // namespace accountgraph::detail
