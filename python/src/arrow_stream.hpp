/// Arrow streams at the border: capsules in and out of C++ (docs: arrow.apache.org, "The Arrow PyCapsule Interface").
#pragma once

#include <functional>

#include <accountgraph/core/arrow_c_data.hpp>

#include "bindings.hpp"

namespace accountgraph::python {

/// A stream of this process: released when it goes.
class Stream {
 public:
  Stream() = default;
  /// Takes it out of a capsule named "arrow_array_stream", which is empty afterwards. Throws InputError when it was empty before.
  explicit Stream(const py::capsule& capsule);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ArrowArrayStream* get() { return &stream_; }

 private:
  ArrowArrayStream stream_{};
};

/// A stream of one table, which lives as long as the stream.
py::capsule stream_capsule(const SharedTable& table);
/// A stream of the tables that `next` gives until it gives none; all have the columns of `first`, which is not part of it.
py::capsule stream_capsule(std::function<SharedTable()> next, const SharedTable& first);

/// The table in a stream. Types: int32, int64, uint64, double, bool, timestamp, string, large_string; others are an InputError.
SharedTable table_from_arrow(const py::capsule& capsule);

}  // namespace accountgraph::python
