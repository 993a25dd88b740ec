/// The preview of a prepared join, and the budget that rests on it.
#pragma once

#include <accountgraph/linkage/preview.hpp>

#include "join.hpp"

namespace accountgraph {

LinkPreview preview_join(const Incidence& incidence, const EvidenceModel& model, const Join& join,
                         const LinkOptions& options, const Control& control);

/// Throws InputError, with the identifiers that cost most, where linking is predicted to need more than options.max_memory_bytes.
void require_memory(const Incidence& incidence, const EvidenceModel& model, const Join& join,
                    const LinkOptions& options, const Control& control);

}  // namespace accountgraph
