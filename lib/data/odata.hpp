#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// OData as this product speaks it: one parser, one tree, and writers for the local store
/// (store/select.hpp), for protocol v2 and for protocol v3 (odata_write.hpp), and a plain evaluator
/// (odata_evaluate.hpp). Meaning is OData 4.01's, names are case-sensitive.
namespace syncline::data {

enum class Operator : std::uint8_t {
    logical_or,
    logical_and,
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

/// The type of an expression, as far as it is known when it is parsed. `unknown`: null, or a member
/// that no column declares.
enum class Kind : std::uint8_t {
    unknown,
    boolean,
    number,
    string,
    datetime,
    date,
    time,
    guid,
    binary
};

/// A filter as a tree.
struct Expression {
    enum class Node : std::uint8_t { literal, member, operation, function, list };

    Node node = Node::literal;
    Kind kind = Kind::unknown;
    Value literal;     ///< literal: a string holds the decoded text of dates, guids and strings
    std::string name;  ///< member: its name; function: its lower-case name
    Operator op = Operator::equal;     ///< operation
    std::vector<Expression> operands;  ///< operation, function, list (of `in`)
    std::size_t position = 0;          ///< byte offset in the text, for messages
};

struct OrderTerm {
    Expression expression;
    bool descending = false;
};

/// Parses `$filter`. `table` gives the columns and their types; nullptr takes any member name.
/// Throws UsageError with the position (from 1) and what was expected, also for an unknown column
/// (naming the nearest) and for operands whose types cannot be compared.
Expression parse_filter(std::string_view text, const TableDefinition* table);

/// Parses `$orderby`. Throws as parse_filter.
std::vector<OrderTerm> parse_orderby(std::string_view text, const TableDefinition* table);

/// Parses `$select`: the member names in order. Throws as parse_filter.
std::vector<std::string> parse_select(std::string_view text, const TableDefinition* table);

}  // namespace syncline::data
