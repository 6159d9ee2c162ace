#include "base/text.hpp"
#include "base/time.hpp"
#include "data/odata.hpp"
#include "data/odata_check.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_lex.hpp"
#include "data/odata_literal.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace syncline::data {

namespace {

/// How deep a tree may be: hostile input must not overflow the stack of whatever walks it.
constexpr int kDeepest = 100;

struct OperatorRule {
    Operator op;
    std::string_view word;
    int level;  ///< binary operators: how tight they bind, loosest first
};
constexpr int kLevels = 6;
constexpr int kNotBinary = -1;
constexpr std::array<OperatorRule, 18> kOperators{{{Operator::logical_or, "or", 0},
                                                   {Operator::logical_and, "and", 1},
                                                   {Operator::logical_not, "not", kNotBinary},
                                                   {Operator::equal, "eq", 2},
                                                   {Operator::not_equal, "ne", 2},
                                                   {Operator::greater, "gt", 3},
                                                   {Operator::greater_equal, "ge", 3},
                                                   {Operator::less, "lt", 3},
                                                   {Operator::less_equal, "le", 3},
                                                   {Operator::has, "has", kNotBinary},
                                                   {Operator::in, "in", kNotBinary},
                                                   {Operator::add, "add", 4},
                                                   {Operator::subtract, "sub", 4},
                                                   {Operator::multiply, "mul", 5},
                                                   {Operator::divide, "div", 5},
                                                   {Operator::divide_by, "divby", 5},
                                                   {Operator::modulo, "mod", 5},
                                                   {Operator::negate, "-", kNotBinary}}};

/// An expression and the depth of its tree.
struct Parsed {
    Expression expression;
    int depth = 1;
};

/// Recursive descent, one token ahead.
class Parser {
  public:
    Parser(const Source& source, const TableDefinition* table, const ParseOptions& options)
        : source_(source),
          options_(options),
          scope_{table, options.ignore_case, options.unbound},
          lexer_(source, options.v4_only) {
        advance();
    }

    Expression filter() {
        Parsed parsed = binary(0);
        expect_end("an operator");
        check_condition(source_, parsed.expression);
        return std::move(parsed.expression);
    }

    std::vector<OrderTerm> order() {
        std::vector<OrderTerm> terms;
        do {
            OrderTerm term{binary(0).expression, false};
            if (term.expression.kind == Kind::json) {
                source_.fail(term.expression.position, "a json column has no order");
            }
            term.descending = is_word("desc");
            if (term.descending || is_word("asc")) advance();
            terms.push_back(std::move(term));
        } while (skip(Token::Kind::comma));
        expect_end("asc, desc or a comma");
        return terms;
    }

    std::vector<std::string> selection() {
        std::vector<std::string> names;
        do {
            if (token_.kind != Token::Kind::name) fail_expecting("a column");
            std::string name = resolve_member(source_, scope_, token_.text, token_.position).name;
            advance();
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(std::move(name));
            }
        } while (skip(Token::Kind::comma));
        expect_end("a comma");
        return names;
    }

  private:
    void advance() { token_ = lexer_.next(); }

    bool skip(Token::Kind kind) {
        if (token_.kind != kind) return false;
        advance();
        return true;
    }

    bool is_word(std::string_view word) const {
        if (token_.kind != Token::Kind::name) return false;
        return options_.ignore_case ? base::same_ignoring_case(token_.text, word)
                                    : token_.text == word;
    }

    [[noreturn]] void fail_expecting(const std::string& what) const {
        source_.fail(token_.position, "expected " + what + ", found " + token_.described());
    }

    void expect(Token::Kind kind, const std::string& what) {
        if (!skip(kind)) fail_expecting(what);
    }

    void expect_end(const std::string& or_what) const {
        if (token_.kind == Token::Kind::end) return;
        fail_expecting(or_what + " or the end");
    }

    void check_depth(int depth, std::size_t position) const {
        if (depth > kDeepest) {
            source_.fail(position, "nested more than " + std::to_string(kDeepest) + " levels deep");
        }
    }

    const OperatorRule* binary_operator(int level) const {
        for (const OperatorRule& rule : kOperators) {
            if (rule.level == level && is_word(rule.word)) return &rule;
        }
        return nullptr;
    }

    /// An operation of these operands, its types checked.
    Parsed operation(Operator op, std::size_t position, std::vector<Parsed> operands) {
        Parsed result;
        result.expression.node = Expression::Node::operation;
        result.expression.op = op;
        result.expression.position = position;
        int deepest = 0;
        for (Parsed& operand : operands) {
            deepest = std::max(deepest, operand.depth);
            result.expression.operands.push_back(std::move(operand.expression));
        }
        result.depth = deepest + 1;
        check_depth(result.depth, position);
        check_operation(source_, result.expression);
        return result;
    }

