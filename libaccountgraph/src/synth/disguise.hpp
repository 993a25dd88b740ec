/// What an operation does to the surface of its prompts so that equal text is not equal.
#pragma once

#include <string>

#include "grammar.hpp"

namespace accountgraph::synth {

/// Changes case, spacing or punctuation: one or two of them. Words and their order stay. O(length).
void change_surface(std::string& text, Draws draws);

/// Puts invisible characters between letters, or Cyrillic letters for Latin ones that look alike. O(length).
void hide_characters(std::string& text, Draws draws);

}  // namespace accountgraph::synth
