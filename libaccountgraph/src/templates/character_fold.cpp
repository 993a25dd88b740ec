#include "character_fold.hpp"

#include <algorithm>
#include <iterator>

namespace accountgraph::detail {
namespace {

struct FoldRange {
  std::uint32_t begin;
  std::uint32_t end;
  const char* folded;  ///< one a code point: a letter, '0' = digit, '.' = not in this table
};

// Compatibility forms and accented letters with their plain letter: NFKD of Unicode 15, accents dropped, lower case.
constexpr FoldRange kFoldRanges[] = {
    {0xAA, 0x250,
     "a.......00.....0o.000.aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.yaaaaaacccccccc"
     "ddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuu"
     "uuwwyyyzzzzzzsb...............................oo.............uu............................aaiioouuu"
     "uuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy......"
     "......................"},
    {0x1D00, 0x1DC0,
     "a...cd.e..jk.m.o........p..tu...vwz.........a.b.de.ghijklmn.o.prtuwa...bde...g.km.o...ptu..v.by..xir"
     "uvbyp.x.................................................c...f..........................z...."},
    {0x1E00, 0x1F00,
     "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss"
     "ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee"
     "iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"},
    {0x2070, 0x20A0, "0i..000000.....n0000000000......aeox.hklmnpst..."},
    {0x2100, 0x2190,
     "..c.......ghhhh.iill.n...pqrrr......z.w.z.kabc.eef.mo....i...yy......ddeij......0000000000000000i..."
     "v....x..lcdmi...v....x..lcdm.........0......"},
    {0x2460, 0x2500,
     "000000000000000000000000000000000000000000000000000000000000abcdefghijklmnopqrstuvwxyzabcdefghijklmn"
     "opqrstuvwxyzabcdefghijklmnopqrstuvwxyz0....................."},
    {0xFF01, 0xFF5F, "...............0000000000.......abcdefghijklmnopqrstuvwxyz......abcdefghijklmnopqrstuvwxyz...."},
    {0x1D400, 0x1D800,
     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.ijklmnopqrstuv"
     "wxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyza.cd..g..jk..nopq.stuvwxyzabcd.f.hijklmn.pqr"
     "stuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzab.defg..jklmnopq.stuvwxy.abcdefghijklmn"
     "opqrstuvwxyzab.defg.ijklm.o...stuvwxy.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghij"
     "klmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdef"
     "ghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzab"
     "cdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz....aby.e.n.ik..v.o.p..t"
     "u.x.w.aby.e.n.ik..v.o.p..tu.x.w.e.k.p.aby.e.n.ik..v.o.p..tu.x.w.aby.e.n.ik..v.o.p..tu.x.w.e.k.p.aby."
     "e.n.ik..v.o.p..tu.x.w.aby.e.n.ik..v.o.p..tu.x.w.e.k.p.aby.e.n.ik..v.o.p..tu.x.w.aby.e.n.ik..v.o.p..t"
     "u.x.w.e.k.p.aby.e.n.ik..v.o.p..tu.x.w.aby.e.n.ik..v.o.p..tu.x.w.e.k.p.....00000000000000000000000000"
     "000000000000000000000000"},
    {0x1F100, 0x1F18A,
     "00000000000.....abcdefghijklmnopqrstuvwxyz.cr...abcdefghijklmnopqrstuvwxyz......abcdefghijklmnopqrst"
     "uvwxyz......abcdefghijklmnopqrstuvwxyz"},
};

struct LookAlike {
  std::uint32_t code_point;
  char letter;
};

// Letters of other scripts that look like a Latin one, lower case (Unicode confusables, those of one letter).
constexpr LookAlike kLookAlikes[] = {
    {0x3B1, 'a'},  {0x3B5, 'e'},  {0x3B7, 'n'},  {0x3B9, 'i'},  {0x3BA, 'k'},  {0x3BD, 'v'},  {0x3BF, 'o'},
    {0x3C1, 'p'},  {0x3C4, 't'},  {0x3C5, 'u'},  {0x3C7, 'x'},  {0x3F2, 'c'},  {0x3F3, 'j'},  {0x430, 'a'},
    {0x432, 'b'},  {0x435, 'e'},  {0x43A, 'k'},  {0x43C, 'm'},  {0x43D, 'h'},  {0x43E, 'o'},  {0x440, 'p'},
    {0x441, 'c'},  {0x442, 't'},  {0x443, 'y'},  {0x445, 'x'},  {0x455, 's'},  {0x456, 'i'},  {0x457, 'i'},
    {0x458, 'j'},  {0x461, 'w'},  {0x475, 'v'},  {0x4AB, 'c'},  {0x4AF, 'y'},  {0x4BB, 'h'},  {0x4CF, 'l'},
    {0x501, 'd'},  {0x51B, 'q'},  {0x51D, 'w'},  {0x563, 'q'},  {0x570, 'h'},  {0x578, 'n'},  {0x57D, 'u'},
    {0x581, 'g'},  {0x585, 'o'},  {0x13A0, 'd'}, {0x13A1, 'r'}, {0x13A2, 't'}, {0x13A5, 'i'}, {0x13A9, 'y'},
    {0x13AA, 'a'}, {0x13AB, 'j'}, {0x13AC, 'e'}, {0x13B3, 'w'}, {0x13B7, 'm'}, {0x13BB, 'h'}, {0x13C0, 'g'},
    {0x13C3, 'z'}, {0x13CF, 'b'}, {0x13DA, 's'}, {0x13DE, 'l'}, {0x13E2, 'p'}, {0x13E6, 'k'}, {0x13F4, 'b'},
};

struct Range {
  std::uint32_t begin;
  std::uint32_t end;
};

template <std::size_t N>
bool within(const Range (&ranges)[N], std::uint32_t c) {
  const Range* above = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                        [](std::uint32_t value, const Range& range) { return value < range.begin; });
  return above != std::begin(ranges) && c < std::prev(above)->end;
}

constexpr Range kInvisible[] = {
    {0xAD, 0xAE},     {0x300, 0x370},     {0x483, 0x48A},     {0x61C, 0x61D},     {0x115F, 0x1161}, {0x17B4, 0x17B6},
    {0x180B, 0x1810}, {0x1AB0, 0x1B00},   {0x1DC0, 0x1E00},   {0x200B, 0x2010},   {0x202A, 0x202F}, {0x2060, 0x2070},
    {0x20D0, 0x2100}, {0x3164, 0x3165},   {0xFE00, 0xFE10},   {0xFE20, 0xFE30},   {0xFEFF, 0xFF00}, {0xFFA0, 0xFFA1},
    {0xFFF0, 0xFFFC}, {0x1BCA0, 0x1BCA4}, {0x1D173, 0x1D17B}, {0xE0000, 0xE1000},
};

constexpr Range kSingle[] = {
    {0xE01, 0xEE0},   {0x1000, 0x10A0}, {0x1780, 0x17B4},   {0x17B6, 0x17D4},   {0x19E0, 0x1A20},
    {0x2E80, 0x2FE0}, {0x3040, 0x3100}, {0x31A0, 0x31C0},   {0x31F0, 0x3200},   {0x3400, 0xA4D0},
    {0xF900, 0xFB00}, {0xFF66, 0xFF9E}, {0x16FE0, 0x18D90}, {0x1AFF0, 0x1B300}, {0x20000, 0x3FFFE},
};

constexpr Range kSeparator[] = {
    {0x80, 0xAA},     {0xAB, 0xB5},     {0xB6, 0xBA},      {0xBB, 0xC0},       {0xD7, 0xD8},        {0xF7, 0xF8},
    {0x2B9, 0x300},   {0x37E, 0x37F},   {0x387, 0x388},    {0x55A, 0x560},     {0x589, 0x590},      {0x5BE, 0x5D0},
    {0x600, 0x61C},   {0x61D, 0x620},   {0x66A, 0x66E},    {0x6D4, 0x6D5},     {0x964, 0x966},      {0xE3F, 0xE40},
    {0x10FB, 0x10FC}, {0x1360, 0x1369}, {0x166E, 0x166F},  {0x16EB, 0x16EE},   {0x2000, 0x200B},    {0x2010, 0x202A},
    {0x202F, 0x2060}, {0x20A0, 0x20D0}, {0x2190, 0x2460},  {0x2500, 0x2C00},   {0x2E00, 0x2E80},    {0x2FF0, 0x3005},
    {0x3008, 0x3021}, {0x3030, 0x3031}, {0x303D, 0x3040},  {0xD800, 0xF900},   {0xFE10, 0xFE20},    {0xFE30, 0xFE70},
    {0xFF5F, 0xFF66}, {0xFFE0, 0xFFF0}, {0xFFFC, 0x10000}, {0x1F000, 0x20000}, {0xF0000, 0x110000},
};

constexpr Range kDigits[] = {
    {0x660, 0x66A}, {0x6F0, 0x6FA}, {0x966, 0x970}, {0x9E6, 0x9F0},   {0xA66, 0xA70},   {0xAE6, 0xAF0},
    {0xE50, 0xE5A}, {0xED0, 0xEDA}, {0xF20, 0xF2A}, {0x1040, 0x104A}, {0x17E0, 0x17EA},
};

FoldedCharacter of_letters(std::uint32_t first, std::uint32_t second = 0, std::uint32_t third = 0) {
  FoldedCharacter out;
  out.kind = CharacterKind::letter;
  out.num_letters = static_cast<std::uint8_t>(third != 0 ? 3 : second != 0 ? 2 : 1);
  out.letters[0] = first;
  out.letters[1] = second;
  out.letters[2] = third;
  return out;
}

std::uint32_t lower_case(std::uint32_t c) {
  if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c == 0x3C2) return 0x3C3;  // final sigma
  if (c >= 0x460 && c <= 0x52F && (c < 0x482 || c > 0x48A) && c != 0x4C0) return c | 1;
  if (c == 0x4C0) return 0x4CF;
  if (c >= 0x531 && c <= 0x556) return c + 48;
  if (c >= 0xAB70 && c <= 0xABBF) return c - 0xAB70 + 0x13A0;
  return c;
}

}  // namespace

