/// Progress out, cancellation in. Every long function takes a Control last; the default neither reports nor stops.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include <accountgraph/core/errors.hpp>

namespace accountgraph {

struct Progress {
  std::string_view stage;   ///< "incidence", "linkage", "communities", ...: a literal, safe to keep
  std::uint64_t done = 0;   ///< units finished, in [0, total]
  std::uint64_t total = 0;  ///< units in all; 0 = unknown
};

struct Control {
  std::stop_token stop = {};                              ///< honoured within 100 ms
  std::function<void(const Progress&)> on_progress = {};  ///< may be called from any thread; must not throw

  void report(std::string_view stage, std::uint64_t done = 0, std::uint64_t total = 0) const {
    if (on_progress) on_progress({stage, done, total});
  }
  /// Throws Cancelled when the caller has asked to stop.
  void check() const {
    if (stop.stop_requested()) throw Cancelled();
  }
};

}  // namespace accountgraph