    Parsed binary(int level) {
        if (level == kLevels) return unary();
        Parsed left = binary(level + 1);
        while (const OperatorRule* rule = binary_operator(level)) {
            const std::size_t position = token_.position;
            advance();
            Parsed right = binary(level + 1);
            const bool is_logical = level < 2;
            if (is_logical && left.expression.is(rule->op)) {
                // A chain is one node: a thousand terms are no deeper than two.
                check_condition_operand(source_, rule->op, right.expression);
                left.expression.operands.push_back(std::move(right.expression));
                left.depth = std::max(left.depth, right.depth + 1);
                check_depth(left.depth, position);
                continue;
            }
            std::vector<Parsed> operands;
            operands.push_back(std::move(left));
            operands.push_back(std::move(right));
            left = operation(rule->op, position, std::move(operands));
        }
        return left;
    }

    /// Counts how deep the parser itself is.
    struct Nesting {
        explicit Nesting(Parser& parser) : depth(parser.nesting_) {
            ++depth;
            parser.check_depth(depth, parser.token_.position);
        }
        ~Nesting() { --depth; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        int& depth;
    };

    Parsed unary() {
        const std::size_t position = token_.position;
        if (is_word("not")) {
            const Nesting nesting(*this);
            advance();
            std::vector<Parsed> operands;
            operands.push_back(unary());
            return operation(Operator::logical_not, position, std::move(operands));
        }
        if (token_.kind == Token::Kind::minus) {
            const Nesting nesting(*this);
            advance();
            if (is_number() && token_.position == position + 1)
                return membership(negative(position));
            std::vector<Parsed> operands;
            operands.push_back(unary());
            return operation(Operator::negate, position, std::move(operands));
        }
        return membership(primary());
    }

    bool is_number() const {
        return token_.kind == Token::Kind::literal && token_.value_kind == Kind::number;
    }

    /// A number with its minus: -9223372036854775808 is in range, without the minus it is not.
    Parsed negative(std::size_t position) {
        auto value = read_number_literal("-" + std::string(token_.text));
        if (!value) source_.fail(position, "this number is malformed or out of range");
        advance();
        return literal(std::move(*value), Kind::number, position);
    }

    static Parsed literal(Value value, Kind kind, std::size_t position) {
        Parsed result;
        result.expression.literal = std::move(value);
        result.expression.kind = kind;
        result.expression.position = position;
        return result;
    }

    /// `has` and `in` bind tightest.
    Parsed membership(Parsed left) {
        while (is_word("has") || is_word("in")) {
            const Operator op = is_word("has") ? Operator::has : Operator::in;
            const std::size_t position = token_.position;
            advance();
            std::vector<Parsed> operands;
            operands.push_back(std::move(left));
            operands.push_back(op == Operator::in ? list() : literal_only());
            left = operation(op, position, std::move(operands));
        }
        return left;
    }

    Parsed literal_only() {
        const std::size_t position = token_.position;
        Parsed item = token_.kind == Token::Kind::minus ? unary() : primary();
        if (!item.expression.is_literal()) source_.fail(position, "expected a literal");
        return item;
    }

    Parsed list() {
        Parsed result;
        result.expression.node = Expression::Node::list;
        result.expression.position = token_.position;
        const Nesting nesting(*this);
        expect(Token::Kind::open, "\"(\" and a list of literals");
        if (skip(Token::Kind::close)) return result;
        do {
            result.expression.operands.push_back(literal_only().expression);
        } while (skip(Token::Kind::comma));
        expect(Token::Kind::close, "a comma or \")\"");
        return result;
    }

    Parsed primary() {
        const Token token = token_;
        if (token.kind == Token::Kind::open) {
            const Nesting nesting(*this);
            advance();
            Parsed inner = binary(0);
            expect(Token::Kind::close, "an operator or \")\"");
            return inner;
        }
        if (token.kind == Token::Kind::literal) {
            advance();
            return literal(token.value, token.value_kind, token.position);
        }
        if (token.kind != Token::Kind::name) fail_expecting("a column, a value or \"(\"");
        if (is_word("null") || is_word("true") || is_word("false")) {
            const bool is_null = is_word("null");
            Value value = is_null ? Value::null() : Value::boolean(is_word("true"));
            advance();
            return literal(
                std::move(value), is_null ? Kind::unknown : Kind::boolean, token.position);
        }
        advance();
        if (token_.kind == Token::Kind::open) return call(token);
        return {resolve_member(source_, scope_, token.text, token.position), 1};
    }

