#include "record_writer.hpp"

namespace syncline::cmd {

namespace {

/// One JSON document.
class JsonWriter : public RecordWriter {
  public:
    explicit JsonWriter(Output& out) : out_(out) {}

    void document(const Members& record) override { out_.write(write_members(record) + '\n'); }
    void begin(const Words& /*columns*/) override { first_ = true; }
    void next(const Members& record) override { element(write_members(record)); }
    void next_id(const std::string& id) override { element(write_value(Value::string(id))); }
    void end() override { out_.write(first_ ? "[]\n" : "\n]\n"); }

  private:
    void element(const std::string& json) {
        out_.write(first_ ? "[\n" : ",\n");
        out_.write(json);
        first_ = false;
    }

    Output& out_;
    bool first_ = true;
};

/// One object a line, as soon as it is known.
class NdjsonWriter : public RecordWriter {
  public:
    NdjsonWriter(Output& out, const OutputOptions& options)
        : out_(out), end_(options.null_ends ? '\0' : '\n') {}

    void document(const Members& record) override { next(record); }
    void begin(const Words& /*columns*/) override {}
    void next(const Members& record) override { out_.write(write_members(record) + end_); }
    void end() override {}
    void event(const Members& record) override { next(record); }

  private:
    Output& out_;
    char end_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_json_writer(Output& out) {
    return std::make_unique<JsonWriter>(out);
}

std::unique_ptr<RecordWriter> make_ndjson_writer(Output& out, const OutputOptions& options) {
    return std::make_unique<NdjsonWriter>(out, options);
}

}  // namespace syncline::cmd
