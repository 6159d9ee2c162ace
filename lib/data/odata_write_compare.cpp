#include "base/time.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_terms.hpp"
#include "data/odata_values.hpp"

#include <algorithm>
#include <utility>

namespace syncline::data {

namespace {

/// What a comparison compares.
struct Sides {
    const Expression& left;
    const Expression& right;
    Kind kind;
};

bool is_ordering(Operator op) {
    return op != Operator::equal && op != Operator::not_equal;
}

Operator opposite(Operator op) {
    switch (op) {
        case Operator::equal:
            return Operator::not_equal;
        case Operator::not_equal:
            return Operator::equal;
        case Operator::greater:
            return Operator::less_equal;
        case Operator::greater_equal:
            return Operator::less;
        case Operator::less:
            return Operator::greater_equal;
        default:
            return Operator::greater;
    }
}

std::string written(const std::string& left, Operator op, const std::string& right) {
    return left + " " + std::string(word_of(op)) + " " + right;
}

bool has_milliseconds_only(Kind kind) {
    return kind == Kind::datetime || kind == Kind::time;
}

/// A date-time or a time of day as milliseconds, cut.
struct Moment {
    std::int64_t milliseconds = 0;
    bool cut = false;
};

constexpr std::int64_t kDay = 86'400'000;

std::optional<Moment> moment_of(const Expression& literal) {
    const bool is_time = literal.kind == Kind::time;
    std::string text = literal.literal.text();
    if (is_time) text = "1970-01-01T" + text + "Z";
    const auto instant = base::read_instant(text);
    if (!instant) return std::nullopt;
    return Moment{instant->milliseconds, instant->nanoseconds != 0};
}

/// The literal of a moment, or nothing beyond the years that can be written.
std::optional<std::string> write_moment(std::int64_t milliseconds, Kind kind, Dialect dialect) {
    constexpr std::int64_t kFirst = -62'135'596'800'000;
    constexpr std::int64_t kLast = 253'402'300'799'999;
    if (kind == Kind::datetime) {
        if (milliseconds < kFirst || milliseconds > kLast) return std::nullopt;
        return write_instant(milliseconds, dialect);
    }
    if (dialect == Dialect::v2 || milliseconds < 0 || milliseconds >= kDay) return std::nullopt;
    const std::string text = base::write_timestamp(Timestamp(milliseconds));
    return "cast(" + text.substr(11, 12) + ",Edm.TimeOfDay)";
}

/// `member op moment`, not exact; everything if the moment cannot be written.
Term bound(
    const std::string& member, Operator op, std::int64_t milliseconds, Kind kind, Dialect dialect) {
    const auto literal = write_moment(milliseconds, kind, dialect);
    return literal ? atom(written(member, op, *literal), false) : widened();
}

/// A v2 server compares a date-time column as text, as it was stored: with any offset, with or
/// without a fraction. Two days more on each side hold them all.
Term loose_moment(const std::string& member, Operator op, Moment moment, Dialect dialect) {
    constexpr std::int64_t kMargin = 2 * kDay;
    const auto from = [&] {
        return bound(member,
                     Operator::greater_equal,
                     moment.milliseconds - kMargin,
                     Kind::datetime,
                     dialect);
    };
    const auto to = [&] {
        return bound(
            member, Operator::less, moment.milliseconds + kMargin, Kind::datetime, dialect);
    };
    switch (op) {
        case Operator::greater:
        case Operator::greater_equal:
            return from();
        case Operator::less:
        case Operator::less_equal:
            return to();
        case Operator::equal:
            return all_of({from(), to()}, dialect);
        default:
            return widened();
    }
}

/// What a server stores may be finer than the milliseconds that it shows: its value lies in the
/// millisecond that we know.
Term moment_term(const Sides& sides, Operator op, Dialect dialect) {
    const auto member = write_operand(sides.left, dialect);
    const auto moment = moment_of(sides.right);
    if (!member || !moment || !sides.left.is_member()) return widened();
    const bool stamped = sides.left.name == "updatedAt" || sides.left.name == "createdAt";
    if (dialect == Dialect::v2 && !stamped) return loose_moment(*member, op, *moment, dialect);
    const auto at = [&](Operator with, std::int64_t milliseconds) {
        return bound(*member, with, milliseconds, sides.kind, dialect);
    };
    const std::int64_t first = moment->milliseconds;
    Term term;
    switch (op) {
        case Operator::greater_equal:
        case Operator::greater:
            term = at(op, first);
            term.exact = op == Operator::greater_equal && !moment->cut && !term.text.empty();
            return term;
        case Operator::less:
            term = at(op, moment->cut ? first + 1 : first);
            term.exact = !moment->cut && !term.text.empty();
            return term;
        case Operator::less_equal:
            return at(Operator::less, first + 1);
        case Operator::equal:
            return all_of({at(Operator::greater_equal, first), at(Operator::less, first + 1)},
                          dialect);
        default:
            return moment->cut ? widened() : at(op, first);
    }
}

/// Two members that are shown as equal may be stored as different, but not the other way round.
Term two_moments(const Sides& sides, Operator op, Dialect dialect) {
    const auto stamped = [](const Expression& e) {
        return e.name == "updatedAt" || e.name == "createdAt";
    };
    const bool finer = op == Operator::greater || op == Operator::less || op == Operator::not_equal;
    const auto left = write_operand(sides.left, dialect);
    const auto right = write_operand(sides.right, dialect);
    const bool comparable_text = stamped(sides.left) && stamped(sides.right);
    if (!finer || !left || !right || (dialect == Dialect::v2 && !comparable_text)) return widened();
    return atom(written(*left, op, *right), false);
}

/// `a op b` alone: true for all that it is true for where both sides are not null. Where one is
/// null it may be false.
Term plain(const Sides& sides, Operator op, Dialect dialect) {
    if (has_milliseconds_only(sides.kind)) {
        return sides.right.is_literal() ? moment_term(sides, op, dialect)
                                        : two_moments(sides, op, dialect);
    }
    const bool has_order = sides.kind == Kind::unknown || sides.kind == Kind::number ||
                           sides.kind == Kind::string || sides.kind == Kind::date;
    const auto left = write_operand(sides.left, dialect);
    const auto right = write_operand(sides.right, dialect);
    if (!left || !right || (is_ordering(op) && !has_order)) return widened();
    return guarded(atom(written(*left, op, *right)), {&sides.left, &sides.right}, dialect);
}

/// Exactly one of both is null.
Term one_null(const Sides& sides, Dialect dialect) {
    const auto test = [&](const Expression& e, bool negated) {
        return null_test(e, negated, dialect);
    };
    return any_of({all_of({test(sides.left, false), test(sides.right, true)}, dialect),
                   all_of({test(sides.left, true), test(sides.right, false)}, dialect)},
                  dialect);
}

Term both_null(const Sides& sides, Dialect dialect) {
    return all_of({null_test(sides.left, false, dialect), null_test(sides.right, false, dialect)},
                  dialect);
}

/// The left side against the literal null.
Term against_null(const Sides& sides, Operator op, bool negated, Dialect dialect) {
    switch (op) {
        case Operator::equal:
        case Operator::greater_equal:
        case Operator::less_equal:
            return null_test(sides.left, negated, dialect);
        case Operator::not_equal:
            return null_test(sides.left, !negated, dialect);
        default:
            return negated ? Term{} : nothing();
    }
}

Term equality(const Sides& sides, Operator op, Dialect dialect) {
    const bool to_literal = sides.right.is_literal();
    Term term = plain(sides, op, dialect);
    // The v3 server has OData's nulls for members, and for what is made of them mostly.
    const bool members = sides.left.is_member() && (to_literal || sides.right.is_member());
    if (dialect == Dialect::v3 && members) return term;
    if (op == Operator::equal) {
        return to_literal ? term : any_of({term, both_null(sides, dialect)}, dialect);
    }
    return any_of(
        {term, to_literal ? null_test(sides.left, false, dialect) : one_null(sides, dialect)},
        dialect);
}

/// gt, ge, lt, le: false where a side is null, except that null is `ge` and `le` null.
Term relation(const Sides& sides, Operator op, bool negated, Dialect dialect) {
    const bool to_literal = sides.right.is_literal();
    const bool or_equal = op == Operator::greater_equal || op == Operator::less_equal;
    Term term = plain(sides, negated ? opposite(op) : op, dialect);
    if (!negated) {
        return to_literal || !or_equal ? term : any_of({term, both_null(sides, dialect)}, dialect);
    }
    const Term left_null = null_test(sides.left, false, dialect);
    if (to_literal) return any_of({term, left_null}, dialect);
    if (or_equal) return any_of({term, one_null(sides, dialect)}, dialect);
    return any_of({term, left_null, null_test(sides.right, false, dialect)}, dialect);
}

bool is_written_as_list(Kind kind) {
    return kind == Kind::string || kind == Kind::number || kind == Kind::guid || kind == Kind::date;
}

/// `left in (…)` as v3 has it, or everything.
Term list_term(const Expression& left,
               const std::vector<const Expression*>& items,
               bool negated,
               Dialect dialect) {
    std::string text;
    for (const Expression* item : items) {
        const auto literal = write_operand(*item, dialect);
        if (!literal) return widened();
        text += (text.empty() ? "" : ",") + *literal;
    }
    const auto member = write_operand(left, dialect);
    if (!member) return widened();
    text = *member + " in (" + text + ")";
    return guarded(atom(negated ? "not (" + text + ")" : text), {&left}, dialect);
}

}  // namespace

Term comparison(const Expression& e, bool negated, Dialect dialect) {
    const Sides sides{e.operands[0], e.operands[1], compared_kind(e.operands[0], e.operands[1])};
    if (sides.right.is_null()) return against_null(sides, e.op, negated, dialect);
    if (is_ordering(e.op)) return relation(sides, e.op, negated, dialect);
    return equality(sides, negated ? opposite(e.op) : e.op, dialect);
}

Term membership(const Expression& e, bool negated, Dialect dialect) {
    const Expression& left = e.operands[0];
    const Kind kind = compared_kind_in(left, e.operands[1]);
    std::vector<const Expression*> items;
    bool with_null = false;
    for (const Expression& item : e.operands[1].operands) {
        with_null = with_null || item.is_null();
        if (!item.is_null()) items.push_back(&item);
    }
    std::vector<Term> terms;
    if (dialect == Dialect::v3 && is_written_as_list(kind) && !items.empty()) {
        terms.push_back(list_term(left, items, negated, dialect));
    } else {
        for (const Expression* item : items) {
            const Sides sides{left, *item, kind};
            const Operator op = negated ? Operator::not_equal : Operator::equal;
            terms.push_back(plain(sides, op, dialect));
        }
    }
    if (!negated) {
        if (with_null) terms.push_back(null_test(left, false, dialect));
        return any_of(terms, dialect);
    }
    if (with_null) {
        terms.push_back(null_test(left, true, dialect));
        return all_of(terms, dialect);
    }
    if (items.empty()) return Term{};
    return any_of({all_of(terms, dialect), null_test(left, false, dialect)}, dialect);
}

}  // namespace syncline::data
