#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// One kind of result. Its name is also that of its JSON Schema.
struct Shape {
    const char* name;
    bool is_list;
    std::vector<const char*> fields;   ///< its members, in order; none: the user's own data
    std::vector<const char*> columns;  ///< what formats with columns show; none: all fields
    const char* summary;

    std::vector<std::string> shown_columns() const;
};

const std::vector<Shape>& shapes();
const Shape& shape(std::string_view name);

/// Whether results of these shapes have a single field each.
bool prints_one_field(const std::vector<std::string>& shape_names);

/// Throws UsageError, with the nearest name, if `field` is a member of none of these shapes.
void check_field(const std::string& field, const std::vector<std::string>& shape_names);

}  // namespace syncline::cmd
