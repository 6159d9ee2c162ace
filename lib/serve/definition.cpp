#include "serve/definition.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "serve/fields.hpp"
#include "serve/item_text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace syncline::server {

namespace {

struct TypeName {
    std::string_view name;
    MemberType type;
};

constexpr std::array<TypeName, 18> kTypes{{
    {"string", MemberType::string},
    {"boolean", MemberType::boolean},
    {"byte", MemberType::byte},
    {"int16", MemberType::int16},
    {"int32", MemberType::int32},
    {"int64", MemberType::int64},
    {"float32", MemberType::float32},
    {"float64", MemberType::float64},
    {"decimal", MemberType::decimal},
    {"character", MemberType::character},
    {"datetime", MemberType::datetime},
    {"offset", MemberType::offset},
    {"instant", MemberType::instant},
    {"date", MemberType::date},
    {"time", MemberType::time},
    {"guid", MemberType::guid},
    {"binary", MemberType::binary},
    {"enumeration", MemberType::enumeration},
}};

constexpr std::int64_t kMostItems = 1'000'000;

void read_type(Fields& fields, std::string_view text, MemberShape& member) {
    member.nullable = !text.empty() && text.back() == '?';
    if (member.nullable) text.remove_suffix(1);
    std::vector<std::string> names;
    for (const TypeName& one : kTypes) {
        if (one.name == text) {
            member.type = one.type;
            return;
        }
        names.emplace_back(one.name);
    }
    fields.refuse('"' + base::one_line(text, 40) + "\" is none of the types " +
                  base::join(names, ", "));
}

void read_names(Fields& fields, MemberShape& member) {
    const bool is_enumeration = member.type == MemberType::enumeration;
    for (const Value& name : fields.list("names")) {
        if (!is_enumeration) fields.refuse("only an enumeration has names");
        if (!name.is_string() || name.text().empty()) fields.refuse("a name must be a text");
        member.names.push_back(name.text());
    }
    if (is_enumeration && member.names.empty()) fields.refuse("an enumeration needs its names");
}

void read_details(Fields& fields, MemberShape& member) {
    read_names(fields, member);
    member.present = fields.flag("present");
    member.required = fields.flag("required");
    member.min_length = fields.whole("minLength", 0);
    member.max_length = fields.whole("maxLength", 0);
    member.least = fields.whole("min", std::numeric_limits<std::int64_t>::min());
    member.most = fields.whole("max", std::numeric_limits<std::int64_t>::min());
    member.unique = fields.flag("unique");
    member.references = base::lower(fields.text("references"));
    member.initial = initial_value(member);
    if (const Value* const initial = fields.find("initial")) {
        auto value = read_value(member, *initial);
        if (!value) fields.refuse("the initial value is none of its type");
        member.initial = std::move(*value);
    }
}

MemberShape read_member(const std::string& table, const Member& given) {
    MemberShape member;
    member.name = given.name;
    const bool is_object = given.value.kind() == Value::Kind::nested;
    Fields fields(table + ", member \"" + base::one_line(given.name, 60) + '"',
                  is_object ? given.value : Value::nested("{}"));
    constexpr std::array<std::string_view, 4> kSystem{"id", "version", "updatedat", "deleted"};
    const std::string lower = base::lower(given.name);
    if (std::find(kSystem.begin(), kSystem.end(), lower) != kSystem.end()) {
        fields.refuse("every table has this one; it is not declared");
    }
    if (!is_identifier(given.name)) {
        fields.refuse("the name must be a letter or _, then letters, digits and _");
    }
    if (!is_object && !given.value.is_string()) fields.refuse("the type must be a text");
    read_type(fields, is_object ? fields.text("type") : given.value.text(), member);
    read_details(fields, member);
    fields.finish();
    return member;
}

Shape read_shape(Fields& table) {
    Shape shape;
    for (const Member& given : table.object("members")) {
        if (shape.find(given.name) != nullptr) {
            table.refuse("the member \"" + given.name + "\" is there twice, but for its case");
        }
        shape.members.push_back(read_member(table.where(), given));
    }
    return shape;
}

void check_text_member(Fields& fields, const Shape& shape, const std::string& name) {
    const MemberShape* const member = shape.find(name);
    if (!shape.declared() && !name.empty()) return;
    if (member == nullptr || member->name != name || member->type != MemberType::string) {
        fields.refuse('"' + base::one_line(name, 60) + "\" must be a member of the type string");
    }
}

int read_status(Fields& fields, std::string_view name, int otherwise) {
    const auto status = fields.whole(name, 400, 599);
    return status ? static_cast<int>(*status) : otherwise;
}

Access read_access(Fields& table, const Shape& shape) {
    const Value* const given = table.find("access");
    if (given == nullptr) return {};
    Fields fields(table.where() + ", access", *given);
    Access access;
    access.header = fields.text("header");
    if (access.header.empty()) fields.refuse("\"header\" must name the header with the user");
    access.status = read_status(fields, "status", access.status);
    access.owner = fields.text("owner");
    if (!access.owner.empty()) check_text_member(fields, shape, access.owner);
    fields.finish();
    return access;
}

Rule read_rule(const std::string& where, const Value& given, const Shape& shape) {
    Fields fields(where + ", rules", given);
    Rule rule;
    rule.member = fields.text("member");
    check_text_member(fields, shape, rule.member);
    rule.prefix = fields.text("prefix");
    rule.status = read_status(fields, "status", 0);
    if (const Value* const body = fields.find("body")) rule.body = write_value(*body);
    rule.upper_case = fields.choice("change", {"", "upper"}) == "upper";
    if ((rule.status == 0) != rule.upper_case) {
        fields.refuse("a rule has either a status or a change");
    }
    if (rule.status == 0 && !rule.body.empty()) fields.refuse("a body goes with a status");
    fields.finish();
    return rule;
}

std::optional<std::uint32_t> read_size(Fields& fields, std::string_view name) {
    const auto size = fields.whole(name, 1, kMostItems);
    return size ? std::optional(static_cast<std::uint32_t>(*size)) : std::nullopt;
}

void check_name(std::string_view name) {
    if (is_identifier(name)) return;
    throw UsageError("\"" + base::one_line(name, 60) + "\" cannot be the name of a table",
                     "a letter or _, then letters, digits and _");
}

Definition read_short(std::string_view option) {
    const std::size_t colon = option.find(':');
    const std::string_view kind =
        colon == std::string_view::npos ? std::string_view("soft") : option.substr(colon + 1);
    if (kind != "soft" && kind != "hard") {
        throw UsageError("the table \"" + base::one_line(option, 80) +
                         "\" must be NAME, NAME:soft, NAME:hard, a JSON object or @FILE");
    }
    Definition definition;
    definition.name = option.substr(0, colon);
    check_name(definition.name);
    definition.soft = kind == "soft";
    return definition;
}

std::string read_file(const std::string& file) {
    std::ifstream input(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    if (!input) throw StoreError(Status::io, "the table file \"" + file + "\" cannot be read");
    return text;
}

}  // namespace

Definition read_definition(std::string_view json) {
    Fields fields("the table definition", Value::nested(std::string(json)));
    Definition definition;
    definition.name = fields.text("name");
    check_name(definition.name);
    fields.say("the table \"" + definition.name + '"');
    definition.soft = fields.choice("delete", {"soft", "hard"}) == "soft";
    definition.shape = read_shape(fields);
    definition.page_size = read_size(fields, "pageSize");
    definition.max_top = read_size(fields, "maxTop");
    definition.stamping = fields.choice("stamps", {"server", "client"}) == "server"
                              ? Stamping::server
                              : Stamping::client;
    definition.access = read_access(fields, definition.shape);
    definition.refuse_writes = read_status(fields, "refuseWrites", 0);
    for (const Value& rule : fields.list("rules")) {
        definition.rules.push_back(read_rule(fields.where(), rule, definition.shape));
    }
    fields.finish();
    definition.text = json;
    return definition;
}

std::vector<Definition> read_definitions(std::string_view option) {
    const std::string_view trimmed = base::trim(option);
    if (trimmed.empty() || (trimmed.front() != '{' && trimmed.front() != '@')) {
        return {read_short(option)};
    }
    if (trimmed.front() == '{') return {read_definition(trimmed)};
    const std::string text = read_file(std::string(trimmed.substr(1)));
    const std::string_view json = base::trim(text);
    if (json.empty() || json.front() != '[') return {read_definition(json)};
    std::vector<Definition> definitions;
    try {
        for (const Value& one : data::read_elements(json)) {
            definitions.push_back(read_definition(write_value(one)));
        }
    } catch (const DataError& error) {
        throw UsageError("the table file: " + std::string(error.what()));
    }
    return definitions;
}

}  // namespace syncline::server
