#include "arrow_stream.hpp"

#include <cerrno>
#include <exception>
#include <string>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/interop/arrow_export.hpp>

namespace accountgraph::python {
namespace {

constexpr const char* kCapsule = "arrow_array_stream";

py::capsule to_capsule(std::unique_ptr<ArrowArrayStream> stream) {
  PyObject* capsule = PyCapsule_New(stream.get(), kCapsule, [](PyObject* object) {
    auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(object, kCapsule));
    if (held->release != nullptr) held->release(held);
    delete held;
  });
  if (capsule == nullptr) throw py::error_already_set();
  stream.release();
  return py::reinterpret_steal<py::capsule>(capsule);
}

/// One table after the other. The tables' own streams do the work; this one only changes from one to the next.
struct Chain {
  std::function<SharedTable()> next;
  ArrowArrayStream current{};
  std::string error;

  ~Chain() { close(); }
  void close() {
    if (current.release != nullptr) current.release(&current);
    current = {};
  }
  static Chain& of(ArrowArrayStream* stream) { return *static_cast<Chain*>(stream->private_data); }

  template <class Work>
  int guarded(Work&& work) {
    try {
      return work();
    } catch (const std::exception& failure) {
      error = failure.what();
      return EIO;
    }
  }
  /// Nulls may come in any of the tables that follow.
  int get_schema(ArrowSchema* out) {
    if (const int code = current.get_schema(&current, out); code != 0) return code;
    for (std::int64_t column = 0; column < out->n_children; ++column)
      out->children[column]->flags |= ARROW_FLAG_NULLABLE;
    return 0;
  }
  int get_next(ArrowArray* out) {
    while (true) {
      if (const int code = current.get_next(&current, out); code != 0 || out->release != nullptr) return code;
      const SharedTable table = next();
      if (!table) return 0;
      close();
      export_stream(table, &current);
    }
  }
};

}  // namespace

Stream::Stream(const py::capsule& capsule) {
  auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), kCapsule));
  if (held == nullptr) throw py::error_already_set();
  if (held->release == nullptr) throw InputError("the stream of events has been read already");
  stream_ = std::exchange(*held, {});
}

Stream::~Stream() {
  if (stream_.release != nullptr) stream_.release(&stream_);
}

py::capsule stream_capsule(const SharedTable& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_stream(table, stream.get());
  return to_capsule(std::move(stream));
}

py::capsule stream_capsule(std::function<SharedTable()> next, const SharedTable& first) {
  auto chain = std::make_unique<Chain>();
  chain->next = std::move(next);
  export_stream(first, &chain->current);
  auto stream = std::make_unique<ArrowArrayStream>();
  stream->get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    Chain& held = Chain::of(self);
    return held.guarded([&] { return held.get_schema(out); });
  };
  stream->get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    Chain& held = Chain::of(self);
    return held.guarded([&] { return held.get_next(out); });
  };
  stream->get_last_error = [](ArrowArrayStream* self) -> const char* {
    Chain& held = Chain::of(self);
    return held.error.empty() ? held.current.get_last_error(&held.current) : held.error.c_str();
  };
  stream->release = [](ArrowArrayStream* self) {
    delete &Chain::of(self);
    self->release = nullptr;
  };
  stream->private_data = chain.release();
  return to_capsule(std::move(stream));
}

}  // namespace accountgraph::python
