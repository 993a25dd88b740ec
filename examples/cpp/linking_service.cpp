// The linker inside a service: requests from a queue, one after another, on as many threads as the service chooses. Whoever asks
// sees the progress and may stop waiting at any time. Queue, threads and clock are the host's; the library keeps no globals and
// prints nothing.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <queue>
#include <stop_token>
#include <thread>
#include <utility>

#include <tbb/task_arena.h>

#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/synth/events.hpp>

namespace ag = accountgraph;

namespace {

struct Request {
  std::shared_ptr<const ag::Incidence> incidence;
  ag::LinkOptions options = {};
  ag::Control control = {};  ///< its stop token ends this request alone
};

class LinkingService {
 public:
  explicit LinkingService(int threads)
      : arena_(threads), worker_([this](std::stop_token closing) { serve(closing); }) {}

  /// The links, or ag::Cancelled, or std::future_error when the service closes before the request's turn.
  std::future<ag::LinkGraph> submit(Request request) {
    std::packaged_task<ag::LinkGraph()> task([this, request = std::move(request)] { return link(request); });
    std::future<ag::LinkGraph> links = task.get_future();
    const std::lock_guard lock(mutex_);
    waiting_.push(std::move(task));
    changed_.notify_one();
    return links;
  }

 private:
  ag::LinkGraph link(const Request& request) {
    return arena_.execute([&] {
      const ag::EvidenceModel model = ag::evidence_model(*request.incidence, request.options, request.control);
      return ag::link_accounts(*request.incidence, model, request.options, request.control);
    });
  }

  void serve(std::stop_token closing) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, closing, [&] { return !waiting_.empty(); })) {
      std::packaged_task<ag::LinkGraph()> task = std::move(waiting_.front());
      waiting_.pop();
      lock.unlock();
      task();
      task = {};
      lock.lock();
    }
  }

  tbb::task_arena arena_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::queue<std::packaged_task<ag::LinkGraph()>> waiting_;
  std::jthread worker_;  // last: it uses all of the above
};

std::shared_ptr<const ag::Incidence> example_incidence() {
  const ag::World world =
      ag::make_world({.accounts = 20'000, .operation = 1'000, .seed = 11, .events_per_account = 10});
  std::vector<ag::Kind> kinds;
  for (const std::string_view name : ag::kEventKinds) kinds.push_back(ag::default_kind(name));
  ag::IncidenceBuilder builder(kinds);
  ag::generate_events(world, 0, world.num_accounts(), [&](const ag::EventBatch& batch) { builder.add(batch); });
  return std::make_shared<const ag::Incidence>(std::move(builder).finish());
}

bool cancelled(std::future<ag::LinkGraph>& links) {
  try {
    links.get();
  } catch (const ag::Cancelled&) {
    return true;
  }
  return false;
}

}  // namespace

int main() {
  const auto incidence = example_incidence();
  LinkingService service(2);

  // Three requests. The second is called off while it runs, the others must not notice.
  std::atomic<int> reports = 0;
  const auto count = [&](const ag::Progress&) { ++reports; };  // called from any of the threads
  const auto patience = std::make_unique<std::stop_source>();  // on the stack GCC 12 takes it for uninitialised
  std::atomic_flag joining, called_off;
  const auto wait_to_be_stopped = [&](const ag::Progress& progress) {  // so that it runs still, on any machine
    if (progress.done == 0) return;
    joining.test_and_set();
    joining.notify_one();
    called_off.wait(false);
  };
  auto first = service.submit({.incidence = incidence, .control = {.on_progress = count}});
  auto second = service.submit(
      {.incidence = incidence, .control = {.stop = patience->get_token(), .on_progress = wait_to_be_stopped}});
  auto third = service.submit({.incidence = incidence});

  joining.wait(false);
  const auto asked = std::chrono::steady_clock::now();
  patience->request_stop();
  called_off.test_and_set();
  called_off.notify_all();
  second.wait();
  const std::chrono::duration<double, std::milli> answer = std::chrono::steady_clock::now() - asked;

  // A service beside this one has nothing in common with it; on one thread it finds the same.
  LinkingService other(1);
  const ag::LinkGraph alone = other.submit({.incidence = incidence}).get();
  const ag::LinkGraph links = first.get(), again = third.get();
  const auto same = [&](const ag::LinkGraph& found) {
    return found.source == alone.source && found.target == alone.target && found.bits == alone.bits;
  };
  if (!cancelled(second) || !same(links) || !same(again) || links.num_links() == 0 || reports == 0) return 1;
  std::cout << links.num_links() << " links; a request that was called off ended after " << answer.count() << " ms\n";
}
