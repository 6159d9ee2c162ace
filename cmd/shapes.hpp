#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// One kind of result. Members are only added, never changed or taken away; "schema" counts what
/// breaks that.
struct Shape {
    const char* name;
    std::vector<std::string> fields;  ///< its members, in order; none: the user's own data
};

const std::vector<Shape>& shapes();
const Shape& shape(std::string_view name);

/// Whether results of these shapes have a single field each.
bool prints_one_field(const std::vector<std::string>& shape_names);

/// Throws UsageError, with the nearest name, if `field` is a member of none of these shapes.
void check_field(const std::string& field, const std::vector<std::string>& shape_names);

}  // namespace syncline::cmd
