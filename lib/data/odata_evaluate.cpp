#include "data/odata_evaluate.hpp"

#include "data/odata_functions.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace syncline::data {

namespace {

Stored null() {
    return std::monostate{};
}

bool is_null(const Stored& value) {
    return std::holds_alternative<std::monostate>(value);
}

Stored boolean(bool value) {
    return std::int64_t{value ? 1 : 0};
}

/// The truth of a condition's value: 1 is true, null is null, anything else is false.
Stored truth(const Stored& value) {
    return is_null(value) ? value : boolean(same_stored(value, std::int64_t{1}));
}

bool is_true(const Stored& value) {
    return !is_null(truth(value)) && truth(value) == boolean(true);
}

bool is_false(const Stored& value) {
    return truth(value) == boolean(false);
}

int sign(double value) {
    return value < 0 ? -1 : value > 0 ? 1 : 0;
}

int compare_exactly(std::int64_t whole, double real) {
    constexpr double kLimit = 9223372036854775808.0;
    if (std::isnan(real) || real < -kLimit) return 1;
    if (real >= kLimit) return -1;
    const auto cut = static_cast<std::int64_t>(real);
    if (whole != cut) return whole < cut ? -1 : 1;
    return sign(static_cast<double>(cut) - real);
}

int compare_numbers(const Stored& a, const Stored& b) {
    const auto* x = std::get_if<std::int64_t>(&a);
    const auto* y = std::get_if<std::int64_t>(&b);
    if (x != nullptr && y != nullptr) return *x < *y ? -1 : *x > *y ? 1 : 0;
    if (x != nullptr) return compare_exactly(*x, std::get<double>(b));
    if (y != nullptr) return -compare_exactly(*y, std::get<double>(a));
    return sign(std::get<double>(a) - std::get<double>(b));
}

double real_of(const Stored& number) {
    const auto* whole = std::get_if<std::int64_t>(&number);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(number);
}

/// Whole numbers stay whole; what does not fit 64 bits becomes a double.
Stored calculate_whole(Operator op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    double real = 0;
    switch (op) {
        case Operator::add:
            overflow = __builtin_add_overflow(a, b, &result);
            real = static_cast<double>(a) + static_cast<double>(b);
            break;
        case Operator::subtract:
            overflow = __builtin_sub_overflow(a, b, &result);
            real = static_cast<double>(a) - static_cast<double>(b);
            break;
        case Operator::multiply:
            overflow = __builtin_mul_overflow(a, b, &result);
            real = static_cast<double>(a) * static_cast<double>(b);
            break;
        default:
            if (b == 0) return null();
            overflow = b == -1 && __builtin_sub_overflow(std::int64_t{0}, a, &result);
            real = -static_cast<double>(a);
            if (b != -1) result = a / b;
    }
    return overflow ? Stored(real) : Stored(result);
}

Stored calculate(Operator op, const Stored& a, const Stored& b) {
    const Stored x = number_of(a);
    const Stored y = number_of(b);
    if (is_null(x) || is_null(y)) return null();
    const auto* left = std::get_if<std::int64_t>(&x);
    const auto* right = std::get_if<std::int64_t>(&y);
    if (left != nullptr && right != nullptr && op != Operator::divide_by) {
        return calculate_whole(op, *left, *right);
    }
    const double p = real_of(x);
    const double q = real_of(y);
    double result = 0;
    switch (op) {
        case Operator::add:
            result = p + q;
            break;
        case Operator::subtract:
            result = p - q;
            break;
        case Operator::multiply:
            result = p * q;
            break;
        default:
            if (q == 0) return null();
            result = p / q;
    }
    return std::isnan(result) ? null() : Stored(result);
}

/// Evaluates one tree over one row.
class Evaluator {
  public:
    explicit Evaluator(const MemberValue& member) : member_(member) {}

    Stored value(const Expression& e) const {
        switch (e.node) {
            case Expression::Node::literal:
                return literal(e);
            case Expression::Node::member:
                return member_(e);
            case Expression::Node::function:
                return call(e);
            case Expression::Node::operation:
                return operation(e);
            case Expression::Node::list:
                break;
        }
        return null();
    }

  private:
    static Stored literal(const Expression& e) {
        if (e.kind != Kind::number) {
            return to_stored(column_type_of(e.kind).value_or(Type::string), e.literal);
        }
        return to_stored(Type::integer, e.literal);
    }

    Stored call(const Expression& e) const {
        const Function* function = find_function(e.name);
        if (function == nullptr) return null();
        std::vector<Stored> arguments;
        for (const Expression& operand : e.operands) arguments.push_back(value(operand));
        return function->call(arguments);
    }

