#include <accountgraph/linkage/options.hpp>

#include <cmath>

#include <accountgraph/core/errors.hpp>

namespace accountgraph {

void validate(const LinkOptions& options) {
  const auto share = [](double value) { return value > 0 && value < 1; };
  require(options.margin_bits >= 0 && options.margin_bits <= 64, "margin_bits", "in [0, 64]", options.margin_bits);
  require(options.floor_bits >= 0 && options.floor_bits <= 64, "floor_bits", "in [0, 64]", options.floor_bits);
  require(std::isfinite(options.floor_growth) && std::abs(options.floor_growth) <= 64, "floor_growth", "in [-64, 64]",
          options.floor_growth);
  require(share(options.soft_cap), "soft_cap", "in (0, 1)", options.soft_cap);
  require(share(options.hard_cap), "hard_cap", "in (0, 1)", options.hard_cap);
  require(options.hard_needed >= 0 && options.hard_needed <= 1, "hard_needed", "in [0, 1]", options.hard_needed);
  require(options.single_soft > 0 && options.single_soft <= 1, "single_soft", "in (0, 1]", options.single_soft);
  require(options.synchrony_cap >= 0 && options.synchrony_cap < 1, "synchrony_cap", "in [0, 1)", options.synchrony_cap);
  require(options.synchrony_seconds >= 1 && options.synchrony_seconds <= 1800, "synchrony_seconds", "in [1, 1800]",
          options.synchrony_seconds);
  require(options.star_size >= 2, "star_size", ">= 2", options.star_size);
}

}  // namespace accountgraph
