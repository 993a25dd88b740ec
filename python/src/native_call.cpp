#include "native_call.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <tbb/task_arena.h>
#include <accountgraph/core/errors.hpp>

namespace accountgraph::python {
namespace py = pybind11;
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPoll = std::chrono::milliseconds(20);
constexpr int kMaxThreads = 1024;

struct Report {
  Progress progress;
  double seconds = 0;
};

/// What the working thread tells the waiting one. Reports of one stage overwrite each other, so the list stays short.
class Reports {
 public:
  void add(const Progress& progress) {
    const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    const std::lock_guard lock(mutex_);
    // The first report of a stage keeps its time: it is when the stage began.
    if (reports_.size() > 1 && reports_.back().progress.stage == progress.stage &&
        reports_[reports_.size() - 2].progress.stage == progress.stage) {
      reports_.pop_back();
    }
    reports_.push_back({progress, seconds});
  }
  void finish() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    changed_.notify_one();
  }
  /// Waits for a moment or the end; returns true at the end.
  bool wait(std::vector<Report>& reports) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPoll, [&] { return finished_; });
    reports.clear();
    reports.swap(reports_);
    return finished_;
  }

 private:
  const Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Report> reports_;
  bool finished_ = false;
};

void look_after_python(const py::object& poll, const std::vector<Report>& reports) {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  if (poll.is_none()) return;
  py::list seen;
  for (const Report& report : reports) {
    const Progress& at = report.progress;
    seen.append(py::make_tuple(std::string(at.stage), at.done, at.total, report.seconds));
  }
  poll(seen);
}

}  // namespace

void run_native(int threads, const py::object& poll, const std::function<void(const Control&)>& work) {
  require(threads >= 0 && threads <= kMaxThreads, "threads", "in [1, 1024], or 0 for all", threads);
  std::stop_source stop;
  Reports reports;
  std::exception_ptr error;
  const Control control{.stop = stop.get_token(), .on_progress = [&](const Progress& at) { reports.add(at); }};
  std::thread worker([&] {
    try {
      tbb::task_arena arena(threads == 0 ? tbb::task_arena::automatic : threads);
      arena.execute([&] { work(control); });
    } catch (...) {
      error = std::current_exception();
    }
    reports.finish();
  });
  const auto join = [&] {
    const py::gil_scoped_release release;
    worker.join();
  };

  std::vector<Report> seen;
  for (bool finished = false; !finished;) {
    try {
      {
        const py::gil_scoped_release release;
        finished = reports.wait(seen);
      }
      look_after_python(poll, seen);
    } catch (...) {
      stop.request_stop();
      join();
      throw;
    }
  }
  join();
  if (error) std::rethrow_exception(error);
}

}  // namespace accountgraph::python