    Stored operation(const Expression& e) const {
        switch (e.op) {
            case Operator::logical_or:
            case Operator::logical_and:
                return chain(e);
            case Operator::logical_not: {
                const Stored operand = truth(value(e.operands[0]));
                return is_null(operand) ? operand : boolean(is_false(operand));
            }
            case Operator::in:
                return in(e);
            case Operator::has:
                return has(value(e.operands[0]), value(e.operands[1]));
            case Operator::modulo:
                return modulo(value(e.operands[0]), value(e.operands[1]));
            case Operator::negate:
                return calculate(Operator::subtract, std::int64_t{0}, value(e.operands[0]));
            case Operator::add:
            case Operator::subtract:
            case Operator::multiply:
            case Operator::divide:
            case Operator::divide_by:
                return calculate(e.op, value(e.operands[0]), value(e.operands[1]));
            default:
                return comparison(e);
        }
    }

    /// One true decides `or`, one false decides `and`; else one null makes it null.
    Stored chain(const Expression& e) const {
        const bool is_or = e.op == Operator::logical_or;
        bool unknown = false;
        for (const Expression& operand : e.operands) {
            const Stored part = value(operand);
            if (is_or ? is_true(part) : is_false(part)) return boolean(is_or);
            unknown = unknown || is_null(part);
        }
        return unknown ? null() : boolean(!is_or);
    }

    Stored in(const Expression& e) const {
        const Expression& left = e.operands[0];
        const auto& items = e.operands[1].operands;
        const Kind kind = compared_kind_in(left, e.operands[1]);
        const Stored wanted = comparable(kind, value(left));
        return boolean(std::any_of(items.begin(), items.end(), [&](const Expression& item) {
            return same_stored(wanted, comparable(kind, value(item)));
        }));
    }

    /// Never null: null equals null and nothing else, and is neither less nor greater.
    Stored comparison(const Expression& e) const {
        const Kind kind = compared_kind(e.operands[0], e.operands[1]);
        const Stored a = comparable(kind, value(e.operands[0]));
        const Stored b = comparable(kind, value(e.operands[1]));
        switch (e.op) {
            case Operator::equal:
                return boolean(same_stored(a, b));
            case Operator::not_equal:
                return boolean(!same_stored(a, b));
            case Operator::greater_equal:
                return greater_or_equal(a, b);
            case Operator::less_equal:
                return greater_or_equal(b, a);
            default:
                break;
        }
        if (is_null(a) || is_null(b)) return boolean(false);
        const int order = compare_stored(a, b);
        return boolean(e.op == Operator::greater ? order > 0 : order < 0);
    }

    const MemberValue& member_;
};

/// What SQLite makes of a text in a column with numeric affinity.
Stored with_affinity(Type type, Stored stored) {
    const bool numeric = type == Type::integer || type == Type::number || type == Type::boolean;
    const auto* text = std::get_if<std::string>(&stored);
    if (!numeric || text == nullptr) return stored;
    double real = 0;
    const char* end = text->data() + text->size();
    const auto result = std::from_chars(text->data(), end, real);
    if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(real)) return stored;
    return to_stored(type == Type::number ? type : Type::integer, Value::number(*text));
}

Stored stored_member(const Expression& member, const Item& item, const TableDefinition* table) {
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? null() : Stored(text);
    };
    if (member.name == "id") return item.id;
    if (member.name == "version") return text_or_null(item.version);
    if (member.name == "createdAt") return text_or_null(item.created_at);
    if (member.name == "updatedAt") return text_or_null(item.updated_at);
    if (member.name == "deleted") return boolean(item.deleted);
    const Value* value = find_member(item.members, member.name);
    if (value == nullptr) return null();
    const Column* column = table == nullptr ? nullptr : table->column(member.name);
    if (column != nullptr) return with_affinity(column->type, to_stored(column->type, *value));
    switch (value->kind()) {
        case Value::Kind::boolean:
            return to_stored(Type::boolean, *value);
        case Value::Kind::number:
            return to_stored(Type::integer, *value);
        default:
            return to_stored(Type::string, *value);
    }
}

}  // namespace

bool same_stored(const Stored& a, const Stored& b) {
    if (is_null(a) || is_null(b)) return is_null(a) && is_null(b);
    return compare_stored(a, b) == 0;
}

int compare_stored(const Stored& a, const Stored& b) {
    const auto rank = [](const Stored& value) {
        if (std::holds_alternative<std::string>(value)) return 2;
        return std::holds_alternative<Blob>(value) ? 3 : 1;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
    // std::string compares its bytes as unsigned, as SQLite does.
    if (const auto* text = std::get_if<std::string>(&a))
        return text->compare(std::get<std::string>(b));
    if (const auto* blob = std::get_if<Blob>(&a))
        return blob->bytes.compare(std::get<Blob>(b).bytes);
    return compare_numbers(a, b);
}

Stored greater_or_equal(const Stored& a, const Stored& b) {
    if (is_null(a) || is_null(b)) return boolean(is_null(a) && is_null(b));
    return boolean(compare_stored(a, b) >= 0);
}

Stored evaluate(const Expression& expression, const MemberValue& member) {
    return Evaluator(member).value(expression);
}

bool matches(const Expression& filter, const Item& item, const TableDefinition* table) {
    return is_true(evaluate(filter, [&item, table](const Expression& member) {
        return stored_member(member, item, table);
    }));
}

}  // namespace syncline::data
