#include "serve/v3_functions.hpp"

#include "base/text.hpp"
#include "data/odata_values.hpp"

#include <span>
#include <string>
#include <string_view>

namespace syncline::server {

namespace {

using data::Stored;
using Arguments = std::span<const Stored>;

std::string text_or_empty(const Stored& value) {
    const std::string* const text = data::text_of(value);
    return text == nullptr ? std::string() : *text;
}

/// `a || b`, null as an empty string.
Stored concat(Arguments arguments) {
    return text_or_empty(arguments[0]) + text_or_empty(arguments[1]);
}

/// Without blanks at both ends; other white space stays.
Stored trim(Arguments arguments) {
    const std::string* const text = data::text_of(arguments[0]);
    if (text == nullptr) return std::monostate{};
    const std::size_t first = text->find_first_not_of(' ');
    if (first == std::string::npos) return std::string();
    return text->substr(first, text->find_last_not_of(' ') - first + 1);
}

/// The number of an enumeration's value: the place of its name in a list with commas. A value
/// without a name is its number already.
Stored ordinal(Arguments arguments) {
    const std::string* const name = data::text_of(arguments[0]);
    if (name == nullptr) return arguments[0];
    std::int64_t place = 0;
    const std::string names = text_or_empty(arguments[1]);
    for (const std::string_view one : base::split(names, ',')) {
        if (one == *name) return place;
        ++place;
    }
    return std::monostate{};
}

/// A number as a double, so that a division does not cut.
Stored real(Arguments arguments) {
    const auto* const whole = std::get_if<std::int64_t>(&arguments[0]);
    return whole == nullptr ? arguments[0] : Stored(static_cast<double>(*whole));
}

/// A whole number as text.
Stored text(Arguments arguments) {
    const auto* const whole = std::get_if<std::int64_t>(&arguments[0]);
    return whole == nullptr ? arguments[0] : Stored(std::to_string(*whole));
}

}  // namespace

void register_v3_functions(store::Database& database) {
    database.define_function("odata_v3_concat", 2, concat);
    database.define_function("odata_v3_trim", 1, trim);
    database.define_function("odata_v3_ordinal", 2, ordinal);
    database.define_function("odata_v3_real", 1, real);
    database.define_function("odata_v3_text", 1, text);
}

}  // namespace syncline::server
