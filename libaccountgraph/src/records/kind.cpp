#include <accountgraph/records/kind.hpp>

#include <algorithm>
#include <array>
#include <set>

#include <accountgraph/core/errors.hpp>

namespace accountgraph {
namespace {

struct Default {
  std::string_view name;
  std::string_view family;
  double reliability;
  bool soft = false;
  bool moves = false;
  ValueFormat format = ValueFormat::text;
};

constexpr std::array<Default, 10> kDefaults = {{
    {"payment", "payment", 0.9},
    {"device", "device", 0.5},
    {"registration", "registration", 0.5},
    {"email", "registration", 0.5, false, false, ValueFormat::email},
    {"phone", "registration", 0.5},
    {"ip", "network", 0.1, true, true, ValueFormat::ip},
    {"subnet", "network", 0.1, true, true},
    {"asn", "network", 0.1, true},
    {"user_agent", "device", 0.1, true},
    {"template", "content", 0.1, true},
}};

bool is_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= 32 && lower(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

void require_name(std::string_view name, std::string_view what) {
  require(is_name(name), what, "a name of the form [a-z][a-z0-9_]{0,31}", '"' + std::string(name.substr(0, 80)) + '"');
}

}  // namespace

Kind default_kind(std::string_view name) {
  require_name(name, "kind");
  Kind kind{.name = std::string(name)};
  for (const Default& known : kDefaults) {
    if (known.name != name) continue;
    kind.family = known.family;
    kind.reliability = known.reliability;
    kind.soft = known.soft;
    kind.moves = known.moves;
    kind.format = known.format;
  }
  return kind;
}

void validate_kinds(const std::vector<Kind>& kinds) {
  std::set<std::string_view> names;
  for (const Kind& kind : kinds) {
    require_name(kind.name, "kind");
    require_name(kind.family, "family");
    require(kind.reliability > 0 && kind.reliability <= 1, kind.name + ".reliability", "in (0, 1]", kind.reliability);
    require(names.insert(kind.name).second, "kinds", "distinct names", '"' + kind.name + "\" twice");
  }
}

}  // namespace accountgraph
