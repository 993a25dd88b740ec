/// Distinct texts in the order of their bytes.
#pragma once

#include <cstdint>
#include <vector>

#include <accountgraph/core/control.hpp>
#include <accountgraph/core/interner.hpp>
#include <accountgraph/core/string_pool.hpp>

namespace accountgraph::detail {

/// The numbers of an interner's texts in byte order. Parallel. Work O(bytes + n log n) where few texts share more than a
/// prefix common to all of them and eight bytes; never more than O(bytes log n). Memory 16 bytes a text.
std::vector<std::uint32_t> in_byte_order(const Interner& interner, const Control& control);

/// rank[order[i]] = first + i.
std::vector<std::uint32_t> ranks_of(const std::vector<std::uint32_t>& order, std::uint32_t first = 0);

/// Appends the texts in this order. Parallel, O(bytes).
void append(StringPool& pool, const Interner& interner, const std::vector<std::uint32_t>& order,
            const Control& control);

}  // namespace accountgraph::detail
