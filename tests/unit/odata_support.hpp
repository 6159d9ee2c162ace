#pragma once

#include "data/odata.hpp"

#include <syncline/errors.hpp>

#include <string>
#include <string_view>

namespace syncline::data {

/// A table with a column of every type, and two of the common ones.
inline const TableDefinition& every_type() {
    static const TableDefinition table{"items",
                                       {{"text", Type::string},
                                        {"other", Type::string},
                                        {"flag", Type::boolean},
                                        {"done", Type::boolean},
                                        {"count", Type::integer},
                                        {"rank", Type::integer},
                                        {"price", Type::number},
                                        {"weight", Type::number},
                                        {"due", Type::datetime},
                                        {"start", Type::datetime},
                                        {"born", Type::date},
                                        {"at", Type::time},
                                        {"owner", Type::guid},
                                        {"bytes", Type::binary},
                                        {"tags", Type::json}},
                                       "",
                                       "",
                                       false,
                                       "",
                                       ""};
    return table;
}

/// A tree as `(op a b)`.
inline std::string show(const Expression& e) {
    using Node = Expression::Node;
    if (e.node == Node::member) return e.name;
    if (e.node == Node::literal) {
        return e.literal.is_string() ? "'" + e.literal.text() + "'" : write_value(e.literal);
    }
    std::string out = "(";
    if (e.node == Node::operation) out += word_of(e.op);
    if (e.node == Node::function) out += e.name;
    for (const Expression& operand : e.operands) {
        if (out.size() > 1) out += " ";
        out += show(operand);
    }
    return out + ")";
}

inline std::string tree(std::string_view text, const ParseOptions& options = {}) {
    return show(parse_filter(text, &every_type(), options));
}

/// The message of the UsageError that `call` throws, and its hint in brackets.
template <typename Call>
std::string error_of(const Call& call) {
    try {
        call();
    } catch (const UsageError& error) {
        return error.what() + (error.hint().empty() ? "" : " [" + error.hint() + "]");
    }
    return "no error";
}

inline std::string filter_error(std::string_view text, const ParseOptions& options = {}) {
    return error_of([&] { parse_filter(text, &every_type(), options); });
}

}  // namespace syncline::data
