#include "data/odata_split.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace syncline::data {

namespace {

// Bytes of a percent-encoded filter. A pull adds its own conditions, some 400 bytes.
constexpr std::size_t kWanted = 1'500;
constexpr std::size_t kMost = 6'000;

/// The part that can be cut: a list of `in` or a chain of `or`, at the top or below `and`.
Expression* longest_choice(Expression& e) {
    if (e.is(Operator::logical_or)) return &e;
    if (e.is(Operator::in)) return &e.operands[1];
    if (!e.is(Operator::logical_and)) return nullptr;
    Expression* longest = nullptr;
    for (Expression& operand : e.operands) {
        Expression* const found = longest_choice(operand);
        if (found == nullptr) continue;
        if (longest == nullptr || found->operands.size() > longest->operands.size()) {
            longest = found;
        }
    }
    return longest;
}

/// The first or the second half of the operands; a chain of one is that one.
void keep_half(Expression& choice, bool second) {
    auto& all = choice.operands;
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>((all.size() + 1) / 2);
    if (second) {
        all.erase(all.begin(), middle);
    } else {
        all.erase(middle, all.end());
    }
    if (choice.node == Expression::Node::operation && all.size() == 1) {
        Expression only = std::move(all.front());
        choice = std::move(only);
    }
}

std::optional<Expression> half(const Expression& whole, bool second) {
    Expression copy = whole;
    Expression* const choice = longest_choice(copy);
    if (choice == nullptr || choice->operands.size() < 2) return std::nullopt;
    keep_half(*choice, second);
    return copy;
}

void write_into(std::vector<WrittenFilter>& out, const Expression& filter, Dialect dialect) {
    WrittenFilter written = write_filter(filter, dialect);
    const std::size_t size = base::percent_encode(written.text).size();
    if (written.cut || size > kWanted) {
        if (const auto first = half(filter, false)) {
            write_into(out, *first, dialect);
            write_into(out, *half(filter, true), dialect);
            return;
        }
    }
    if (size > kMost) written = {"", false, true};
    out.push_back(std::move(written));
}

}  // namespace

std::vector<WrittenFilter> write_filters(const Expression& filter, Dialect dialect) {
    std::vector<WrittenFilter> pieces;
    write_into(pieces, filter, dialect);
    const auto everything = std::find_if(
        pieces.begin(), pieces.end(), [](const WrittenFilter& one) { return one.text.empty(); });
    if (everything != pieces.end() && pieces.size() > 1) {
        WrittenFilter all = std::move(*everything);
        all.exact = false;
        return {all};
    }
    return pieces;
}

}  // namespace syncline::data
