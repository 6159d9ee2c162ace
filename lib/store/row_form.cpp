#include "store/row_form.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "data/json_write.hpp"
#include "data/odata_values.hpp"
#include "data/types.hpp"

#include <algorithm>

namespace syncline::store {

namespace {

/// Types whose column simply keeps the text of a string value.
bool keeps_text(Type type) {
    return type != Type::boolean && type != Type::integer && type != Type::number &&
           type != Type::binary && type != Type::json;
}

bool is_numeric(Type type) {
    return type == Type::boolean || type == Type::integer || type == Type::number;
}

/// Whether reading the column back gives this very value. Text in a numeric column never counts:
/// SQLite may turn it into a number.
bool reads_back(Type type, const Value& value, const Stored& stored) {
    if (type == Type::json) return true;
    if (is_numeric(type) && std::holds_alternative<std::string>(stored)) return false;
    return data::from_stored(type, stored) == value;
}

/// Whether a column still holds what this value was stored as; another tool may have changed it.
bool still_holds(Type type, const Value& wire, const Stored& column) {
    return data::same_stored(data::in_column(type, data::to_stored(type, wire)), column);
}

/// Collects the parts of `__rest`.
class RestWriter {
  public:
    void member(const Member& member) {
        begin("members", '{');
        data::append_string(out_, member.name);
        out_ += ':';
        data::append_value(out_, member.value);
    }

    void wire(const std::string& column, const Value& value) {
        begin("wire", '{');
        data::append_string(out_, column);
        out_ += ':';
        data::append_value(out_, value);
    }

    /// `part` is "null" or "absent".
    void name(const char* part, const std::string& column) {
        begin(part, '[');
        data::append_string(out_, column);
    }

    std::string finish() {
        close();
        if (!out_.empty()) out_ += '}';
        return std::move(out_);
    }

  private:
    void close() {
        if (close_ != '\0') out_ += close_;
        close_ = '\0';
    }

    /// Opens the part unless it is the one that is open.
    void begin(std::string_view part, char open) {
        if (part == part_) {
            out_ += ',';
            return;
        }
        close();
        out_ += out_.empty() ? '{' : ',';
        data::append_string(out_, part);
        out_ += ':';
        out_ += open;
        part_ = part;
        close_ = open == '{' ? '}' : ']';
    }

    std::string out_;
    std::string_view part_;
    char close_ = '\0';
};

bool is_stamped(const Item& item) {
    return !item.version.empty() || !item.updated_at.empty() || !item.created_at.empty();
}

/// `__rest`, read.
struct Rest {
    Members members;
    Members wire;
    std::vector<Value> null;
    std::vector<Value> absent;

    bool names(const std::vector<Value>& list, const std::string& column) const {
        return std::any_of(
            list.begin(), list.end(), [&](const Value& v) { return v.text() == column; });
    }
};

Rest read_rest(std::string_view json) {
    Rest rest;
    if (json.empty()) return rest;
    for (const Member& part : read_members(json)) {
        if (part.name == "members") rest.members = read_members(part.value.text());
        if (part.name == "wire") rest.wire = read_members(part.value.text());
        if (part.name == "null") rest.null = data::read_elements(part.value.text());
        if (part.name == "absent") rest.absent = data::read_elements(part.value.text());
    }
    return rest;
}

/// id and system properties; `first` is the column after the declared ones.
Item read_properties(const Statement& row, int first) {
    Item item;
    item.id = row.string(0);
    item.version = row.string(first);
    item.created_at = row.string(first + 1);
    item.updated_at = row.string(first + 2);
    return item;
}

Value read_column(const Column& column, const Statement& row, int index, const Rest& rest) {
    const Stored stored = row.stored(index);
    const Value* wire = find_member(rest.wire, column.name);
    if (wire != nullptr && still_holds(column.type, *wire, stored)) return *wire;
    return data::from_stored(column.type, stored);
}

}  // namespace

RowForm::RowForm(const Table& table, const Item& item)
    : table_(table),
      item_(item),
      values_(table.definition.columns.size(), nullptr),
      stored_(table.definition.columns.size()) {
    const auto& columns = table.definition.columns;
    RestWriter rest;
    for (const Member& member : item.members) {
        const Column* column = table.definition.column(member.name);
        if (column == nullptr) {
            rest.member(member);
        } else {
            values_[static_cast<std::size_t>(column - columns.data())] = &member.value;
        }
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Value* value = values_[i];
        if (value == nullptr || (value->is_string() && keeps_text(columns[i].type))) continue;
        stored_[i] = data::to_stored(columns[i].type, *value);
        if (!reads_back(columns[i].type, *value, stored_[i])) rest.wire(columns[i].name, *value);
    }
    const bool stamped = is_stamped(item);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (stamped && values_[i] == nullptr) rest.name("absent", columns[i].name);
        if (!stamped && values_[i] != nullptr && values_[i]->is_null()) {
            rest.name("null", columns[i].name);
        }
    }
    rest_ = rest.finish();
}

void RowForm::bind(Statement& statement) const {
    const auto bind_text = [&statement](const std::string& text) {
        if (text.empty()) {
            statement.bind(nullptr);
        } else {
            statement.bind(text);
        }
    };
    statement.bind(item_.id);
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const Value* value = values_[i];
        if (value != nullptr && value->is_string() &&
            keeps_text(table_.definition.columns[i].type)) {
            statement.bind(value->text());
        } else {
            statement.bind(stored_[i]);
        }
    }
    bind_text(item_.version);
    bind_text(item_.created_at);
    bind_text(item_.updated_at);
    bind_text(rest_);
}

Item read_full(const Table& table, const Statement& row) {
    const auto& columns = table.definition.columns;
    const int after = static_cast<int>(columns.size()) + 1;
    Item item = read_properties(row, after);
    Rest rest = read_rest(row.text(after + 3));
    const bool stamped = is_stamped(item);
    item.members.reserve(columns.size() + rest.members.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Value value = read_column(columns[i], row, static_cast<int>(i) + 1, rest);
        if (value.is_null()) {
            const bool present = stamped ? !rest.names(rest.absent, columns[i].name)
                                         : rest.names(rest.null, columns[i].name);
            if (!present) continue;
        }
        item.members.push_back({columns[i].name, std::move(value)});
    }
    for (Member& member : rest.members) item.members.push_back(std::move(member));
    return item;
}

Item read_view(const Table& table, const Statement& row) {
    const auto& columns = table.definition.columns;
    const int after = static_cast<int>(columns.size()) + 1;
    Item item = read_properties(row, after);
    const Rest rest = read_rest(row.text(after + 3));
    item.members.reserve(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        item.members.push_back(
            {columns[i].name, read_column(columns[i], row, static_cast<int>(i) + 1, rest)});
    }
    return item;
}

}  // namespace syncline::store
