#include "prompt_writer.hpp"

#include "disguise.hpp"
#include "honest_person.hpp"

namespace accountgraph::synth {
namespace {

enum Purpose : std::uint64_t { of_sources = 1, of_template, of_heading, of_event, of_language, of_account };

std::uint64_t key(const World& world, Purpose purpose, std::uint64_t number) {
  return CounterRandom(world.text_key).at(purpose, number);
}

/// Seven of ten write English.
Language language_of(const World& world, std::uint64_t whose) {
  const std::uint64_t unit = key(world, of_language, whose) >> 32;
  constexpr Language kOthers[] = {Language::spanish, Language::german, Language::french, Language::chinese};
  return unit % 10 < 7 ? Language::english : kOthers[unit / 10 % 4];
}

bool is_single(Pool pool) {
  return pool == Pool::missing || pool == Pool::one_off_template || pool == Pool::planted_one_off ||
         pool == Pool::recorded_prompt;
}

}  // namespace

bool has_mould(Code code) { return !is_single(pool_of(code)) && pool_of(code) != Pool::placeholder; }

Mould mould_of(const World& world, Code code) {
  const std::uint64_t index = index_of(code);
  const std::uint64_t own = key(world, of_template, code);
  const std::uint64_t sources = key(world, of_sources, 0);
  const auto heading = [&](std::uint64_t number) { return key(world, of_heading, make_code(pool_of(code), number)); };
  const auto simple = [&](Language language, std::string_view rule) {
    return make_mould(language, rule, own, sources);
  };
  switch (pool_of(code)) {
    case Pool::framework:
      return simple(Language::english, "framework");
    case Pool::ci_template:
      return simple(Language::english, "ci");
    case Pool::tutorial:
      return simple(language_of(world, code), "tutorial");
    case Pool::community_prompt:
      return simple(language_of(world, code), "community");
    case Pool::evaluation:
      return make_headed_mould(Language::english, "suite_head", heading(index / 64), "suite_item", own, sources);
    case Pool::workplace_template: {
      const std::uint64_t workplace = index / 2048;
      const Language language = language_of(world, make_code(Pool::workplace_template, workplace));
      switch (world.workplaces[workplace].type) {
        case WorkplaceType::classroom:
          return simple(language, "homework");
        case WorkplaceType::reseller:
          return simple(language, "agency");
        case WorkplaceType::office:
          return make_headed_mould(language, "office_head", heading(workplace), "office_tool", own, sources);
      }
      break;
    }
    case Pool::planted_task: {
      const std::uint64_t task = make_code(Pool::planted_task, index >> 24);
      const std::uint64_t variant = index & ((std::uint64_t{1} << 24) - 1);
      return make_task_mould(language_of(world, task), key(world, of_template, task), variant, world.knobs.reworded,
                             sources);
    }
    default:  // what people keep for themselves
      break;
  }
  return simple(language_of(world, make_code(pool_of(code), index / 16)), "own");
}

PromptWriter::PromptWriter(const World& world) : world_(world), sources_(key(world, of_sources, 0)) {}

const Mould& PromptWriter::mould(Code code) {
  auto& [held, made] = kept_[mix64(code) % kept_.size()];
  if (held != code) {
    made = mould_of(world_, code);
    held = code;
  }
  return made;
}

void PromptWriter::write_task(Code code, std::uint64_t event_key) {
  const OperationKnobs& knobs = world_.knobs;
  const CounterRandom draw(event_key);
  fill(mould(code), event_key, sources_, {}, text_);
  if (draw.unit(1) < knobs.prompt_noise) change_surface(text_, {draw.at(2)});
  if (draw.unit(3) < knobs.prompt_invisible) hide_characters(text_, {draw.at(4)});
  if (draw.unit(5) < knobs.prompt_wrapped) {
    wrapped_.swap(text_);
    text_.clear();
    fill(mould(popular_framework(draw.unit(6))), draw.at(7), sources_, wrapped_, text_);
  }
}

std::string_view PromptWriter::write(Code code, std::uint32_t account, std::uint64_t event) {
  const Pool pool = pool_of(code);
  if (pool == Pool::placeholder) {
    char placeholder[kMaxText];
    text_ = write_code(code, 0, 3, world_.text_key, placeholder);
    return text_;
  }
  text_.clear();
  const std::uint64_t event_key = CounterRandom(key(world_, of_event, account)).at(code, event);
  if (pool == Pool::planted_task) {
    write_task(code, event_key);
  } else if (has_mould(code)) {
    fill(mould(code), event_key, sources_, {}, text_);
  } else {
    // A single text is that of its template, or else of its event.
    const Language language = language_of(world_, code == 0 ? account : code);
    Voice speaker = voice(code == 0 ? event_key : key(world_, of_template, code), sources_);
    Sink sink{text_};
    const Grammar& grammar = grammar_of(language);
    expand(grammar, grammar.rule("free"), speaker, sink);
  }
  return text_;
}

}  // namespace accountgraph::synth
