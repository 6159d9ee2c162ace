#pragma once

#include "input.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::cmd {

struct Streams;

/// One record of an input with fields. Without a field: an empty line.
struct FieldRecord {
    std::vector<std::optional<std::string>> fields;  ///< nothing: null
    std::uint64_t line = 0;                          ///< where it begins, from 1
};

/// What a field takes beside its text: a record of nothing but separators is not small.
inline constexpr std::size_t kFieldSize = sizeof(std::optional<std::string>);

/// Reads records. Memory grows with the longest record only; one that takes more than 64 MB is
/// refused.
class FieldReader {
  public:
    FieldReader() = default;
    FieldReader(const FieldReader&) = delete;
    FieldReader& operator=(const FieldReader&) = delete;
    virtual ~FieldReader() = default;

    /// The next record; false at the end. Throws DataError naming the line.
    virtual bool next(FieldRecord& record) = 0;
};

/// CSV (RFC 4180): any line end, also inside of quotes; a field with nothing in it is null, `""` is
/// the empty text. `path`: `-` is standard input.
std::unique_ptr<FieldReader> read_csv(const std::string& path, Streams& streams);

/// TSV: a record a line, `\t`, `\n`, `\r` and `\\` in a field, `\N` for null.
std::unique_ptr<FieldReader> read_tsv(const std::string& path, Streams& streams);

}  // namespace syncline::cmd
