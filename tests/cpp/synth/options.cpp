/// Options: what is refused, and what world.json says.
#include <doctest/doctest.h>

#include <limits>

#include "log.hpp"

using namespace accountgraph;

namespace {

/// A reader of JSON that accepts what RFC 8259 does (without \u escapes); returns the position after a value, or 0.
std::size_t after_value(const std::string& s, std::size_t at);
std::size_t space(const std::string& s, std::size_t at) {
  return std::min(s.find_first_not_of(" \n\r\t", at), s.size());
}
std::size_t after_string(const std::string& s, std::size_t at) {
  if (s[at] != '"') return 0;
  for (++at; at < s.size() && s[at] != '"'; ++at) {
    if (static_cast<unsigned char>(s[at]) < 32) return 0;
    if (s[at] == '\\') ++at;
  }
  return at + 1;
}
std::size_t after_value(const std::string& s, std::size_t at) {
  at = space(s, at);
  if (s[at] == '"') return after_string(s, at);
  if (s.compare(at, 4, "true") == 0) return at + 4;
  if (s.compare(at, 5, "false") == 0) return at + 5;
  if (s[at] != '{') {
    const std::size_t end = s.find_first_not_of("0123456789.+-e", at);
    return end == at ? 0 : end;
  }
  for (at = space(s, at + 1); s[at] != '}';) {
    if ((at = after_string(s, at)) == 0 || s[at = space(s, at)] != ':') return 0;
    if ((at = after_value(s, at + 1)) == 0) return 0;
    at = space(s, at);
    if (s[at] == '}') break;
    if (s[at] != ',') return 0;
    at = space(s, at + 1);
    if (s[at] != '"') return 0;
  }
  return at + 1;
}

template <class Change>
std::string refusal(Change change) {
  WorldOptions options;
  change(options);
  try {
    make_world(options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("world.json is JSON, holds every option and knob, and is the same for the same options") {
  WorldOptions options{.difficulty = .45, .seed = std::numeric_limits<std::uint64_t>::max()};
  options.operation_knobs["camouflage"] = .875;
  const std::string json = options_json(options);
  CHECK(space(json, after_value(json, 0)) == json.size());
  CHECK(json == options_json(options));
  const auto has = [&](std::string_view name) {
    return json.find('"' + std::string(name) + "\": ") != std::string::npos;
  };
  visit_options(options, [&](const char* name, auto&, double, double) { CHECK_MESSAGE(has(name), name); });
  visit_look_alikes(options.look_alikes,
                    [&](const char* name, double, double, double) { CHECK_MESSAGE(has(name), name); });
  const OperationKnobs knobs = operation_knobs(options);
  visit_knobs(knobs, [&](const char* name, double, double, double) { CHECK_MESSAGE(has(name), name); });
  CHECK(json.find("\"seed\": 18446744073709551615,") != std::string::npos);
  CHECK(json.find("\"camouflage\": 0.875") != std::string::npos);
  CHECK(json.find("\"preset\": \"pooled_25k\"") != std::string::npos);
}

TEST_CASE("a bad option is refused with its name, the rule and the value") {
  CHECK(refusal([](WorldOptions& o) { o.preset = "nope"; }) ==
        "`preset` must be one of pooled_25k, two_pool_failover, low_slow_relay_5k, hot_rotation_273, replay_1500, "
        "feb_small, feb_medium, feb_large, rings, careful_ring, got nope");
  CHECK(refusal([](WorldOptions& o) { o.accounts = 0; }) == "`accounts` must be in [1, 10000000], got 0");
  CHECK(refusal([](WorldOptions& o) { o.difficulty = 1.5; }) == "`difficulty` must be in [0, 1], got 1.5");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal([&](WorldOptions& o) { o.difficulty = nan; }) == "`difficulty` must be in [0, 1], got nan");
  CHECK(refusal([](WorldOptions& o) { o.events_per_account = 0; }).find("`events_per_account`") == 0);
  CHECK(refusal([](WorldOptions& o) { o.days = 0; }).find("`days`") == 0);
  CHECK(refusal([](WorldOptions& o) { o.operation = 2'000'000; }).find("`operation`") == 0);
  CHECK(refusal([](WorldOptions& o) { o.look_alikes.vpn = -.1; }).find("`look_alikes.vpn`") == 0);
  CHECK(refusal([](WorldOptions& o) { o.look_alikes.office = .95; }).find("classroom") != std::string::npos);
  CHECK(refusal([](WorldOptions& o) { o.operation_knobs["nope"] = 1; }).find("got nope") != std::string::npos);
  CHECK(refusal([](WorldOptions& o) { o.operation_knobs["camouflage"] = 2; }).find("`operation_knobs.camouflage`") ==
        0);
  CHECK(refusal([](WorldOptions& o) { o.operation_knobs["cell_min"] = 500; }).find("cell_max") != std::string::npos);
  CHECK(refusal([](WorldOptions& o) {
          o.operation = 0;
          o.forged = Forge::one;
        }) == "`operation` must be > 0 when something is forged, got 0");
  CHECK(refusal([](WorldOptions& o) {
          o.rewired = true;
          o.forged = Forge::one;
        }) == "`forged` must be none in a rewired world, got one");
  const World world = make_world({.accounts = 10, .operation = 0});
  CHECK_THROWS_AS(generate_block(world, 0, 11), std::invalid_argument);
  CHECK_THROWS_AS(generate_block(world, 2, 1), std::invalid_argument);
}

TEST_CASE("every preset at every difficulty, and the smallest worlds, can be made") {
  for (const std::string& preset : preset_names()) {
    for (const double difficulty : {0.0, .3, .5, .9, 1.0}) {
      for (const std::uint32_t operation : {1U, 2U, 7U, 100U}) {
        const World world =
            make_world({.preset = preset, .accounts = 1, .operation = operation, .difficulty = difficulty});
        CHECK(world.planted.size() == operation);
        CHECK(generate_block(world, 0, world.num_accounts()).batch.num_events() >= operation + 1);
      }
    }
  }
  const World day = make_world({.accounts = 300, .operation = 50, .days = 1});
  const EventBlock block = generate_block(day, 0, 350);
  for (const std::int64_t time : block.batch.time_micros) {
    CHECK(time >= 20'565LL * 86'400'000'000);
    CHECK(time < 20'566LL * 86'400'000'000);
  }
}
