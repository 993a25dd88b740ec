#include "mould.hpp"

#include <utility>

namespace accountgraph::synth {
namespace {

void append(Mould& mould, std::string_view rule, Voice& voice) {
  Sink sink{mould.fixed, &mould.slots};
  expand(*mould.grammar, mould.grammar->rule(rule), voice, sink);
}

Mould begin_mould(Language language, const Voice& voice) { return {&grammar_of(language), {}, {}, voice.topic}; }

}  // namespace

Mould make_mould(Language language, std::string_view rule, std::uint64_t key, std::uint64_t sources) {
  Voice speaker = voice(key, sources);
  Mould mould = begin_mould(language, speaker);
  append(mould, rule, speaker);
  return mould;
}

Mould make_headed_mould(Language language, std::string_view head, std::uint64_t head_key, std::string_view rule,
                        std::uint64_t key, std::uint64_t sources) {
  Voice common = voice(head_key, sources);
  Mould mould = begin_mould(language, common);
  append(mould, head, common);
  mould.fixed += "\n\n";
  Voice own = voice(key, sources);
  own.topic = common.topic;
  append(mould, rule, own);
  return mould;
}

Mould make_task_mould(Language language, std::uint64_t task, std::uint64_t variant, double reworded,
                      std::uint64_t sources) {
  const CounterRandom of_task(task);
  const CounterRandom of_variant(of_task.at(1, variant));
  const Voice planner = voice(task, sources);
  Mould mould = begin_mould(language, planner);
  const auto say = [&](std::string_view rule, Voice speaker) {
    speaker.topic = planner.topic;
    append(mould, rule, speaker);
  };
  const auto part = [&](std::uint64_t number) {
    Voice speaker = voice(of_task.at(2, number), sources);
    if (variant > 0 && of_variant.unit(1, number) < reworded) speaker.wording.state = of_variant.at(2, number);
    return speaker;
  };
  // A fifth of tasks are hardly more than a heading.
  const std::uint64_t clauses = of_task.unit(3) < .2 ? 0 : 2 + of_task.below(6, 4);
  std::vector<std::uint64_t> order(clauses);
  for (std::uint64_t i = 0; i < clauses; ++i) order[i] = i;
  for (std::uint64_t i = 0; variant > 0 && i < clauses; ++i) {
    if (of_variant.unit(3, i) < reworded) std::swap(order[i], order[of_variant.below(clauses, 4, i)]);
  }
  const std::string_view between = of_task.unit(5) < .6 ? " " : "\n- ";
  const std::uint64_t input_after = of_task.unit(6) < .6 ? clauses : of_task.below(clauses + 1, 7);
  say("task_head", part(clauses));
  if (variant > 0) {
    mould.fixed += between;
    say("task_clause", voice(of_variant.at(5), sources));
  }
  for (std::uint64_t i = 0; i <= clauses; ++i) {
    if (i == input_after) {
      mould.fixed += "\n\n";
      say("task_input", part(clauses + 1));
    }
    if (i == clauses) break;
    mould.fixed += i == input_after ? "\n\n" : between;
    say("task_clause", part(order[i]));
  }
  return mould;
}

void fill(const Mould& mould, std::uint64_t key, std::uint64_t sources, std::string_view request, std::string& out) {
  Voice speaker = voice(key, sources);
  speaker.topic = mould.topic;
  const auto request_rule = request.empty() ? 0U : mould.grammar->rule("request");
  std::size_t done = 0;
  for (const Slot& slot : mould.slots) {
    out.append(mould.fixed, done, slot.at - done);
    done = slot.at;
    Sink sink{out, nullptr, slot.escaped};
    if (!request.empty() && slot.rule == request_rule) {
      Sink{out, nullptr, slot.escaped || slot.mark == '"'}.put(request);
    } else {
      expand_marked(*mould.grammar, slot.rule, slot.mark, speaker, sink);
    }
  }
  out.append(mould.fixed, done);
}

std::vector<std::string> fixed_parts(const Mould& mould) {
  std::vector<std::string> parts;
  std::size_t done = 0;
  const auto take = [&](std::size_t end) {
    if (end > done) parts.push_back(mould.fixed.substr(done, end - done));
    done = end;
  };
  for (const Slot& slot : mould.slots) take(slot.at);
  take(mould.fixed.size());
  return parts;
}

}  // namespace accountgraph::synth
