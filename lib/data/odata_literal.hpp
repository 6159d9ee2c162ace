#pragma once

#include "data/odata.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The literals of both dialects, without their surroundings.
namespace syncline::data {

/// A number with an optional suffix (`5L`, `1.5f`, `2m`): integers of up to 64 bits as they are;
/// everything else has a fraction or an exponent. Nothing if it is beyond the range of a double.
std::optional<Value> read_number_literal(std::string_view text);

/// Whether the text begins with a GUID that ends there (no letter, digit or dash follows).
bool begins_with_guid(std::string_view text);

/// The value of `prefix'content'` (datetime, datetimeoffset, guid, binary, X), or nothing if the
/// content is not of that type. `kind` is set in both cases.
std::optional<Value> read_prefixed_literal(std::string_view prefix,
                                           const std::string& content,
                                           Kind& kind);

/// Whether quoted text after this word is a literal of the v3 dialect.
bool is_literal_prefix(std::string_view word);

/// Whether a date-time says its zone: `Z`, or an offset.
bool has_zone(std::string_view datetime);

/// The kind that `cast(…,Edm.NAME)` makes, or nothing for a type that is not known here.
std::optional<Kind> kind_of_edm(std::string_view edm_name);

/// A literal made into one of another kind, or nothing if it cannot be: strings are read, numbers
/// stay numbers.
std::optional<Value> cast_literal(const Value& value, Kind from, std::string_view edm_name);

/// "a number", "a string": for messages.
std::string_view described(Kind kind);

}  // namespace syncline::data
