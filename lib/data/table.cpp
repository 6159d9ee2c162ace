#include "base/text.hpp"
#include "data/names.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>
#include <syncline/table.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace syncline {

namespace {

constexpr std::array<std::pair<Type, const char*>, 10> kTypes{{{Type::string, "string"},
                                                               {Type::boolean, "boolean"},
                                                               {Type::integer, "integer"},
                                                               {Type::number, "number"},
                                                               {Type::datetime, "datetime"},
                                                               {Type::date, "date"},
                                                               {Type::time, "time"},
                                                               {Type::guid, "guid"},
                                                               {Type::binary, "binary"},
                                                               {Type::json, "json"}}};

}  // namespace

const char* name_of(Type type) {
    return kTypes.at(static_cast<std::size_t>(type)).second;
}

std::optional<Type> type_of(std::string_view name) {
    for (const auto& [type, type_name] : kTypes) {
        if (name == type_name) return type;
    }
    return std::nullopt;
}

const char* name_of(Deletes deletes) {
    switch (deletes) {
        case Deletes::soft:
            return "soft";
        case Deletes::hard:
            return "hard";
        case Deletes::unknown:
            break;
    }
    return "unknown";
}

const Column* TableDefinition::column(std::string_view column_name) const {
    for (const Column& candidate : columns) {
        if (candidate.name == column_name) return &candidate;
    }
    for (const Column& candidate : columns) {
        if (base::same_ignoring_case(candidate.name, column_name)) return &candidate;
    }
    return nullptr;
}

Column read_column(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        throw UsageError("\"" + base::one_line(text, 80) + "\" is not COLUMN:TYPE",
                         "write for example text:string");
    }
    const std::string type_name(text.substr(colon + 1));
    const auto type = type_of(type_name);
    if (!type) {
        std::vector<std::string> names;
        names.reserve(kTypes.size());
        for (const auto& entry : kTypes) names.emplace_back(entry.second);
        const std::string meant = base::nearest(type_name, names);
        throw UsageError("there is no type \"" + base::one_line(type_name, 40) + "\"",
                         meant.empty() ? "the types are " + base::join(names, ", ")
                                       : "did you mean \"" + meant + "\"?");
    }
    Column column{std::string(text.substr(0, colon)), *type};
    data::check_column_name(column.name);
    return column;
}

Value read_text(const Column& column, std::string_view text) {
    if (auto value = data::value_from_text(column.type, text)) return *std::move(value);
    const auto problem = data::problem_with(column.type, Value::string(std::string(text)));
    throw DataError("\"" + base::one_line(text, 80) + "\" cannot go into column \"" + column.name +
                    "\": it " + problem.value_or(std::string("is no ") + name_of(column.type)));
}

}  // namespace syncline
