/// Reads events from an Arrow stream: what DuckDB, polars, pandas, pyarrow, Spark and ADBC drivers give
/// (`__arrow_c_stream__` in Python). Texts are views into the Arrow buffers; nothing is copied but values that must be
/// formatted.
///
///   ArrowReader reader(&stream, {.account = "account_id", .time = "timestamp", .kinds = {"payment", "src_addr"}});
///   while (const EventBatch* batch = reader.next()) builder.add(*batch);
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <accountgraph/core/arrow_c_data.hpp>
#include <accountgraph/records/event_batch.hpp>
#include <accountgraph/records/time_text.hpp>

namespace accountgraph {

/// Which column of the stream is what.
struct ArrowColumns {
  std::string account;                  ///< name of the column of account ids
  std::string time = {};                ///< empty = the log has no times
  std::vector<std::string> kinds = {};  ///< column of every kind; empty = absent; one column may serve several kinds
  std::optional<TimeUnit> integer_unit = {};  ///< of times that are numbers; needed when they are
};

/// A column of a stream: its name and its type in words ("large_string", "timestamp[us, UTC]", "dictionary of string").
struct ArrowField {
  std::string name;
  std::string type;
  friend bool operator==(const ArrowField&, const ArrowField&) = default;
};

/// The columns of a stream, which is left as it is. Throws InputError when the producer fails or it is no stream of
/// tables.
std::vector<ArrowField> arrow_fields(ArrowArrayStream& stream);

/// Identifiers and accounts may be strings and binaries of any layout, dictionaries, integers and decimals without
/// fraction (as decimal text), floats (integral ones as integers, others as the shortest text that reads back, NaN =
/// missing), booleans, fixed-size binaries (as lower-case hex) and columns without type (all missing). Times may be
/// timestamps (with zone: instants; without: UTC), dates, ISO 8601 text (records/time_text.hpp) and, with
/// `integer_unit`, numbers. Unreadable and null times are kUnreadableTime. Extension types are read by their storage.
/// Rows and values under a null are missing.
class ArrowReader {
 public:
  static constexpr std::int64_t kMaxRows = 65'536;  ///< rows of a batch

  /// Takes the stream over: `*stream` is released by the reader, at the latest when it dies, and marked so at once.
  /// Throws InputError for a missing or ambiguous column, a type that cannot be read, numbers as times without unit,
  /// and the producer's errors.
  ArrowReader(ArrowArrayStream* stream, ArrowColumns columns);
  ~ArrowReader();
  ArrowReader(ArrowReader&&) noexcept;
  ArrowReader& operator=(ArrowReader&&) noexcept;

  /// The next events, at most kMaxRows, in the stream's order; nullptr at the end. Belongs to the reader; it and its
  /// views are valid until the next call. Empty chunks are skipped. Throws InputError when the producer fails or breaks
  /// the specification.
  const EventBatch* next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace accountgraph
