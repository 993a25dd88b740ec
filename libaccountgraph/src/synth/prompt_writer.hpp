/// From the code of an event's template to the prompt that was sent.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <accountgraph/synth/world.hpp>

#include "identifier_code.hpp"
#include "mould.hpp"

namespace accountgraph::synth {

/// Whether a template's prompts are filled into a mould; the others are single texts.
bool has_mould(Code code);

/// The mould of a template that has one: a function of seed and code (and of `reworded`, for paraphrases).
Mould mould_of(const World& world, Code code);

/// Writes prompts. A prompt is a function of seed, template, account and number of the event; what is kept between calls
/// are moulds that may be needed again. Not for several threads.
class PromptWriter {
 public:
  explicit PromptWriter(const World& world);

  /// The prompt of an event of `account`. Valid until the next call. A placeholder stays one.
  std::string_view write(Code code, std::uint32_t account, std::uint64_t event);

 private:
  const Mould& mould(Code code);
  void write_task(Code code, std::uint64_t key);

  const World& world_;
  std::uint64_t sources_;
  std::string text_, wrapped_;
  std::array<std::pair<Code, Mould>, 64> kept_ = {};
};

}  // namespace accountgraph::synth