    Parsed call(const Token& name_token) {
        const Nesting nesting(*this);
        const std::string name =
            options_.ignore_case ? base::lower(name_token.text) : std::string(name_token.text);
        advance();
        if (name == "now") {
            expect(Token::Kind::close, "\")\"");
            return literal(Value::string(moment()), Kind::datetime, name_token.position);
        }
        if (name == "cast") return cast(name_token.position);
        const bool swapped = name == "substringof" && !options_.v4_only;
        const Function* function = find_function(swapped ? "contains" : name);
        if (function == nullptr) fail_unknown_function(name_token);
        Parsed result;
        result.expression.node = Expression::Node::function;
        result.expression.name = function->name;
        result.expression.position = name_token.position;
        if (!skip(Token::Kind::close)) {
            do {
                Parsed argument = binary(0);
                result.depth = std::max(result.depth, argument.depth + 1);
                result.expression.operands.push_back(std::move(argument.expression));
            } while (skip(Token::Kind::comma));
            expect(Token::Kind::close, "a comma or \")\"");
        }
        check_depth(result.depth, name_token.position);
        check_call(source_, *function, result.expression);
        if (swapped) std::swap(result.expression.operands[0], result.expression.operands[1]);
        return result;
    }

    [[noreturn]] void fail_unknown_function(const Token& name_token) const {
        std::vector<std::string> names{"now", "cast"};
        for (const Function& function : functions()) names.emplace_back(function.name);
        const std::string meant = base::nearest(name_token.text, names);
        source_.fail(name_token.position,
                     "there is no function " + in_quotes(name_token.text),
                     meant.empty() ? "the functions are " + base::join(names, ", ")
                                   : "did you mean " + in_quotes(meant) + "?");
    }

    Parsed cast(std::size_t position) {
        Parsed value = options_.unbound ? binary(0) : literal_only();
        expect(Token::Kind::comma, "a comma and a type such as Edm.Guid");
        if (token_.kind != Token::Kind::name || !kind_of_edm(token_.text)) {
            fail_expecting("a type such as Edm.DateTimeOffset or Edm.Guid");
        }
        const std::string_view type = token_.text;
        if (!value.expression.is_literal()) return cast_of(std::move(value), type, position);
        auto made = cast_literal(value.expression.literal, value.expression.kind, type);
        if (!made) {
            source_.fail(value.expression.position,
                         "this literal cannot be cast to " + std::string(type));
        }
        advance();
        expect(Token::Kind::close, "\")\"");
        return literal(std::move(*made), *kind_of_edm(type), position);
    }

    /// `cast(value,type)` as a function, for the caller to judge.
    Parsed cast_of(Parsed value, std::string_view type, std::size_t position) {
        Parsed result;
        result.expression.node = Expression::Node::function;
        result.expression.name = "cast";
        result.expression.kind = *kind_of_edm(type);
        result.expression.position = position;
        result.depth = value.depth + 1;
        check_depth(result.depth, position);
        result.expression.operands.push_back(std::move(value.expression));
        result.expression.operands.push_back(
            literal(Value::string(std::string(type)), Kind::string, token_.position).expression);
        advance();
        expect(Token::Kind::close, "\")\"");
        return result;
    }

    std::string moment() const {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return base::write_timestamp(options_.now ? *options_.now
                                                  : std::chrono::duration_cast<Timestamp>(now));
    }

    const Source& source_;
    const ParseOptions& options_;
    Scope scope_;
    Lexer lexer_;
    Token token_;
    int nesting_ = 0;
};

}  // namespace

std::string_view word_of(Operator op) {
    return kOperators.at(static_cast<std::size_t>(op)).word;
}

Expression parse_filter(std::string_view text,
                        const TableDefinition* table,
                        const ParseOptions& options) {
    const Source source{text, "filter"};
    return Parser(source, table, options).filter();
}

std::vector<OrderTerm> parse_orderby(std::string_view text,
                                     const TableDefinition* table,
                                     const ParseOptions& options) {
    const Source source{text, "order"};
    return Parser(source, table, options).order();
}

std::vector<std::string> parse_select(std::string_view text,
                                      const TableDefinition* table,
                                      const ParseOptions& options) {
    const Source source{text, "selection"};
    return Parser(source, table, options).selection();
}

}  // namespace syncline::data
