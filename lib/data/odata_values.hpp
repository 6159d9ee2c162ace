#pragma once

#include "data/odata.hpp"
#include "data/types.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// How values compare and compute in OData, in the forms in which SQLite keeps them. The evaluator
/// and the store's SQL use the same rules, so that both mean the same.
namespace syncline::data {

inline Stored null() {
    return std::monostate{};
}

inline bool is_null(const Stored& value) {
    return std::holds_alternative<std::monostate>(value);
}

/// A truth value: 1 or 0.
inline Stored boolean(bool value) {
    return std::int64_t{value ? 1 : 0};
}

/// A form in which values of this kind compare as SQLite compares: date-times as instants, times
/// of day and GUIDs by value, everything else as it is. Null for text that is not of the kind.
Stored comparable(Kind kind, const Stored& value);

/// The kind as which two operands are compared: of the one whose kind is known. Against the
/// literal null a value is looked at as it is (`unknown`): junk text is not null.
Kind compared_kind(const Expression& a, const Expression& b);

/// The kind as which `left in list` compares.
Kind compared_kind_in(const Expression& left, const Expression& list);

/// `a mod b`: the sign is a's; null for b = 0.
Stored modulo(const Stored& a, const Stored& b);

/// `a has b`: the bits of b, or the names of b (comma separated), are all in a.
Stored has(const Stored& a, const Stored& b);

/// What SQLite's arithmetic takes a value for: null, an integer or a double.
Stored number_of(const Stored& value);

/// The text of a string, or nothing: numbers and bytes are no strings.
const std::string* text_of(const Stored& value);

/// `+ - * /` as SQLite has them: whole numbers stay whole where they fit 64 bits, text is its
/// leading number, a division by zero is null.
Stored calculate(Operator op, const Stored& a, const Stored& b);

/// SQLite's `IS`, by value: null is null, 1 is 1.0.
bool same_stored(const Stored& a, const Stored& b);

/// SQLite's order of values that are not null: numbers, text, bytes. Integers and doubles compare
/// exactly. Negative, zero or positive.
int compare_stored(const Stored& a, const Stored& b);

/// OData's `ge`: 1 or 0; null is greater than or equal to null and to nothing else.
Stored greater_or_equal(const Stored& a, const Stored& b);

/// The nine digits of the fraction in a time of day, more are cut.
std::string fraction_digits(std::string_view clock);

}  // namespace syncline::data