FoldedCharacter fold_character(std::uint32_t c) {
  FoldedCharacter out;
  if (within(kInvisible, c)) {
    out.kind = CharacterKind::invisible;
    return out;
  }
  switch (c) {
    case 0xDF:
    case 0x1E9E:
      return of_letters('s', 's');
    case 0xC6:
    case 0xE6:
      return of_letters('a', 'e');
    case 0x152:
    case 0x153:
      return of_letters('o', 'e');
    case 0xFB00:
      return of_letters('f', 'f');
    case 0xFB01:
      return of_letters('f', 'i');
    case 0xFB02:
      return of_letters('f', 'l');
    case 0xFB03:
      return of_letters('f', 'f', 'i');
    case 0xFB04:
      return of_letters('f', 'f', 'l');
    case 0xFB05:
    case 0xFB06:
      return of_letters('s', 't');
    default:
      break;
  }
  for (const FoldRange& range : kFoldRanges) {
    if (c < range.begin || c >= range.end) continue;
    const char folded = range.folded[c - range.begin];
    if (folded == '0') {
      out.kind = CharacterKind::digit;
      return out;
    }
    if (folded != '.') return of_letters(static_cast<std::uint32_t>(folded));
  }
  if (within(kDigits, c)) {
    out.kind = CharacterKind::digit;
    return out;
  }
  if (within(kSeparator, c)) return out;
  if (c >= 0x1F1E6 && c <= 0x1F1FF) return of_letters('a' + (c - 0x1F1E6));
  const std::uint32_t lower = lower_case(c);
  if (within(kSingle, lower)) {
    out = of_letters(lower);
    out.kind = CharacterKind::single;
    return out;
  }
  const LookAlike* found =
      std::lower_bound(std::begin(kLookAlikes), std::end(kLookAlikes), lower,
                       [](const LookAlike& alike, std::uint32_t value) { return alike.code_point < value; });
  if (found != std::end(kLookAlikes) && found->code_point == lower) {
    return of_letters(static_cast<std::uint32_t>(found->letter));
  }
  return of_letters(lower);
}

std::uint32_t decode_utf8(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t index) -> std::uint32_t {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
  };
  const auto continues = [&](std::size_t index) { return (byte(index) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(at);
  if (first >= 0xC2 && first < 0xE0 && continues(at + 1)) {
    at += 2;
    return (first & 0x1FU) << 6 | (byte(at - 1) & 0x3FU);
  }
  if (first >= 0xE0 && first < 0xF0 && continues(at + 1) && continues(at + 2)) {
    const std::uint32_t value = (first & 0x0FU) << 12 | (byte(at + 1) & 0x3FU) << 6 | (byte(at + 2) & 0x3FU);
    if (value >= 0x800) {
      at += 3;
      return value;
    }
  } else if (first >= 0xF0 && first < 0xF5 && continues(at + 1) && continues(at + 2) && continues(at + 3)) {
    const std::uint32_t value =
        (first & 0x07U) << 18 | (byte(at + 1) & 0x3FU) << 12 | (byte(at + 2) & 0x3FU) << 6 | (byte(at + 3) & 0x3FU);
    if (value >= 0x10000 && value < 0x110000) {
      at += 4;
      return value;
    }
  }
  ++at;
  return 0xFFFD;
}

}  // namespace accountgraph::detail
