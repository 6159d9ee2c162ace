#include "base/time.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_values.hpp"
#include "data/odata_write.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace syncline::data {

namespace {

using Written = std::optional<std::string>;

bool has_fraction(const Expression& e) {
    return e.is_literal() && e.literal.text().find_first_of(".eE") != std::string::npos;
}

bool is_nonzero_literal(const Expression& e) {
    return e.is_literal() &&
           e.literal.text().find_first_of("123456789") < e.literal.text().find_first_of("eE");
}

/// Percent-encoding needs UTF-8, and servers cut strings at U+0000.
bool can_be_sent(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool surrogate = static_cast<unsigned char>(text[i]) == 0xED &&
                               static_cast<unsigned char>(text[i + 1]) >= 0xA0;
        if (surrogate) return false;
    }
    return text.find('\0') == std::string_view::npos;
}

/// Numbers are doubles on a v2 server: whole ones are exact up to 2^53.
Written write_number(const std::string& text, Dialect dialect) {
    constexpr std::int64_t kExact = std::int64_t{1} << 53;
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    if (dialect == Dialect::v2 && is_whole && (whole > kExact || whole < -kExact)) {
        return std::nullopt;
    }
    return text;
}

std::string write_guid(const std::string& text) {
    const Stored digits = comparable(Kind::guid, Stored(text));
    std::string out;
    for (const char c : std::get<std::string>(digits)) {
        if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23) out += '-';
        out += c;
    }
    return "cast(" + out + ",Edm.Guid)";
}

std::string write_binary(std::string base64) {
    for (char& c : base64) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return "binary'" + base64 + "'";
}

Written write_datetime(const std::string& text, Dialect dialect) {
    const auto instant = base::read_instant(text);
    if (!instant || instant->nanoseconds != 0) return std::nullopt;
    return write_instant(instant->milliseconds, dialect);
}

Written write_time(const std::string& text) {
    const Stored normal = comparable(Kind::time, Stored(text));
    const std::string* digits = text_of(normal);
    constexpr std::size_t kToMilliseconds = 12;
    if (digits == nullptr || digits->substr(kToMilliseconds) != "000000") return std::nullopt;
    return "cast(" + digits->substr(0, kToMilliseconds) + ",Edm.TimeOfDay)";
}

Written write_literal(const Expression& e, Dialect dialect) {
    const std::string& text = e.literal.text();
    const bool v3 = dialect == Dialect::v3;
    if (e.is_null()) return "null";
    switch (e.kind) {
        case Kind::boolean:
            return text;
        case Kind::number:
            return write_number(text, dialect);
        case Kind::string:
            return can_be_sent(text) ? Written(write_string(text)) : std::nullopt;
        case Kind::datetime:
            return write_datetime(text, dialect);
        case Kind::date:
            return v3 ? Written("cast(" + text + ",Edm.Date)") : std::nullopt;
        case Kind::time:
            return v3 ? write_time(text) : std::nullopt;
        case Kind::guid:
            return v3 ? Written(write_guid(text)) : std::nullopt;
        case Kind::binary:
            return v3 ? Written(write_binary(text)) : std::nullopt;
        default:
            return std::nullopt;
    }
}

Written write_member(const Expression& e, Dialect dialect) {
    if (dialect == Dialect::v3) {
        return e.name == "createdAt" ? std::nullopt : Written(e.name);
    }
    switch (e.kind) {
        case Kind::date:
        case Kind::time:
        case Kind::guid:
        case Kind::binary:
        case Kind::json:
            return std::nullopt;
        default:
            return e.name == "version" ? std::nullopt : Written(e.name);
    }
}

Written infix(const Expression& e, std::string_view word, Dialect dialect) {
    const auto a = write_operand(e.operands[0], dialect);
    const auto b = write_operand(e.operands[1], dialect);
    if (!a || !b) return std::nullopt;
    return "(" + *a + " " + std::string(word) + " " + *b + ")";
}

/// Whole numbers divide with a remainder here and on some servers only. A zero stops the whole
/// query on some.
Written write_division(const Expression& e, Dialect dialect) {
    if (!is_nonzero_literal(e.operands[1])) return std::nullopt;
    const bool real = has_fraction(e.operands[0]) || has_fraction(e.operands[1]);
    if (e.op == Operator::divide_by && !real) {
        Expression divided = e;
        divided.operands[1].literal = Value::number(e.operands[1].literal.text() + ".0");
        return infix(divided, "div", dialect);
    }
    if (e.op == Operator::modulo && dialect == Dialect::v2) return std::nullopt;
    if (e.op == Operator::divide && dialect == Dialect::v2 && !real) return std::nullopt;
    return infix(e, e.op == Operator::modulo ? "mod" : "div", dialect);
}

Written write_negation(const Expression& e, Dialect dialect) {
    const auto operand = write_operand(e.operands[0], dialect);
    if (!operand) return std::nullopt;
    // The Node server cannot negate a column.
    return (dialect == Dialect::v2 ? "(0 sub " : "(-") + *operand + ")";
}

bool is_count(const Expression& e) {
    return e.is_literal() && !has_fraction(e) && e.literal.text().front() != '-';
}

bool is_trusted(const Function& function, const Expression& e, Dialect dialect) {
    if (function.trust == Trust::none) return false;
    if (function.trust == Trust::v3_only && dialect == Dialect::v2) return false;
    if (function.name == "substring") {
        const bool counts = std::all_of(e.operands.begin() + 1, e.operands.end(), is_count);
        return counts && (dialect == Dialect::v3 || e.operands.size() == 3);
    }
    // A date-time's parts are counted in the server's zone.
    const bool of_date = function.also != Kind::datetime || e.operands[0].kind == Kind::date;
    return of_date;
}

Written write_call(const Expression& e, Dialect dialect) {
    const Function* function = find_function(e.name);
    if (function == nullptr || !is_trusted(*function, e, dialect)) return std::nullopt;
    std::string text = e.name + "(";
    for (const Expression& operand : e.operands) {
        const auto written = write_operand(operand, dialect);
        if (!written) return std::nullopt;
        if (text.back() != '(') text += ",";
        text += *written;
    }
    return text + ")";
}

Written write_operation(const Expression& e, Dialect dialect) {
    switch (e.op) {
        case Operator::add:
        case Operator::subtract:
        case Operator::multiply:
            return infix(e, word_of(e.op), dialect);
        case Operator::divide:
        case Operator::divide_by:
        case Operator::modulo:
            return write_division(e, dialect);
        case Operator::negate:
            return write_negation(e, dialect);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::string write_instant(std::int64_t milliseconds, Dialect dialect) {
    const std::string text = base::write_timestamp(Timestamp(milliseconds));
    return dialect == Dialect::v2 ? "datetimeoffset'" + text + "'"
                                  : "cast(" + text + ",Edm.DateTimeOffset)";
}

std::string write_string(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + "'";
}

std::optional<std::string> write_operand(const Expression& operand, Dialect dialect) {
    switch (operand.node) {
        case Expression::Node::literal:
            return write_literal(operand, dialect);
        case Expression::Node::member:
            return write_member(operand, dialect);
        case Expression::Node::function:
            return write_call(operand, dialect);
        case Expression::Node::operation:
            return write_operation(operand, dialect);
        case Expression::Node::list:
            break;
    }
    return std::nullopt;
}

}  // namespace syncline::data
