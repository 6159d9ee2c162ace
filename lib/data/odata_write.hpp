#pragma once

#include "data/odata.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::data {

/// Which spelling a service understands.
enum class Dialect : std::uint8_t {
    v2,  ///< OData v3 as the v2 servers speak it: datetimeoffset'…', no `in`
    v3,  ///< OData v4 as the official client writes it: cast(…,Edm.DateTimeOffset), contains, in
};

/// A filter as it can be sent.
struct WrittenFilter {
    std::string text;  ///< not percent-encoded; empty means: ask for everything
    bool exact =
        true;  ///< false: it may select more than asked, so the answer must be filtered here
    bool cut = false;  ///< something was left out for its length only
};

/// Writes a filter so that the server means what OData 4.01 means (v2: `x ne 5` becomes
/// `(x ne 5 or x eq null)`). Negations are written out down to the comparisons. What the servers of
/// the protocol answer wrongly or not at all is widened: the smallest part of the tree that holds
/// it is left out where that can only select more.
///
/// v2 (the Node server) widens startswith, endswith, contains, indexof, mod, length, trim,
/// substring with two arguments, the parts of date-times, `div` of whole numbers, comparisons of
/// `version`, of dates, times, GUIDs and binary, and asks for two days more where a date-time is
/// not a system property (it compares text as it was stored). v3 widens what its databases do
/// differently: parts of date-times (the server's zone), trim, a negated startswith or endswith
/// (SQLite ignores case), the order of GUIDs, `createdAt` (v3 has none), and whatever is beyond the
/// limit of its parser. Both: `has`, a division by what may be zero, strings that no URL can hold;
/// date-times are compared as servers show them, cut to milliseconds, though they may be stored
/// finer.
WrittenFilter write_filter(const Expression& filter, Dialect dialect);

/// A date-time literal of this dialect; `milliseconds` since 1970. Always three fraction digits.
std::string write_instant(std::int64_t milliseconds, Dialect dialect);

/// A string literal: quotes doubled.
std::string write_string(std::string_view text);

/// An operand of a comparison (a member, a literal, arithmetic, a function), or nothing if a server
/// of this protocol cannot be trusted with it. Date-times and times are written if they are whole
/// milliseconds.
std::optional<std::string> write_operand(const Expression& operand, Dialect dialect);

}  // namespace syncline::data
