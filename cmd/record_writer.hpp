#pragma once

#include "format.hpp"
#include "look.hpp"
#include "output.hpp"

#include <syncline/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace syncline::cmd {

using Words = std::vector<std::string>;

/// A result as its member names and values, for output in any format.
class RecordWriter {
  public:
    RecordWriter() = default;
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;
    virtual ~RecordWriter() = default;

    /// A result that is one object.
    virtual void document(const Members& record) = 0;

    /// A list, one call each. Nothing is written before the first record or the end, so that an
    /// error leaves standard output empty. `columns`: what the formats with columns show.
    virtual void begin(const Words& columns) = 0;
    virtual void next(const Members& record) = 0;
    virtual void end() = 0;

    /// An element of a list that is a single text.
    virtual void next_id(const std::string& id) { next({{"id", Value::string(id)}}); }

    /// Something that belongs to a result and comes before it; only a stream shows it.
    virtual void event(const Members& /*record*/) {}
};

std::unique_ptr<RecordWriter> make_json_writer(Output& out);
std::unique_ptr<RecordWriter> make_ndjson_writer(Output& out, const OutputOptions& options);
/// csv, tsv, porcelain, and the text form of what was chosen by --fields.
std::unique_ptr<RecordWriter> make_delimited_writer(Output& out, const OutputOptions& options);
std::unique_ptr<RecordWriter> make_table_writer(Output& out,
                                                const OutputOptions& options,
                                                const Look& look);
std::unique_ptr<RecordWriter> make_line_writer(Output& out, const OutputOptions& options);
/// The value of the one field, as it is.
std::unique_ptr<RecordWriter> make_raw_writer(Output& out, const OutputOptions& options);

}  // namespace syncline::cmd
