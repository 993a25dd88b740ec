#include "case_file.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace accountgraph::testing {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream text(line.substr(0, line.find('#')));
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

/// "a3..a5002" -> a3, a4, ... a5002; anything else is itself.
std::vector<std::string> names_of(const std::string& word) {
  const auto dots = word.find("..");
  if (dots == std::string::npos) return {word};
  const std::string first = word.substr(0, dots), last = word.substr(dots + 2);
  const auto digits = first.find_first_of("0123456789");
  std::vector<std::string> names;
  for (int i = std::stoi(first.substr(digits)); i <= std::stoi(last.substr(digits)); ++i) {
    names.push_back(first.substr(0, digits) + std::to_string(i));
  }
  return names;
}

/// "*" in a value stands for the account's own name.
std::string own_value(std::string value, const std::string& account) {
  const auto star = value.find('*');
  return star == std::string::npos ? value : value.replace(star, 1, account);
}

void add_event(CaseFile& file, const std::vector<std::string>& words) {
  if (words.size() % 2 == 0) throw std::runtime_error("an event is an account and pairs of kind and value");
  for (const std::string& account : names_of(words[0])) {
    Row row{account, -1, {}};
    for (std::size_t at = 1; at < words.size(); at += 2) {
      if (words[at] == "day")
        row.day = std::stoi(words[at + 1]);
      else
        row.values.emplace_back(words[at], own_value(words[at + 1], account));
    }
    file.rows.push_back(std::move(row));
  }
}

/// kind NAME [family F] [reliability R] [soft | hard] [moves]
Kind declared_kind(const std::vector<std::string>& words) {
  Kind kind = default_kind(words.at(1));
  for (std::size_t at = 2; at < words.size(); ++at) {
    if (words[at] == "family")
      kind.family = words.at(++at);
    else if (words[at] == "reliability")
      kind.reliability = std::stod(words.at(++at));
    else if (words[at] == "soft" || words[at] == "hard")
      kind.soft = words[at] == "soft";
    else if (words[at] == "moves")
      kind.moves = true;
    else
      throw std::runtime_error("unknown word '" + words[at] + "'");
  }
  return kind;
}

}  // namespace

CaseFile read_case(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  CaseFile file;
  std::string section;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::vector<std::string> words = words_of(line);
    if (words.empty()) continue;
    try {
      if (words[0] == "events")
        section = "events";
      else if (words[0] == "kind")
        file.kinds.push_back(declared_kind(words));
      else if (words[0] == "population")
        file.options.linkage.population_accounts = std::stoull(words.at(1));
      else if (words[0] == "margin")
        file.options.linkage.margin_bits = std::stod(words.at(1));
      else if (words[0] == "allow")
        file.options.linkage.allow.push_back({words.at(1), words.at(2)});
      else if (words[0] == "expect") {
        section = words.at(1);
        if (section == "links")
          file.expects_links = true;
        else if (section == "clusters")
          file.expects_clusters = true;
        else if (section == "flagged")
          file.expects_flagged = true;
        else if (section != "ledger")
          throw std::runtime_error("unknown expectation '" + section + "'");
      } else if (section == "events")
        add_event(file, words);
      else if (section == "links")
        file.links.insert({words.at(0), words.at(1)});
      else if (section == "ledger")
        file.ledger.push_back(words);
      else if (section == "clusters" || section == "flagged") {
        std::set<std::string> accounts;
        for (const std::string& word : words) {
          for (const std::string& name : names_of(word)) accounts.insert(name);
        }
        if (section == "clusters")
          file.clusters.push_back(accounts);
        else
          file.flagged.merge(accounts);
      } else
        throw std::runtime_error("a line outside of any section");
    } catch (const std::exception& error) {
      throw std::runtime_error(path.filename().string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  if (file.kinds.empty()) file.kinds = kinds_named({"payment", "device", "ip", "template"});
  return file;
}

}  // namespace accountgraph::testing
