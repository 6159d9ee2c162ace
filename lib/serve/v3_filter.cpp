#include "serve/v3_filter.hpp"

#include "base/text.hpp"
#include "data/odata_lex.hpp"
#include "serve/v3_binder.hpp"
#include "serve/v3_types.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace syncline::server {

namespace {

using data::Expression;
using data::Token;
using Node = Expression::Node;

constexpr std::size_t kMostTerms = 5;
constexpr int kMostNodes = 100;
constexpr data::ParseOptions kParseOptions{
    .now = std::nullopt, .ignore_case = true, .v4_only = true, .unbound = true};

constexpr std::array<std::string_view, 2> kUntranslatable{"matchespattern", "isof"};
constexpr std::array<std::string_view, 4> kUnbound{
    "totaloffsetminutes", "totalseconds", "mindatetime", "maxdatetime"};

std::vector<Token> tokens_of(const data::Source& source) {
    data::Lexer lexer(source, true);
    std::vector<Token> tokens;
    do {
        tokens.push_back(lexer.next());
    } while (tokens.back().kind != Token::Kind::end);
    return tokens;
}

/// Whether `cast('…',Edm.DateTimeOffset)` begins here: a string that would have to be read.
bool is_cast_of_string(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::size_t kType = 4;
    return tokens.size() > at + kType && base::same_ignoring_case(tokens[at].text, "cast") &&
           tokens[at + 2].value_kind == data::Kind::string &&
           tokens[at + kType].text == "Edm.DateTimeOffset";
}

/// Refuses the calls of functions that our own parser does not have.
void check_calls(std::string_view text, const char* option) {
    const std::vector<Token> tokens = tokens_of({text, option});
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].kind != Token::Kind::name || tokens[i + 1].kind != Token::Kind::open)
            continue;
        const std::string name = base::lower(tokens[i].text);
        if (is_one_of(name, kUntranslatable)) refuse_untranslatable();
        if (is_one_of(name, kUnbound) || is_cast_of_string(tokens, i)) fail_unbound();
    }
}

/// What ASP.NET counts: a member is two nodes (the access and the item), and the id once more where
/// it is compared, since a string that is never null is first made into one that may be. A list of
/// literals is none.
int count_nodes(const Expression& e) {
    if (e.node == Node::list) return 0;
    if (e.is_member()) return 2;
    const bool chain = e.is(data::Operator::logical_or) || e.is(data::Operator::logical_and);
    int nodes = chain ? static_cast<int>(e.operands.size()) - 1 : 1;
    const bool compares = e.is(data::Operator::equal) || e.is(data::Operator::not_equal) ||
                          e.is(data::Operator::greater) || e.is(data::Operator::less) ||
                          e.is(data::Operator::greater_equal) || e.is(data::Operator::less_equal);
    for (const Expression& operand : e.operands) {
        nodes += count_nodes(operand);
        const bool is_id = operand.is_member() && base::same_ignoring_case(operand.name, "id");
        if (compares && is_id) ++nodes;
    }
    return nodes;
}

void check_size(const Expression& e) {
    if (count_nodes(e) > kMostNodes) refuse_query("The node count limit of '100' was exceeded.");
}

bool is_there(const std::vector<data::OrderTerm>& terms, const Expression& member) {
    return member.is_member() && std::any_of(terms.begin(), terms.end(), [&](const auto& term) {
               return term.expression.is_member() && term.expression.name == member.name;
           });
}

}  // namespace

Expression read_v3_filter(std::string_view text, const Shape& shape) {
    try {
        check_calls(text, "filter");
        const Expression filter = data::parse_filter(text, nullptr, kParseOptions);
        check_size(filter);
        return bind_filter(filter, text, shape);
    } catch (const UsageError& error) {
        refuse_query(error.what());
    }
}

std::vector<data::OrderTerm> read_v3_order(std::string_view text, const Shape& shape) {
    try {
        check_calls(text, "order");
        std::vector<data::OrderTerm> bound;
        for (const data::OrderTerm& term : data::parse_orderby(text, nullptr, kParseOptions)) {
            if (bound.size() == kMostTerms)
                refuse_query("There are more than 5 terms in $orderby.");
            check_size(term.expression);
            Expression expression = bind_order(term.expression, text, shape);
            if (is_there(bound, expression)) fail_unbound();
            bound.push_back({std::move(expression), term.descending});
        }
        return bound;
    } catch (const UsageError& error) {
        refuse_query(error.what());
    }
}

}  // namespace syncline::server
