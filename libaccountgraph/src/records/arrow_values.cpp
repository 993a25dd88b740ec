#include "arrow_values.hpp"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include <accountgraph/core/errors.hpp>
#include <accountgraph/core/int128.hpp>
#include <accountgraph/records/event_batch.hpp>

namespace accountgraph::detail {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

template <class T>
T load(const void* buffer, std::int64_t at) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + at * static_cast<std::int64_t>(sizeof(T)), sizeof(T));
  return value;
}

bool bit(const void* buffer, std::int64_t at) { return ((load<std::uint8_t>(buffer, at / 8) >> (at % 8)) & 1) != 0; }

/// Calls body(T{}) with the C++ type of a number.
template <class Body>
void with_number(const ArrowType& type, Body&& body) {
  if (type.storage == ArrowStorage::floating) return type.bytes == 4 ? body(float{}) : body(double{});
  const bool is_signed = type.storage == ArrowStorage::signed_int;
  switch (type.bytes) {
    case 1:
      return is_signed ? body(std::int8_t{}) : body(std::uint8_t{});
    case 2:
      return is_signed ? body(std::int16_t{}) : body(std::uint16_t{});
    case 4:
      return is_signed ? body(std::int32_t{}) : body(std::uint32_t{});
    default:
      return is_signed ? body(std::int64_t{}) : body(std::uint64_t{});
  }
}

template <class T>
std::string_view number_text(T value, Arena& arena) {
  char text[64];
  char* end = text;
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(value)) return kMissing;
    if (std::trunc(value) == value && std::abs(value) < static_cast<T>(0x1.0p63)) {
      end = std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(value)).ptr;
    } else {
      end = std::to_chars(text, text + sizeof text, value).ptr;
    }
  } else {
    end = std::to_chars(text, text + sizeof text, value).ptr;
  }
  return arena.store({text, static_cast<std::size_t>(end - text)});
}

std::string_view decimal_text(Int128 value, Arena& arena) {
  char text[48];
  char* begin = text + sizeof text;
  Uint128 rest = value < 0 ? -static_cast<Uint128>(value) : static_cast<Uint128>(value);
  do {
    *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--begin = '-';
  return arena.store({begin, static_cast<std::size_t>(text + sizeof text - begin)});
}

std::string_view hex_text(const char* bytes, int count, Arena& arena) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < count; ++i) {
    text.push_back(kHex[static_cast<std::uint8_t>(bytes[i]) >> 4]);
    text.push_back(kHex[static_cast<std::uint8_t>(bytes[i]) & 15]);
  }
  return arena.store(text);
}

