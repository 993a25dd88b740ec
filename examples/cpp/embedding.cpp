// The pipeline inside a service: its own threads, progress, a deadline, stages one by one. The library prints nothing, reads no
// clock and keeps no globals; all of that is the host's.
#include <iostream>
#include <stop_token>
#include <string>

#include <tbb/task_arena.h>

#include <accountgraph/communities/leiden.hpp>
#include <accountgraph/incidence/builder.hpp>
#include <accountgraph/linkage/link_accounts.hpp>
#include <accountgraph/synth/events.hpp>

namespace ag = accountgraph;

int main() {
  const ag::World world =
      ag::make_world({.accounts = 20'000, .operation = 1'000, .seed = 11, .events_per_account = 10});
  std::vector<ag::Kind> kinds;
  for (const std::string_view name : ag::kEventKinds) kinds.push_back(ag::default_kind(name));

  std::stop_source deadline;
  ag::Control control{.stop = deadline.get_token(), .on_progress = {}};
  std::string stage;
  control.on_progress = [&](const ag::Progress& progress) {
    if (progress.done == 0) stage = progress.stage;
  };

  tbb::task_arena arena(2);  // the host decides how many threads the library may use
  ag::LinkGraph links;
  ag::Partition communities;
  arena.execute([&] {
    ag::IncidenceBuilder builder(kinds);
    ag::generate_events(world, 0, world.num_accounts(),
                        [&](const ag::EventBatch& batch) { builder.add(batch, control); });
    const ag::Incidence incidence = std::move(builder).finish(control);
    const ag::LinkOptions options{.margin_bits = 4.0};
    links = ag::link_accounts(incidence, ag::evidence_model(incidence, options), options, control);
    communities = ag::leiden(ag::graph_of_links(links), {.resolution = 0.05}, nullptr, control).partition;
  });
  std::cout << links.num_links() << " links, " << communities.num_communities() << " communities, last stage " << stage
            << '\n';

  // Cancellation: the call ends with ag::Cancelled, and the host's data are as they were.
  deadline.request_stop();
  try {
    arena.execute([&] { ag::leiden(ag::graph_of_links(links), {.resolution = 0.05}, nullptr, control); });
  } catch (const ag::Cancelled&) {
    return links.num_links() > 0 ? 0 : 1;
  }
  return 1;
}
