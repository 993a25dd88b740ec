/// Runs a body in an arena of a given number of threads, more than the machine has cores if need be, and counts who
/// came.
#pragma once

#include <mutex>
#include <set>
#include <thread>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_scheduler_observer.h>

namespace support {

class Threads {
 public:
  explicit Threads(int count) : arena_(count), observer_(arena_) {}

  template <class Body>
  void run(Body body) {
    arena_.execute(body);
  }
  /// Threads that have entered the arena so far.
  std::size_t took_part() { return observer_.count(); }

 private:
  class Observer : public tbb::task_scheduler_observer {
   public:
    explicit Observer(tbb::task_arena& arena) : task_scheduler_observer(arena) { observe(true); }
    ~Observer() override { observe(false); }
    void on_scheduler_entry(bool) override {
      const std::lock_guard lock(mutex_);
      threads_.insert(std::this_thread::get_id());
    }
    std::size_t count() {
      const std::lock_guard lock(mutex_);
      return threads_.size();
    }

   private:
    std::mutex mutex_;
    std::set<std::thread::id> threads_;
  };

  tbb::global_control allow_{tbb::global_control::max_allowed_parallelism, 16};
  tbb::task_arena arena_;
  Observer observer_;
};

}  // namespace support
