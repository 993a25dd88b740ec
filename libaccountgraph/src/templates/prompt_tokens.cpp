#include "prompt_tokens.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include <accountgraph/core/random.hpp>

#include "byte_block.hpp"
#include "character_fold.hpp"
#include "word_hash.hpp"

namespace accountgraph::detail {
namespace {

// 0 = separator, 1 = other (not ASCII), '0' = digit, else the lower case letter.
constexpr std::array<unsigned char, 256> kAscii = [] {
  std::array<unsigned char, 256> out{};
  for (int c = 0; c < 256; ++c) {
    const auto at = static_cast<std::size_t>(c);
    if (c >= 'a' && c <= 'z') out[at] = static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') out[at] = static_cast<unsigned char>(c - 'A' + 'a');
    if (c >= '0' && c <= '9') out[at] = '0';
    if (c >= 128) out[at] = 1;
  }
  return out;
}();

std::uint64_t hash_word(std::string_view word) {
  WordHash hash;
  for (const char c : word) hash.add(static_cast<unsigned char>(c));
  return hash.finish();
}

/// Names of days and months, and their abbreviations: part of a number where they stand beside one.
bool is_date_word(std::uint64_t token) {
  static const std::vector<std::uint64_t> dates = [] {
    std::vector<std::uint64_t> out;
    for (const std::string_view word :
         {"mon",    "tue",       "tues",    "wed",       "thu",      "thur",   "thurs",    "fri",    "sat",
          "sun",    "monday",    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "jan",
          "feb",    "mar",       "apr",     "may",       "jun",      "jul",    "aug",      "sep",    "sept",
          "oct",    "nov",       "dec",     "january",   "february", "march",  "april",    "june",   "july",
          "august", "september", "october", "november",  "december"}) {
      out.push_back(hash_word(word));
    }
    std::sort(out.begin(), out.end());
    return out;
  }();
  return std::binary_search(dates.begin(), dates.end(), token);
}

class Tokeniser {
 public:
  Tokeniser(std::vector<std::uint64_t>& tokens, std::vector<TokenPlace>* places)
      : tokens_(tokens), places_(places), first_(tokens.size()) {}

  void letter(unsigned char byte) {
    hash_.add(byte);
    if (places_ != nullptr) text_.push_back(static_cast<char>(byte));
  }
  void digit() { number_ = true; }
  void code_point(std::uint32_t c) {
    if (c < 0x80) {
      letter(static_cast<unsigned char>(c));
    } else if (c < 0x800) {
      letter(static_cast<unsigned char>(0xC0U | c >> 6));
      letter(static_cast<unsigned char>(0x80U | (c & 0x3FU)));
    } else if (c < 0x10000) {
      letter(static_cast<unsigned char>(0xE0U | c >> 12));
      letter(static_cast<unsigned char>(0x80U | (c >> 6 & 0x3FU)));
      letter(static_cast<unsigned char>(0x80U | (c & 0x3FU)));
    } else {
      letter(static_cast<unsigned char>(0xF0U | c >> 18));
      letter(static_cast<unsigned char>(0x80U | (c >> 12 & 0x3FU)));
      letter(static_cast<unsigned char>(0x80U | (c >> 6 & 0x3FU)));
      letter(static_cast<unsigned char>(0x80U | (c & 0x3FU)));
    }
  }
  /// Takes words of plain letters and what separates them, from `at` on, as long as that is all there is. Returns where
  /// it stopped: the beginning of a word of another sort, or the end. What the loop in tokenise() does, in one go.
  std::size_t plain_words(std::string_view prompt, std::size_t at) {
    if (places_ != nullptr) return at;
    while (at < prompt.size()) {
      char tail[kReadable] = {};
      const char* bytes = prompt.data() + at;
      if (prompt.size() - at < kReadable) {
        std::memcpy(tail, bytes, prompt.size() - at);
        bytes = tail;
      }
      const ByteBlock block(bytes);
      const int plain = std::countr_zero(block.others);
      int next = plain;
      for (std::uint64_t rest = block.letters; rest != 0;) {
        const int begin = std::countr_zero(rest);
        if (begin > plain) break;
        const int end = begin + std::countr_one(rest >> begin);
        if (end >= plain) {  // the word goes on behind the block, or with something else
          next = begin;
          break;
        }
        WordHash word;
        word.add(bytes + begin, static_cast<std::size_t>(end - begin));
        const std::uint64_t token = word.finish();
        if (!after_number() || !is_date_word(token)) tokens_.push_back(token);
        rest = rest >> end << end;
      }
      at += static_cast<std::size_t>(next);
      if (plain != kBlock || next == 0) break;
    }
    return std::min(at, prompt.size());
  }
  bool open() const { return number_ || hash_.length != 0; }
  void begin_at(std::size_t at) {
    if (!open()) begin_ = at;
  }
  /// Ends the word that is open, if any, before byte `end`.
  void close(std::size_t end) {
    if (!open()) return;
    if (number_) {
      emit_number(end);
    } else {
      emit_word(end);
    }
    hash_ = {};
    number_ = false;
    text_.clear();
  }