template <class Offset>
std::string_view offset_text(const ArrowArray& array, std::int64_t at) {
  const auto begin = load<Offset>(array.buffers[1], at);
  const auto end = load<Offset>(array.buffers[1], at + 1);
  if (begin < 0 || end < begin) throw InputError("the Arrow stream is broken: string offsets run backwards");
  if (begin == end) return kMissing;
  return {static_cast<const char*>(array.buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
}

// A view is 16 bytes: the length, then up to 12 bytes inline or 4 bytes of prefix, the number of a data buffer and an
// offset.
std::string_view view_text(const ArrowArray& array, std::int64_t at) {
  const char* view = static_cast<const char*>(array.buffers[1]) + 16 * at;
  const auto length = load<std::int32_t>(view, 0);
  if (length <= 0) return kMissing;
  if (length <= 12) return {view + 4, static_cast<std::size_t>(length)};
  const auto buffer = load<std::int32_t>(view, 2);
  const auto offset = load<std::int32_t>(view, 3);
  if (buffer < 0 || buffer >= array.n_buffers - 3 || offset < 0) {
    throw InputError("the Arrow stream is broken: a string view points outside its buffers");
  }
  return {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<std::size_t>(length)};
}

int buffers_needed(const ArrowType& type) {
  switch (type.storage) {
    case ArrowStorage::null:
      return 0;
    case ArrowStorage::text32:
    case ArrowStorage::text64:
    case ArrowStorage::text_view:
      return 3;
    default:
      return 2;
  }
}

/// Calls read(at) for every valid row (`at` includes the array's offset), missing() for nulls.
template <class Read, class Missing>
void each_row(const ArrowArray& array, std::int64_t begin, std::int64_t count, Read&& read, Missing&& missing) {
  const bool nulls = array.null_count != 0 && array.n_buffers > 0 && array.buffers[0] != nullptr;
  for (std::int64_t at = array.offset + begin; at < array.offset + begin + count; ++at) {
    if (nulls && !bit(array.buffers[0], at)) {
      missing();
    } else {
      read(at);
    }
  }
}

}  // namespace

void check_array(const ArrowArray& array, const ArrowType& type, std::int64_t rows, std::string_view column) {
  const int buffers = buffers_needed(type);
  const bool long_enough = array.length >= rows && array.offset >= 0 && array.n_buffers >= buffers;
  if (!long_enough || (rows > 0 && buffers > 0 && array.buffers[1] == nullptr)) {
    throw InputError("the Arrow stream is broken: column \"" + std::string(column.substr(0, 80)) +
                     "\" lacks buffers or is shorter than its table");
  }
}

bool is_valid(const ArrowArray& array, std::int64_t row) {
  if (array.null_count == 0 || array.n_buffers == 0 || array.buffers[0] == nullptr) return true;
  return bit(array.buffers[0], array.offset + row);
}

void append_texts(const ArrowArray& array, const ArrowType& type, std::int64_t begin, std::int64_t count, Arena& arena,
                  std::vector<std::string_view>& out) {
  const auto missing = [&] { out.push_back(kMissing); };
  const auto rows = [&](auto&& text_at) {
    each_row(array, begin, count, [&](std::int64_t at) { out.push_back(text_at(at)); }, missing);
  };
  switch (type.storage) {
    case ArrowStorage::text32:
      return rows([&](std::int64_t at) { return offset_text<std::int32_t>(array, at); });
    case ArrowStorage::text64:
      return rows([&](std::int64_t at) { return offset_text<std::int64_t>(array, at); });
    case ArrowStorage::text_view:
      return rows([&](std::int64_t at) { return view_text(array, at); });
    case ArrowStorage::boolean:
      return rows([&](std::int64_t at) { return bit(array.buffers[1], at) ? std::string_view("true") : "false"; });
    case ArrowStorage::decimal:
      return rows([&](std::int64_t at) { return decimal_text(load<Int128>(array.buffers[1], at), arena); });
    case ArrowStorage::fixed_binary:
      return rows([&](std::int64_t at) {
        return hex_text(static_cast<const char*>(array.buffers[1]) + at * type.bytes, type.bytes, arena);
      });
    case ArrowStorage::signed_int:
    case ArrowStorage::unsigned_int:
    case ArrowStorage::floating:
      return with_number(type, [&](auto tag) {
        using T = decltype(tag);
        rows([&](std::int64_t at) { return number_text(load<T>(array.buffers[1], at), arena); });
      });
    default:
      out.insert(out.end(), static_cast<std::size_t>(count), kMissing);
  }
}

void append_times(const ArrowArray& array, const ArrowType& type, std::optional<TimeUnit> integer_unit,
                  std::int64_t begin, std::int64_t count, std::vector<std::int64_t>& out,
                  std::vector<std::string_view>& raw) {
  const auto missing = [&] { out.push_back(kUnreadableTime), raw.push_back(kMissing); };
  const auto rows = [&](auto&& time_at) {
    each_row(
        array, begin, count, [&](std::int64_t at) { out.push_back(time_at(at)), raw.push_back(kMissing); }, missing);
  };
  switch (type.storage) {
    case ArrowStorage::text32:
    case ArrowStorage::text64:
    case ArrowStorage::text_view: {
      Arena unused;
      append_texts(array, type, begin, count, unused, raw);
      for (std::size_t i = raw.size() - static_cast<std::size_t>(count); i < raw.size(); ++i) {
        out.push_back(parse_time(raw[i], integer_unit));
        if (out.back() != kUnreadableTime) raw[i] = kMissing;
      }
      return;
    }
    case ArrowStorage::timestamp:
      return rows([&](std::int64_t at) { return to_micros(load<std::int64_t>(array.buffers[1], at), type.unit); });
    case ArrowStorage::date_millis:
      return rows(
          [&](std::int64_t at) { return to_micros(load<std::int64_t>(array.buffers[1], at), TimeUnit::millisecond); });
    case ArrowStorage::date_days:
      return rows([&](std::int64_t at) -> std::int64_t {
        const std::int64_t days = load<std::int32_t>(array.buffers[1], at);
        if (std::abs(days) > std::numeric_limits<std::int64_t>::max() / kMicrosPerDay) return kUnreadableTime;
        return days * kMicrosPerDay;
      });
    case ArrowStorage::signed_int:
    case ArrowStorage::unsigned_int:
    case ArrowStorage::floating:
      return with_number(type, [&](auto tag) {
        using T = decltype(tag);
        rows([&](std::int64_t at) -> std::int64_t {
          const T value = load<T>(array.buffers[1], at);
          const TimeUnit unit = integer_unit.value_or(TimeUnit::second);  // the reader refuses numbers without unit
          if constexpr (std::is_floating_point_v<T>) {
            return to_micros(static_cast<double>(value), unit);
          } else {
            if (std::cmp_greater(value, std::numeric_limits<std::int64_t>::max())) return kUnreadableTime;
            return to_micros(static_cast<std::int64_t>(value), unit);
          }
        });
      });
    default:
      for (std::int64_t i = 0; i < count; ++i) missing();
  }
}

void append_indices(const ArrowArray& array, const ArrowType& type, std::int64_t size, std::int64_t begin,
                    std::int64_t count, std::vector<std::int64_t>& out) {
  with_number(type, [&](auto tag) {
    using T = decltype(tag);
    const auto read = [&](std::int64_t at) {
      const auto index = static_cast<std::int64_t>(load<T>(array.buffers[1], at));
      if (index < 0 || index >= size) throw InputError("the Arrow stream is broken: an index outside its dictionary");
      out.push_back(index);
    };
    each_row(array, begin, count, read, [&] { out.push_back(-1); });
  });
}

}  // namespace accountgraph::detail
