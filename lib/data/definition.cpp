#include "base/text.hpp"
#include "data/json_read.hpp"
#include "data/json_write.hpp"
#include "data/names.hpp"

#include <syncline/errors.hpp>
#include <syncline/table.hpp>
#include <syncline/value.hpp>

namespace syncline {

namespace {

[[noreturn]] void throw_wrong(const std::string& name, const char* expected) {
    throw DataError("\"" + name + "\" of a table's definition must be " + expected);
}

std::string text_of(const Member& member) {
    if (member.value.is_null()) return {};
    if (!member.value.is_string()) throw_wrong(member.name, "a string");
    return member.value.text();
}

bool flag_of(const Member& member) {
    if (member.value.is_null()) return false;
    if (member.value.kind() != Value::Kind::boolean) throw_wrong(member.name, "true or false");
    return member.value.is_true();
}

Column column_of(const std::string& name, const Value* type) {
    if (type == nullptr || !type->is_string()) throw_wrong(name, "a column with its type");
    data::check_column_name(name);
    try {
        return read_column(name + ":" + type->text());
    } catch (const UsageError& error) {
        throw DataError(error.what(), error.hint());
    }
}

/// `[{"name":…,"type":…},…]` or `{NAME:TYPE,…}`.
std::vector<Column> columns_of(const Member& member) {
    constexpr const char* kForms = "an array of columns, or an object of names and types";
    if (member.value.is_null()) return {};
    if (member.value.kind() != Value::Kind::nested) throw_wrong(member.name, kForms);
    const std::string& json = member.value.text();
    std::vector<Column> columns;
    if (json.front() == '{') {
        for (const Member& one : read_members(json)) {
            columns.push_back(column_of(one.name, &one.value));
        }
        return columns;
    }
    for (const Value& element : data::read_elements(json)) {
        if (element.kind() != Value::Kind::nested) throw_wrong(member.name, kForms);
        const Members column = read_members(element.text());
        const Value* const name = find_member(column, "name");
        if (name == nullptr || !name->is_string()) throw_wrong(member.name, kForms);
        columns.push_back(column_of(name->text(), find_member(column, "type")));
    }
    return columns;
}

void read_setting(TableDefinition& definition, const Member& member) {
    if (member.name == "name") {
        definition.name = text_of(member);
    } else if (member.name == "columns") {
        definition.columns = columns_of(member);
    } else if (member.name == "remote_name") {
        definition.remote_name = text_of(member);
    } else if (member.name == "path") {
        definition.path = text_of(member);
    } else if (member.name == "independent") {
        definition.independent = flag_of(member);
    } else if (member.name == "complete_column") {
        definition.complete_column = text_of(member);
    } else if (member.name == "conflict") {
        definition.conflict = text_of(member);
    } else if (member.name == "type") {
        if (text_of(member) != "table") throw_wrong(member.name, "\"table\"");
    } else {
        const std::string meant = base::nearest(member.name,
                                                {"name",
                                                 "columns",
                                                 "remote_name",
                                                 "path",
                                                 "independent",
                                                 "complete_column",
                                                 "conflict"});
        throw DataError("a table's definition has no \"" + base::one_line(member.name, 60) + "\"",
                        meant.empty() ? std::string() : "did you mean \"" + meant + "\"?");
    }
}

/// The definition of this name in a list.
TableDefinition pick(const std::vector<Value>& elements, std::string_view name) {
    std::vector<std::string> names;
    for (const Value& element : elements) {
        if (element.kind() != Value::Kind::nested || element.text().front() != '{') continue;
        const Members members = read_members(element.text());
        const Value* const found = find_member(members, "name");
        if (found == nullptr) continue;
        if (found->text() == name) return read_definition(element.text());
        names.push_back(found->text());
    }
    const std::string meant = base::nearest(name, names);
    throw DataError("the list of definitions has no table \"" + base::one_line(name, 60) + "\"",
                    !meant.empty() ? "did you mean \"" + meant + "\"?"
                    : names.empty()
                        ? "it must be one object, or what \"syncline tables --json\" prints"
                        : "it has " + base::join(names, ", "));
}

Value text_or_null(const std::string& text) {
    return text.empty() ? Value::null() : Value::string(text);
}

}  // namespace

TableDefinition read_definition(std::string_view json, std::string_view name) {
    const std::string_view text = base::trim(json);
    if (!text.empty() && text.front() == '[') return pick(data::read_elements(text), name);
    TableDefinition definition;
    definition.name = name;
    for (const Member& member : read_members(json)) read_setting(definition, member);
    data::check_table_name(definition.name);
    if (definition.conflict == "ask") definition.conflict.clear();
    return definition;
}

std::string write_definition(const TableDefinition& definition) {
    std::string columns = "[";
    for (const Column& column : definition.columns) {
        if (columns.size() > 1) columns += ',';
        data::append_members(
            columns,
            {{"name", Value::string(column.name)}, {"type", Value::string(name_of(column.type))}});
    }
    const std::string& conflict = definition.conflict;
    return write_members({{"type", Value::string("table")},
                          {"name", Value::string(definition.name)},
                          {"columns", Value::nested(columns + ']')},
                          {"remote_name", text_or_null(definition.remote_name)},
                          {"path", text_or_null(definition.path)},
                          {"independent", Value::boolean(definition.independent)},
                          {"complete_column", text_or_null(definition.complete_column)},
                          {"conflict", Value::string(conflict.empty() ? "ask" : conflict)}});
}

}  // namespace syncline
