#include "data/infer.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/names.hpp"
#include "data/numbers.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace syncline::data {

namespace {

/// What JSON's own numbers hold exactly everywhere.
constexpr std::int64_t kMostExact = std::int64_t{1} << 53;

bool ends_with_zone(std::string_view text) {
    if (text.size() < 20) return false;
    if (text.back() == 'Z' || text.back() == 'z') return true;
    const std::string_view offset = text.substr(text.size() - 6);
    return (offset.front() == '+' || offset.front() == '-') && offset[3] == ':';
}

bool is_moment(std::string_view text) {
    const bool with_time = text.size() > 10 && (text[10] == 'T' || text[10] == 't');
    return with_time && ends_with_zone(text) && base::read_instant(text).has_value();
}

Type type_of_text(const std::string& text) {
    const Value value = Value::string(text);
    const auto is = [&value](Type type) { return !problem_with(type, value); };
    if (is_moment(text)) return Type::datetime;
    if (text.size() == 10 && is(Type::date)) return Type::date;
    // Five characters are as likely a score or a short name.
    if (text.size() >= 8 && text[2] == ':' && is(Type::time)) return Type::time;
    if (text.size() == 36 && is(Type::guid)) return Type::guid;
    return Type::string;
}

Type type_of_value(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::boolean:
            return Type::boolean;
        case Value::Kind::number: {
            const auto whole = whole_number(value.text());
            const bool exact = whole && *whole >= -kMostExact && *whole <= kMostExact;
            return exact ? Type::integer : Type::number;
        }
        case Value::Kind::nested:
            return Type::json;
        default:
            return type_of_text(value.text());
    }
}

bool is_text(Type type) {
    return type == Type::string || type == Type::datetime || type == Type::date ||
           type == Type::time || type == Type::guid;
}

/// What holds values of both.
Type common_type(Type a, Type b) {
    if (a == b) return a;
    const auto is_number = [](Type type) { return type == Type::integer || type == Type::number; };
    if (is_number(a) && is_number(b)) return Type::number;
    return is_text(a) && is_text(b) ? Type::string : Type::json;
}

struct Found {
    std::string name;
    std::optional<Type> type;
    bool mixed = false;
};

bool can_be_column(const std::string& name) {
    try {
        check_column_name(name);
        return true;
    } catch (const DataError&) {
        return false;
    }
}

}  // namespace

std::vector<InferredColumn> infer_columns(const std::vector<Item>& items) {
    std::vector<Found> all;
    std::unordered_map<std::string, std::size_t> places;  // by names in lower case
    const auto found_of = [&](const std::string& name) -> Found& {
        const auto [place, is_new] = places.emplace(base::lower(name), all.size());
        if (is_new) all.push_back({name, std::nullopt, false});
        return all[place->second];
    };
    for (const Item& item : items) {
        for (const Member& member : item.members) {
            if (is_system_property(member.name) || !can_be_column(member.name)) continue;
            Found& found = found_of(member.name);
            if (member.value.is_null()) continue;
            const Type type = type_of_value(member.value);
            const Type common = found.type ? common_type(*found.type, type) : type;
            found.mixed = found.mixed || (common == Type::json && type != Type::json) ||
                          (common == Type::json && found.type && *found.type != Type::json);
            found.type = common;
        }
    }
    std::vector<InferredColumn> columns;
    for (const Found& found : all) {
        InferredColumn column;
        column.column = {found.name, found.type.value_or(Type::string)};
        if (!found.type) column.note = found.name + " is null in every item that was looked at";
        if (found.mixed) column.note = found.name + " has values of several kinds";
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace syncline::data
