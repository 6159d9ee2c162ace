#include "field_records.hpp"

namespace syncline::cmd {

namespace {

std::string unescaped(std::string_view field, std::uint64_t line) {
    std::string out;
    out.reserve(field.size());
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] != '\\') {
            out += field[i];
            continue;
        }
        const char escape = ++i < field.size() ? field[i] : '\0';
        switch (escape) {
            case 't':
                out += '\t';
                break;
            case 'n':
                out += '\n';
                break;
            case 'r':
                out += '\r';
                break;
            case '\\':
                out += '\\';
                break;
            default:
                throw DataError("line " + std::to_string(line) +
                                    ": a backslash is followed by none of t, n, r, N and \\",
                                "write a backslash as two");
        }
    }
    return out;
}

class TsvReader : public FieldReader {
  public:
    TsvReader(const std::string& path, Streams& streams) : lines_(path, streams) {}

    bool next(FieldRecord& record) override {
        std::string_view line;
        if (!lines_.next_of_any(line)) return false;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        record.line = lines_.number();
        record.fields.clear();
        if (line.empty()) return true;
        for (;;) {
            const std::size_t tab = line.find('\t');
            const std::string_view field = line.substr(0, tab);
            if (field == "\\N") {
                record.fields.emplace_back();
            } else {
                record.fields.emplace_back(unescaped(field, record.line));
            }
            if (tab == std::string_view::npos) return true;
            if (record.fields.size() * kFieldSize > kLongestInput) {
                throw DataError("line " + std::to_string(record.line) +
                                ": the record is larger than 64 MB");
            }
            line.remove_prefix(tab + 1);
        }
    }

  private:
    InputLines lines_;
};

}  // namespace

std::unique_ptr<FieldReader> read_tsv(const std::string& path, Streams& streams) {
    return std::make_unique<TsvReader>(path, streams);
}

}  // namespace syncline::cmd
