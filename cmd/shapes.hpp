#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// What a member of a result holds. A name in `of` is a shape's.
struct FieldType {
    enum class Kind { text, time, integer, count, boolean, any, fixed, object, list };
    Kind kind = Kind::any;
    bool may_be_null = false;
    std::string of{};  ///< of an object its shape; of a list its elements' type; a fixed text
};

struct Field {
    std::string name;
    FieldType type;
};

/// One kind of result, or a part of one. Members are only added, never changed or taken away;
/// "schema" counts what breaks that.
struct Shape {
    const char* name;
    std::vector<Field> fields;  ///< its members, in order; none: the user's own data
    bool is_part = false;       ///< never a result of its own

    std::vector<std::string> names() const;
};

const std::vector<Shape>& shapes();
const Shape& shape(std::string_view name);

/// "text", "time?", "[query]": how a type is written in the table; a `?` may be null.
FieldType read_field_type(std::string_view text);

/// Whether results of these shapes have a single field each.
bool prints_one_field(const std::vector<std::string>& shape_names);

/// Throws UsageError, with the nearest name, if `field` is a member of none of these shapes.
void check_field(const std::string& field, const std::vector<std::string>& shape_names);

}  // namespace syncline::cmd
