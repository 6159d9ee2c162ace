#pragma once

#include <syncline/environment.hpp>
#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// OData as this product speaks it: one parser, one tree, and writers for the local store
/// (store/select.hpp), for protocol v2 and for protocol v3 (odata_write.hpp), and a plain evaluator
/// (odata_evaluate.hpp). Meaning is OData 4.01's, names are case-sensitive.
///
/// Where 4.01 leaves room: `tolower` and `toupper` change ASCII letters only, `trim` removes
/// Unicode white space, `length`, `indexof` and `substring` count code points, a division by zero
/// is null, text that is no date-time (time, GUID) counts as null where it is compared as one.
/// `year` to `fractionalseconds` take the parts as they are written, in the value's own zone.
namespace syncline::data {

enum class Operator : std::uint8_t {
    logical_or,   ///< two operands or more
    logical_and,  ///< two operands or more
    logical_not,
    equal,
    not_equal,
    greater,
    greater_equal,
    less,
    less_equal,
    has,
    in,
    add,
    subtract,
    multiply,
    divide,
    divide_by,
    modulo,
    negate,
};

/// How an operator is written, for example "eq".
std::string_view word_of(Operator op);

/// The type of an expression, as far as it is known when it is parsed. `unknown`: null, or a member
/// that no column declares. `json` can only be compared with null.
enum class Kind : std::uint8_t {
    unknown,
    boolean,
    number,
    string,
    datetime,
    date,
    time,
    guid,
    binary,
    json,
};

/// The kind of what a column of this type holds, and the column type that keeps values of a kind
/// (`unknown` has none).
Kind kind_of(Type type);
std::optional<Type> column_type_of(Kind kind);

/// A filter as a tree.
struct Expression {
    enum class Node : std::uint8_t { literal, member, operation, function, list };

    Node node = Node::literal;
    Kind kind = Kind::unknown;
    Value literal;  ///< literal: a string holds the decoded text of dates, guids and strings, and
                    ///< the padded base64 of binary; a number without fraction and exponent is
                    ///< an integer
    std::string name;                  ///< member: its name; function: its lower-case name
    Operator op = Operator::equal;     ///< operation
    std::vector<Expression> operands;  ///< operation, function, list (of `in`)
    std::size_t position = 0;          ///< byte offset in the text, for messages

    bool is(Operator wanted) const { return node == Node::operation && op == wanted; }
    bool is_literal() const { return node == Node::literal; }
    bool is_null() const { return node == Node::literal && literal.is_null(); }
    bool is_member() const { return node == Node::member; }
};

struct OrderTerm {
    Expression expression;
    bool descending = false;
};

/// How a text is read.
struct ParseOptions {
    /// What `now()` is: it becomes a literal, so that one filter has one moment. Absent: the
    /// system's clock.
    std::optional<Timestamp> now;
    /// Names, operators and functions match without case, as on the v3 servers.
    bool ignore_case = false;
    /// The forms that only v2 has (`datetimeoffset'…'`, `guid'…'`, `X'…'`, `substringof`) are
    /// errors, as on the v3 servers.
    bool v4_only = false;
    /// The caller says what members are: they keep the name that is written and have no kind, those
    /// of the system too, and a cast of what is no literal is the function `cast` of the operand
    /// and the type's name.
    bool unbound = false;
};

/// Parses `$filter`. `table` gives the columns and their types; nullptr takes any member name.
/// Throws UsageError with the position (from 1) and what was expected, also for an unknown column
/// (naming the nearest) and for operands whose types cannot be compared.
Expression parse_filter(std::string_view text,
                        const TableDefinition* table,
                        const ParseOptions& options = {});

/// Parses `$orderby`. Throws as parse_filter.
std::vector<OrderTerm> parse_orderby(std::string_view text,
                                     const TableDefinition* table,
                                     const ParseOptions& options = {});

/// Parses `$select`: the member names in order, each once. Throws as parse_filter.
std::vector<std::string> parse_select(std::string_view text,
                                      const TableDefinition* table,
                                      const ParseOptions& options = {});

}  // namespace syncline::data
