#include <accountgraph/templates/template_set.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/hashing.hpp>

#include "saved_bytes.hpp"
#include "template_model.hpp"

namespace accountgraph {
namespace {

constexpr std::string_view kMagic = "accountgraph templates 2\n";

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<std::uint8_t, 64> block{};
  if (key.size() > block.size()) {
    const auto digest = Sha256().update(key).digest();
    std::copy(digest.begin(), digest.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  const auto padded = [&](std::uint8_t pad) {
    std::string out;
    for (const std::uint8_t byte : block) out.push_back(static_cast<char>(byte ^ pad));
    return out;
  };
  const auto inner = Sha256().update(padded(0x36)).update(text).digest();
  return Sha256()
      .update(padded(0x5C))
      .update(std::string_view(reinterpret_cast<const char*>(inner.data()), inner.size()))
      .hex_digest();
}

}  // namespace

std::string Template::text() const {
  std::string out;
  for (const PatternPart& part : pattern) {
    if (!out.empty()) out.push_back(' ');
    out += part.is_slot ? "{}" : part.text;
  }
  return out;
}

std::vector<std::string> Template::segment_hashes(std::string_view key) const {
  std::vector<std::string> out;
  for (const PatternPart& part : pattern) {
    if (!part.is_slot) out.push_back(hmac_sha256(key, part.text));
  }
  return out;
}

TemplateSet::TemplateSet() = default;

TemplateSet::TemplateSet(std::vector<Template> templates, std::shared_ptr<const detail::TemplateModel> model)
    : templates_(std::move(templates)) {
  Part part{std::move(model), {}};
  for (std::size_t row = 0; row < templates_.size(); ++row) part.rows.push_back(static_cast<std::int32_t>(row));
  parts_.push_back(std::move(part));
}

std::vector<std::int32_t> TemplateSet::assign(std::string_view prompt) const {
  std::vector<std::int32_t> out;
  std::vector<std::int32_t> numbers;
  for (const Part& part : parts_) {
    part.model->assign(prompt, numbers);
    for (const std::int32_t number : numbers) {
      const std::int32_t row = part.rows[static_cast<std::size_t>(number)];
      if (std::find(out.begin(), out.end(), row) == out.end()) out.push_back(row);
    }
  }
  return out;
}

TemplateSet merge(const TemplateSet& first, const TemplateSet& second) {
  TemplateSet out;
  for (const TemplateSet* set : {&first, &second}) {
    out.templates_.insert(out.templates_.end(), set->templates_.begin(), set->templates_.end());
  }
  std::stable_sort(out.templates_.begin(), out.templates_.end(),
                   [](const Template& a, const Template& b) { return a.id < b.id; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out.templates_.size(); ++i) {
    if (kept != 0 && out.templates_[kept - 1].id == out.templates_[i].id) {
      out.templates_[kept - 1].num_prompts += out.templates_[i].num_prompts;
    } else {
      if (kept != i) out.templates_[kept] = std::move(out.templates_[i]);
      ++kept;
    }
  }
  out.templates_.resize(kept);
  const auto row_of = [&](const std::string& id) {
    const auto found = std::lower_bound(out.templates_.begin(), out.templates_.end(), id,
                                        [](const Template& a, const std::string& value) { return a.id < value; });
    return static_cast<std::int32_t>(found - out.templates_.begin());
  };
  for (const TemplateSet* set : {&first, &second}) {
    for (TemplateSet::Part part : set->parts_) {
      for (std::int32_t& row : part.rows) row = row_of(set->templates_[static_cast<std::size_t>(row)].id);
      out.parts_.push_back(std::move(part));
    }
  }
  return out;
}

std::string TemplateSet::save() const {
  std::string out(kMagic);
  detail::put_number(out, templates_.size());
  for (const Template& item : templates_) {
    detail::put_text(out, item.id);
    detail::put_number(out, item.num_prompts);
    detail::put_number(out, item.num_words, 4);
    detail::put_number(out, item.pattern.size());
    for (const PatternPart& part : item.pattern) {
      detail::put_number(out, part.is_slot ? 1 : 0, 1);
      detail::put_text(out, part.text);
    }
    detail::put_number(out, item.examples.size());
    for (const std::string& example : item.examples) detail::put_text(out, example);
  }
  detail::put_number(out, parts_.size());
  for (const Part& part : parts_) {
    detail::put_number(out, part.rows.size());
    for (const std::int32_t row : part.rows) detail::put_number(out, static_cast<std::uint64_t>(row), 4);
    part.model->save(out);
  }
  return out;
}

TemplateSet TemplateSet::load(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) throw InputError("the bytes are no saved template set: wrong beginning");
  detail::SavedBytes in(bytes, kMagic.size());
  TemplateSet out;
  out.templates_.resize(in.count(36));
  for (Template& item : out.templates_) {
    item.id = in.text();
    item.num_prompts = in.number();
    item.num_words = static_cast<std::uint32_t>(in.number(4));
    item.pattern.resize(in.count(9));
    for (PatternPart& part : item.pattern) {
      part.is_slot = in.below(2, 1) != 0;
      part.text = in.text();
    }
    item.examples.resize(in.count(8));
    for (std::string& example : item.examples) example = in.text();
  }
  if (!std::is_sorted(out.templates_.begin(), out.templates_.end(),
                      [](const Template& a, const Template& b) { return a.id < b.id; })) {
    throw InputError("the bytes are no saved template set: templates out of order");
  }
  const std::uint64_t num_parts = in.count(8);
  for (std::uint64_t i = 0; i < num_parts; ++i) {
    Part part;
    part.rows.resize(in.count(4));
    for (std::int32_t& row : part.rows) row = static_cast<std::int32_t>(in.below(out.templates_.size(), 4));
    std::size_t at = in.at();
    part.model =
        std::make_shared<const detail::TemplateModel>(detail::TemplateModel::load(bytes, at, part.rows.size()));
    in = detail::SavedBytes(bytes, at);
    out.parts_.push_back(std::move(part));
  }
  if (in.at() != bytes.size()) throw InputError("the bytes are no saved template set: something follows it");
  return out;
}

}  // namespace accountgraph
