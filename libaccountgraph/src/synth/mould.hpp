/// The mould of a template: text that is the same in all its prompts, and slots that each prompt fills anew. Moulds are
/// made when they are needed, from a grammar and a key; no world keeps any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar.hpp"

namespace accountgraph::synth {

struct Mould {
  const Grammar* grammar = nullptr;
  std::string fixed;
  std::vector<Slot> slots;  ///< by position in `fixed`
  std::uint32_t topic = 0;  ///< of what fills the slots
};

/// A mould of the form of a rule.
Mould make_mould(Language language, std::string_view rule, std::uint64_t key, std::uint64_t sources);
/// A heading that several moulds have in common (its key is theirs), then a mould of their own.
Mould make_headed_mould(Language language, std::string_view head, std::uint64_t head_key, std::string_view rule,
                        std::uint64_t key, std::uint64_t sources);

/// The mould of a task: a heading, clauses, and an input among or after them. `variant` 0 is the task as it was first put;
/// the others are paraphrases: each clause is reworded, and each moved, with chance `reworded`, and one clause is added.
Mould make_task_mould(Language language, std::uint64_t task, std::uint64_t variant, double reworded,
                      std::uint64_t sources);

/// Appends a prompt. `request`, where not empty, fills the slot of that name.
void fill(const Mould& mould, std::uint64_t key, std::uint64_t sources, std::string_view request, std::string& out);

/// The text between the slots, empty pieces left out.
std::vector<std::string> fixed_parts(const Mould& mould);

}  // namespace accountgraph::synth
