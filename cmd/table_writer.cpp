#include "aligned.hpp"
#include "column_writer.hpp"
#include "escape.hpp"

namespace syncline::cmd {

namespace {

std::string shown(const Value* value) {
    return value == nullptr ? std::string() : escaped(value->text(), Escape::terminal_field);
}

/// Aligned columns. A document is one field a line.
class TableWriter : public ColumnWriter {
  public:
    TableWriter(Output& out, const OutputOptions& options, const Look& look)
        : ColumnWriter(options.header), aligned_(out, look) {}

    void document(const Members& record) override {
        for (const Member& member : record) {
            aligned_.line({escaped(member.name, Escape::terminal_field), shown(&member.value)});
        }
        aligned_.flush();
    }
    void end() override {
        ColumnWriter::end();
        aligned_.flush();
    }

  private:
    void heading(const Words& names) override { aligned_.header(names); }
    void row(const std::vector<const Value*>& values) override {
        Words fields;
        fields.reserve(values.size());
        for (const Value* value : values) fields.push_back(shown(value));
        aligned_.line(fields);
    }

    Aligned aligned_;
};

/// `name: value` lines; an empty line, or NUL, ends a record.
class LineWriter : public RecordWriter {
  public:
    LineWriter(Output& out, const OutputOptions& options)
        : out_(out), null_ends_(options.null_ends) {}

    void document(const Members& record) override {
        begin({});
        next(record);
        end();
    }
    void begin(const Words& columns) override {
        columns_ = columns;
        first_ = true;
    }
    void next(const Members& record) override {
        if (!first_ && !null_ends_) out_.write("\n");
        first_ = false;
        if (columns_.empty()) {
            for (const Member& member : record) field(member.name, &member.value);
        }
        for (const std::string& column : columns_) field(column, find_member(record, column));
        if (null_ends_) out_.write(std::string_view("\0", 1));
    }
    void end() override {}

  private:
    void field(const std::string& name, const Value* value) {
        out_.write(escaped(name, Escape::terminal_field) + ": " + shown(value) + '\n');
    }

    Output& out_;
    bool null_ends_;
    bool first_ = true;
    Words columns_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_table_writer(Output& out,
                                                const OutputOptions& options,
                                                const Look& look) {
    return std::make_unique<TableWriter>(out, options, look);
}

std::unique_ptr<RecordWriter> make_line_writer(Output& out, const OutputOptions& options) {
    return std::make_unique<LineWriter>(out, options);
}

}  // namespace syncline::cmd
