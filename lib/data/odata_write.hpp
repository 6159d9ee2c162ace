#pragma once

#include "data/odata.hpp"

#include <optional>
#include <string>

namespace syncline::data {

/// Which spelling a service understands.
enum class Dialect : std::uint8_t {
    v2,  ///< OData v3 as the v2 servers speak it: datetimeoffset'…', substringof, no `in`
    v3,  ///< OData v4 as the official client writes it: cast(…,Edm.DateTimeOffset), contains, in
};

/// A filter as it can be sent.
struct WrittenFilter {
    std::string text;   ///< not percent-encoded; empty means: ask for everything
    bool exact = true;  ///< false: it selects more than asked, so the answer must be filtered here
};

/// Writes a filter so that the server means what OData 4.01 means (v2: `x ne 5` becomes
/// `(x ne 5 or x eq null)`). What the v2 Node server answers wrongly or not at all (startswith,
/// endswith, substringof, indexof, mod, hour, minute, second, length, substring with two arguments,
/// year, month, day, comparisons of `version`, unary minus before a member) is widened: the
/// smallest part of the tree that holds it is left out where that can only select more.
WrittenFilter write_filter(const Expression& filter, Dialect dialect);

/// A date-time literal of this dialect; `milliseconds` since 1970. Always three fraction digits.
std::string write_instant(std::int64_t milliseconds, Dialect dialect);

/// A string literal: quotes doubled.
std::string write_string(std::string_view text);

}  // namespace syncline::data
