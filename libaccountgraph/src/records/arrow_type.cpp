#include "arrow_type.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace accountgraph::detail {
namespace {

struct Named {
  std::string_view format;
  ArrowStorage storage;
  int bytes;
  std::string_view name;
};

using enum ArrowStorage;
constexpr auto kTypes = std::to_array<Named>({
    {"n", null, 0, "null"},
    {"b", boolean, 0, "bool"},
    {"c", signed_int, 1, "int8"},
    {"C", unsigned_int, 1, "uint8"},
    {"s", signed_int, 2, "int16"},
    {"S", unsigned_int, 2, "uint16"},
    {"i", signed_int, 4, "int32"},
    {"I", unsigned_int, 4, "uint32"},
    {"l", signed_int, 8, "int64"},
    {"L", unsigned_int, 8, "uint64"},
    {"e", other, 2, "float16"},
    {"f", floating, 4, "float32"},
    {"g", floating, 8, "float64"},
    {"u", text32, 0, "string"},
    {"U", text64, 0, "large_string"},
    {"vu", text_view, 0, "string_view"},
    {"z", text32, 0, "binary"},
    {"Z", text64, 0, "large_binary"},
    {"vz", text_view, 0, "binary_view"},
    {"tdD", date_days, 4, "date32"},
    {"tdm", date_millis, 8, "date64"},
    {"tts", other, 0, "time32[s]"},
    {"ttm", other, 0, "time32[ms]"},
    {"ttu", other, 0, "time64[us]"},
    {"ttn", other, 0, "time64[ns]"},
    {"+l", other, 0, "list"},
    {"+L", other, 0, "large_list"},
    {"+vl", other, 0, "list_view"},
    {"+vL", other, 0, "large_list_view"},
    {"+s", other, 0, "struct"},
    {"+m", other, 0, "map"},
    {"+r", other, 0, "run-end encoded"},
});

ArrowType timestamp_type(std::string_view format) {
  const std::string_view zone = format.substr(4);
  ArrowType type{timestamp, 8, TimeUnit::second, ""};
  switch (format[2]) {
    case 's':
      type.unit = TimeUnit::second;
      break;
    case 'm':
      type.unit = TimeUnit::millisecond;
      break;
    case 'u':
      type.unit = TimeUnit::microsecond;
      break;
    case 'n':
      type.unit = TimeUnit::nanosecond;
      break;
    default:
      return {other, 0, {}, "format " + std::string(format)};
  }
  type.name = std::string("timestamp[") + to_string(type.unit) + (zone.empty() ? "" : ", ") + std::string(zone) + "]";
  return type;
}

ArrowType fixed_type(std::string_view format) {
  int bytes = 0;
  const auto [end, error] = std::from_chars(format.data() + 2, format.data() + format.size(), bytes);
  const bool good = error == std::errc() && end == format.data() + format.size() && bytes >= 0;
  return {good ? fixed_binary : other, bytes, {}, "fixed_size_binary[" + std::string(format.substr(2)) + "]"};
}

// d:precision,scale[,bits]
ArrowType decimal_type(std::string_view format) {
  const std::size_t comma = format.find(',');
  const std::string_view scale = comma == std::string_view::npos ? std::string_view() : format.substr(comma + 1);
  return {scale == "0" || scale == "0,128" ? decimal : other, 16, {}, "decimal(" + std::string(format.substr(2)) + ")"};
}

}  // namespace

ArrowType arrow_type(const ArrowSchema& schema) {
  const std::string_view format = schema.format ? std::string_view(schema.format).substr(0, 200) : std::string_view();
  for (const Named& known : kTypes) {
    if (format == known.format) return {known.storage, known.bytes, {}, std::string(known.name)};
  }
  if (format.starts_with("ts") && format.size() >= 4 && format[3] == ':') return timestamp_type(format);
  if (format.starts_with("w:")) return fixed_type(format);
  if (format.starts_with("d:")) return decimal_type(format);
  return {other, 0, {}, "format " + std::string(format)};
}

std::string arrow_type_name(const ArrowSchema& schema) {
  return schema.dictionary ? "dictionary of " + arrow_type(*schema.dictionary).name : arrow_type(schema).name;
}

bool is_number(const ArrowType& type) {
  return type.storage == signed_int || type.storage == unsigned_int || type.storage == floating;
}

bool readable_as_text(const ArrowType& type) {
  return type.storage != other && type.storage != date_days && type.storage != date_millis && type.storage != timestamp;
}

bool readable_as_time(const ArrowType& type) {
  switch (type.storage) {
    case other:
    case boolean:
    case decimal:
    case fixed_binary:
      return false;
    default:
      return true;
  }
}

}  // namespace accountgraph::detail
