#include <accountgraph/synth/world_options.hpp>

#include <charconv>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/synth/operation_knobs.hpp>

namespace accountgraph {
namespace {

template <class Value>
std::string decimal(Value value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

/// Collects `"name": value` members of one JSON object; names and texts here are identifiers that need no escaping.
struct Members {
  std::string indent;
  std::string text = {};

  void raw(std::string_view name, std::string_view value) {
    text += (text.empty() ? "" : ",") + ("\n" + indent) + '"';
    text.append(name).append("\": ").append(value);
  }
  template <class Value>
  void number(std::string_view name, Value value) {
    raw(name, decimal(value));
  }
  std::string object() const { return "{" + text + "\n" + indent.substr(2) + "}"; }
};

std::string range_text(double low, double high) {
  const auto plain = [](double bound) {
    const auto whole = static_cast<std::int64_t>(bound < 1e15 ? bound : 0);
    return static_cast<double>(whole) == bound ? decimal(whole) : decimal(bound);
  };
  return "in [" + plain(low) + ", " + plain(high) + "]";
}

}  // namespace

const char* to_string(Forge forge) {
  switch (forge) {
    case Forge::none:
      return "none";
    case Forge::one:
      return "one";
    case Forge::two_of_one_kind:
      return "two_of_one_kind";
    case Forge::address_and_prompt:
      return "address_and_prompt";
  }
  return "?";
}

const char* to_string(PromptText prompt_text) {
  switch (prompt_text) {
    case PromptText::none:
      return "none";
    case PromptText::beside:
      return "beside";
    case PromptText::only:
      return "only";
  }
  return "?";
}

void validate(const WorldOptions& options) {
  const auto check = [](std::string_view name, auto value, double low, double high) {
    const auto number = static_cast<double>(value);
    require(number >= low && number <= high, name, range_text(low, high), value);  // false for NaN
  };
  visit_options(options, check);
  visit_look_alikes(options.look_alikes, [&](const char* name, double value, double low, double high) {
    check(std::string("look_alikes.") + name, value, low, high);
  });
  const LookAlikes& some = options.look_alikes;
  const double workplaces = some.office + some.classroom + some.reseller;
  require(workplaces <= 1.0, "look_alikes.office + classroom + reseller", "<= 1", workplaces);
  const bool known = options.forged >= Forge::none && options.forged <= Forge::address_and_prompt;
  require(known, "forged", "none, one, two_of_one_kind or address_and_prompt", static_cast<int>(options.forged));
  require(options.forged == Forge::none || !options.rewired, "forged", "none in a rewired world",
          to_string(options.forged));
  require(options.forged == Forge::none || options.operation > 0, "operation", "> 0 when something is forged",
          options.operation);
  const bool known_text = options.prompt_text >= PromptText::none && options.prompt_text <= PromptText::only;
  require(known_text, "prompt_text", "none, beside or only", static_cast<int>(options.prompt_text));
  operation_knobs(options);
}

std::string options_json(const WorldOptions& options) {
  validate(options);
  Members look_alikes{"    "};
  visit_look_alikes(options.look_alikes,
                    [&](const char* name, double value, double, double) { look_alikes.number(name, value); });
  Members knobs{"    "};
  const OperationKnobs resolved = operation_knobs(options);
  visit_knobs(resolved, [&](const char* name, double value, double, double) { knobs.number(name, value); });
  Members world{"  "};
  world.number("format", 1);
  world.raw("preset", '"' + options.preset + '"');
  visit_options(options, [&](const char* name, auto value, double, double) { world.number(name, value); });
  world.raw("forged", std::string("\"") + to_string(options.forged) + '"');
  world.raw("rewired", options.rewired ? "true" : "false");
  world.raw("prompt_text", std::string("\"") + to_string(options.prompt_text) + '"');
  world.raw("look_alikes", look_alikes.object());
  world.raw("operation_knobs", knobs.object());
  return world.object() + "\n";
}

}  // namespace accountgraph
