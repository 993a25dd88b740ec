/// Templates as a value: what was found, and the finding of them in new prompts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accountgraph {

namespace detail {
class TemplateModel;
}

/// A run of fixed text or a slot. Text is the folded text of the tokens (see docs/templates.md), not the raw one.
struct PatternPart {
  bool is_slot = false;
  std::string text;  ///< empty for a slot
  friend bool operator==(const PatternPart&, const PatternPart&) = default;
};

/// Written by whoever wrote the prompts: escape all text of it wherever it is shown.
struct Template {
  std::string id;                    ///< "tpl-" and 24 hex digits of the SHA-256 of the fixed text: the same everywhere
  std::vector<PatternPart> pattern;  ///< fixed text and slots in turn
  std::uint64_t num_prompts = 0;     ///< prompts it was found in
  std::uint32_t num_words = 0;       ///< words of fixed text
  std::vector<std::string> examples;  ///< raw prompts, clipped to 2,000 bytes, in byte order
  friend bool operator==(const Template&, const Template&) = default;

  /// The pattern on one line, slots as "{}".
  std::string text() const;
  /// HMAC-SHA-256 (RFC 2104) of every fixed segment under `key`, hex: for comparing templates with others who hold the
  /// key without showing the text.
  std::vector<std::string> segment_hashes(std::string_view key) const;
};

class TemplateSet {
 public:
  TemplateSet();
  TemplateSet(std::vector<Template> templates, std::shared_ptr<const detail::TemplateModel> model);

  /// In the order of their ids.
  const std::vector<Template>& templates() const { return templates_; }
  std::size_t size() const { return templates_.size(); }

  /// Rows of all templates `prompt` carries, the most specific first (a task before the system prompt that it comes with),
  /// then as they were found; empty = none. Linear in the prompt, a few
  /// microseconds for 300 characters; safe from several threads.
  std::vector<std::int32_t> assign(std::string_view prompt) const;

  /// The templates of both; a template of both keeps its id and has the prompts of both. What one part knows is asked
  /// first, in the order given. Assigning costs the sum of the parts: mine again once there are many.
  friend TemplateSet merge(const TemplateSet& first, const TemplateSet& second);

  /// The set as bytes, the same for equal sets, and back. load throws InputError for bytes that save did not make.
  std::string save() const;
  static TemplateSet load(std::string_view bytes);

 private:
  struct Part {
    std::shared_ptr<const detail::TemplateModel> model;
    std::vector<std::int32_t> rows;  ///< of the model's templates in templates_
  };
  std::vector<Template> templates_;
  std::vector<Part> parts_;
};

TemplateSet merge(const TemplateSet& first, const TemplateSet& second);

}  // namespace accountgraph
