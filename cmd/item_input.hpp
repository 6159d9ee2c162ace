#pragma once

#include "session.hpp"

#include <memory>
#include <string>

namespace syncline::cmd {

/// How items come in.
enum class InputFormat : std::uint8_t { ndjson, csv, tsv };

/// What a field with nothing in it says of its column.
enum class NullField : std::uint8_t {
    absent,  ///< nothing
    null,    ///< that it is null
};

/// --ndjson, --csv and --tsv. `format` stays empty if none is given.
void add_input_formats(Spec& spec, std::optional<InputFormat>& format);

/// Items from a file, or from standard input for `-`, in any of the formats. In CSV and TSV the
/// first record names the columns: `id`, the table's, and those that every item has (version,
/// createdAt, updatedAt and deleted), which are passed on as they are in JSON. Each value is read
/// by the type of its column; in a `json` column it is JSON text.
class ItemInput {
  public:
    /// Reads the header; throws DataError for a column that the table does not have, or one that is
    /// there twice. `table` may be left out for NDJSON.
    ItemInput(InputFormat format,
              const std::string& path,
              Streams& streams,
              const TableDefinition& table,
              NullField null_field);
    ~ItemInput();
    ItemInput(const ItemInput&) = delete;
    ItemInput& operator=(const ItemInput&) = delete;

    /// Each item is called "line N". Must not outlive this.
    ItemSource source();

  private:
    struct Body;
    std::unique_ptr<Body> body_;
};

/// A table's items as CSV and TSV show them: what stands in a `json` column is written as JSON
/// text, so that a text there can be told from a number.
Item as_fields(const TableDefinition& table, Item item);

}  // namespace syncline::cmd