 private:
  bool after_number() const { return tokens_.size() > first_ && tokens_.back() == kNumberToken; }
  void extend_last(std::size_t end) {
    if (places_ != nullptr) places_->back().end = end;
  }
  void emit_word(std::size_t end) {
    const std::uint64_t token = hash_.finish();
    if (after_number() && is_date_word(token)) {
      extend_last(end);
      return;
    }
    tokens_.push_back(token);
    if (places_ != nullptr) places_->push_back({begin_, end, text_});
  }
  void emit_number(std::size_t end) {
    std::uint64_t begin = begin_;
    while (tokens_.size() > first_ && is_date_word(tokens_.back())) {
      tokens_.pop_back();
      if (places_ != nullptr) {
        begin = places_->back().begin;
        places_->pop_back();
      }
    }
    if (after_number()) {
      extend_last(end);
      return;
    }
    tokens_.push_back(kNumberToken);
    if (places_ != nullptr) places_->push_back({begin, end, "#"});
  }

  std::vector<std::uint64_t>& tokens_;
  std::vector<TokenPlace>* places_;
  std::size_t first_;
  WordHash hash_;
  bool number_ = false;
  std::size_t begin_ = 0;
  std::string text_;
};

}  // namespace

void tokenise(std::string_view prompt, std::vector<std::uint64_t>& tokens, std::vector<TokenPlace>* places) {
  Tokeniser out(tokens, places);
  std::size_t at = 0;
  while (at < prompt.size()) {
    if (!out.open()) at = out.plain_words(prompt, at);
    if (at == prompt.size()) break;
    const unsigned char folded = kAscii[static_cast<unsigned char>(prompt[at])];
    if (folded == 0) {
      out.close(at++);
    } else if (folded == '0') {
      out.begin_at(at++);
      out.digit();
    } else if (folded != 1) {
      out.begin_at(at++);
      out.letter(folded);
    } else {
      const std::size_t begin = at;
      const FoldedCharacter character = fold_character(decode_utf8(prompt, at));
      switch (character.kind) {
        case CharacterKind::invisible:
          break;
        case CharacterKind::separator:
          out.close(begin);
          break;
        case CharacterKind::digit:
          out.begin_at(begin);
          out.digit();
          break;
        case CharacterKind::single:
          out.close(begin);
          [[fallthrough]];
        case CharacterKind::letter:
          out.begin_at(begin);
          for (int i = 0; i < character.num_letters; ++i) out.code_point(character.letters[i]);
          if (character.kind == CharacterKind::single) out.close(at);
          break;
      }
    }
  }
  out.close(prompt.size());
}

}  // namespace accountgraph::detail
