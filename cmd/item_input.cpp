#include "item_input.hpp"

#include "field_records.hpp"

#include <syncline/text.hpp>

#include <algorithm>
#include <array>

namespace syncline::cmd {

namespace {

constexpr std::array<const char*, 4> kProperties{"id", "version", "createdAt", "updatedAt"};

bool is_property(const std::string& name) {
    return std::find(kProperties.begin(), kProperties.end(), name) != kProperties.end();
}

[[noreturn]] void throw_unknown(const TableDefinition& table,
                                const std::string& name,
                                const std::string& where) {
    std::vector<std::string> names(kProperties.begin(), kProperties.end());
    for (const Column& column : table.columns) names.push_back(column.name);
    const std::string meant = nearest(name, names);
    throw DataError(where + ": table " + table.name + " has no column \"" + name + '"',
                    meant.empty() ? "the first line names the columns; nothing was changed"
                                  : "did you mean \"" + meant + "\"?");
}

}  // namespace

/// The items of an input with fields.
class FieldItems {
  public:
    FieldItems(std::unique_ptr<FieldReader> reader, const TableDefinition& table, NullField nulls)
        : reader_(std::move(reader)), nulls_(nulls) {
        FieldRecord header;
        do {
            if (!reader_->next(header)) return;
        } while (header.fields.empty());
        const std::string where = "line " + std::to_string(header.line);
        for (const auto& name : header.fields) {
            if (!name || name->empty()) {
                throw DataError(
                    where + ": column " + std::to_string(fields_.size() + 1) + " has no name",
                    "the first line names the columns; nothing was changed");
            }
            InputColumn field = field_of(table, *name, where);
            const auto same = [&field](const InputColumn& other) {
                return other.column.name == field.column.name;
            };
            if (std::any_of(fields_.begin(), fields_.end(), same)) {
                throw DataError(where + ": the column \"" + *name + "\" is there twice",
                                "nothing was changed");
            }
            fields_.push_back(std::move(field));
        }
    }

    bool next(std::string_view& text, std::string& where) {
        FieldRecord record;
        do {
            if (!reader_->next(record)) return false;
            // One column: an empty line is its null (CSV) or its empty text (TSV).
        } while (record.fields.empty() && fields_.size() != 1);
        where = "line " + std::to_string(record.line);
        json_ = write_members(members_of(record, where));
        text = json_;
        return true;
    }

    /// Of TSV: what an empty line is where there is one column.
    void take_empty_lines_as_text() { empty_line_ = std::string(); }

  private:
    /// What the header says of one column.
    struct InputColumn {
        Column column;
        bool ignored = false;
    };

    static InputColumn field_of(const TableDefinition& table,
                                const std::string& name,
                                const std::string& where) {
        if (is_property(name)) return {{name, Type::string}};
        if (name == "deleted") return {{name, Type::boolean}, true};  // an item that is here is not
        if (const Column* const column = table.column(name)) return {*column};
        throw_unknown(table, name, where);
    }

    Members members_of(FieldRecord& record, const std::string& where) const {
        if (record.fields.empty()) record.fields.push_back(empty_line_);
        if (record.fields.size() != fields_.size()) {
            throw DataError(where + ": there are " + std::to_string(record.fields.size()) +
                                " fields, but the first line names " +
                                std::to_string(fields_.size()) + " columns",
                            "nothing was changed");
        }
        Members members;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            const InputColumn& field = fields_[i];
            if (field.ignored) continue;
            if (record.fields[i]) {
                members.push_back(
                    {field.column.name, value_of(field.column, *record.fields[i], where)});
            } else if (nulls_ == NullField::null && !is_property(field.column.name)) {
                members.push_back({field.column.name, Value::null()});
            }
        }
        return members;
    }

    static Value value_of(const Column& column, const std::string& text, const std::string& where) {
        try {
            return read_text(column, text);
        } catch (const DataError& error) {
            throw DataError(where + ": " + error.what(),
                            error.hint().empty() ? "nothing was changed" : error.hint());
        }
    }

    std::unique_ptr<FieldReader> reader_;
    NullField nulls_;
    std::vector<InputColumn> fields_;
    std::optional<std::string> empty_line_;
    std::string json_;
};

struct ItemInput::Body {
    std::optional<InputLines> lines;
    std::optional<FieldItems> items;
};

void add_input_formats(Spec& spec, std::optional<InputFormat>& format) {
    const auto take = [&format](InputFormat given) {
        return [&format, given](bool on) {
            if (on) {
                format = given;
            } else {
                format.reset();
            }
        };
    };
    spec.flag("--ndjson", take(InputFormat::ndjson), "the input is JSON objects, one a line");
    spec.flag("--csv",
              take(InputFormat::csv),
              "the input is CSV; its first line names the columns, a field with nothing is null, "
              "\"\" the empty text");
    spec.flag("--tsv",
              take(InputFormat::tsv),
              "the input is tab-separated as syncline writes it, \\N for null");
    spec.exclusive({"--ndjson", "--csv", "--tsv"});
}

ItemInput::ItemInput(InputFormat format,
                     const std::string& path,
                     Streams& streams,
                     const TableDefinition& table,
                     NullField null_field)
    : body_(std::make_unique<Body>()) {
    if (format == InputFormat::ndjson) {
        body_->lines.emplace(path, streams);
    } else if (format == InputFormat::csv) {
        body_->items.emplace(read_csv(path, streams), table, null_field);
    } else {
        body_->items.emplace(read_tsv(path, streams), table, null_field);
        body_->items->take_empty_lines_as_text();
    }
}

ItemInput::~ItemInput() = default;

ItemSource ItemInput::source() {
    if (body_->lines) return source_of(*body_->lines);
    return [items = &*body_->items](std::string_view& text, std::string& where) {
        return items->next(text, where);
    };
}

Item as_fields(const TableDefinition& table, Item item) {
    for (Member& member : item.members) {
        const Column* const column = table.column(member.name);
        if (column == nullptr || column->type != Type::json || member.value.is_null()) continue;
        member.value = Value::string(write_value(member.value));
    }
    return item;
}

}  // namespace syncline::cmd
