#include "column_writer.hpp"
#include "escape.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

constexpr const char* kPorcelainVersion = "# syncline 1\n";

bool needs_quotes(char c) {
    return c == ',' || c == '"' || c == '\r' || c == '\n';
}

/// RFC 4180, and null apart from the empty text: null is nothing at all, the empty text `""`.
std::string csv_field(const Value* value) {
    if (value == nullptr || value->is_null()) return {};
    const std::string& text = value->text();
    if (!text.empty() && std::none_of(text.begin(), text.end(), needs_quotes)) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

/// Records as fields with a character between them. A document is a record of its own; in porcelain
/// it is one line a member, since members may be added.
class DelimitedWriter : public ColumnWriter {
  public:
    DelimitedWriter(Output& out, const OutputOptions& options)
        : ColumnWriter(options.header && options.format != Format::porcelain),
          out_(out),
          format_(options.format),
          null_ends_(options.null_ends) {}

    void document(const Members& record) override {
        if (format_ == Format::porcelain) {
            out_.write(kPorcelainVersion);
            for (const Member& member : record) line({text(member.name), field(&member.value)});
            return;
        }
        Words columns;
        for (const Member& member : record) columns.push_back(member.name);
        begin(columns);
        next(record);
        end();
    }

  private:
    void heading(const Words& names) override {
        Words fields;
        for (const std::string& name : names) fields.push_back(text(name));
        line(fields);
    }
    void row(const std::vector<const Value*>& values) override {
        Words fields;
        fields.reserve(values.size());
        for (const Value* value : values) fields.push_back(field(value));
        line(fields);
    }
    std::string text(const std::string& name) const {
        const Value value = Value::string(name);
        return field(&value);
    }
    std::string field(const Value* value) const {
        if (format_ == Format::csv) return csv_field(value);
        const bool null = value == nullptr || value->is_null();
        if (null) return format_ == Format::tsv ? "\\N" : "";
        // With NUL as the end a lone field needs no escapes.
        if (null_ends_ && columns().size() == 1) return value->text();
        return escaped(value->text(), Escape::field);
    }
    void line(const Words& fields) {
        std::string joined;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0) joined += format_ == Format::csv ? ',' : '\t';
            joined += fields[i];
        }
        out_.write(joined);
        if (null_ends_) {
            out_.write(std::string_view("\0", 1));
        } else {
            out_.write(format_ == Format::csv ? "\r\n" : "\n");
        }
    }

    Output& out_;
    Format format_;
    bool null_ends_;
};

/// The value of the one field.
class RawWriter : public RecordWriter {
  public:
    RawWriter(Output& out, const OutputOptions& options)
        : out_(out), end_(1, options.null_ends ? '\0' : '\n') {}

    void document(const Members& record) override { next(record); }
    void begin(const Words& /*columns*/) override {}
    void next(const Members& record) override {
        if (!record.empty()) out_.write(record.front().value.text() + end_);
    }
    void end() override {}

  private:
    Output& out_;
    std::string end_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_delimited_writer(Output& out, const OutputOptions& options) {
    return std::make_unique<DelimitedWriter>(out, options);
}

std::unique_ptr<RecordWriter> make_raw_writer(Output& out, const OutputOptions& options) {
    return std::make_unique<RawWriter>(out, options);
}

}  // namespace syncline::cmd
