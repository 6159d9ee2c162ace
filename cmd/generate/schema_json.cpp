#include "generate/generate.hpp"
#include "json_objects.hpp"
#include "shapes.hpp"

namespace syncline::cmd {

namespace {

Members plain(const char* type) {
    return {{"type", Value::string(type)}};
}

Members reference(const std::string& shape) {
    return {{"$ref", Value::string("#/$defs/" + shape)}};
}

Members schema_of(const FieldType& type) {
    using Kind = FieldType::Kind;
    switch (type.kind) {
        case Kind::text:
            return plain("string");
        case Kind::time:
            return {{"type", Value::string("string")}, {"format", Value::string("date-time")}};
        case Kind::integer:
            return plain("integer");
        case Kind::count:
            return {{"type", Value::string("integer")}, {"minimum", Value::integer(0)}};
        case Kind::boolean:
            return plain("boolean");
        case Kind::any:
            return {};
        case Kind::fixed:
            return {{"const", Value::string(type.of)}};
        case Kind::object:
            return reference(type.of);
        case Kind::list:
            break;
    }
    return {{"type", Value::string("array")},
            {"items", json::nested(schema_of(read_field_type(type.of)))}};
}

Members property(const FieldType& type) {
    const Members schema = schema_of(type);
    if (!type.may_be_null) return schema;
    const std::vector<Members> either{schema, plain("null")};
    return {{"anyOf", json::array(either, [](const Members& each) { return each; })}};
}

/// Members that are not named may come with a later version, as `dry_run` does with a rehearsal.
Members object_schema(const Shape& shape) {
    Members schema = plain("object");
    if (shape.fields.empty()) return schema;
    Members properties;
    for (const Field& field : shape.fields) {
        properties.push_back({field.name, json::nested(property(field.type))});
    }
    schema.push_back({"properties", json::nested(properties)});
    schema.push_back({"required", json::strings(shape.names())});
    return schema;
}

}  // namespace

std::string schema_json() {
    std::string text =
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\n"
        "\"$id\":\"urn:syncline:results:1\",\n"
        "\"title\":\"Results and messages of syncline, schema 1\",\n\"$defs\":{\n";
    bool is_first = true;
    for (const Shape& shape : shapes()) {
        if (!is_first) text += ",\n";
        is_first = false;
        text += write_value(Value::string(shape.name)) + ':' + write_members(object_schema(shape));
    }
    return text + "\n}}\n";
}

}  // namespace syncline::cmd
