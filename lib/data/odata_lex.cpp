#include "data/odata_lex.hpp"

#include "base/text.hpp"
#include "data/odata_literal.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::data {

namespace {

/// Bytes beyond ASCII are letters here: whether a column has such a name is seen later.
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return begins_name(c) || base::is_digit(c);
}

/// The position of a byte as people count: characters, from 1.
std::size_t character_of(std::string_view text, std::size_t position) {
    const std::string_view before = text.substr(0, position);
    return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
               return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
           }));
}

}  // namespace

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    out += base::one_line(text, 80);
    return out += '"';
}

void Source::fail(std::size_t position, const std::string& message, const std::string& hint) const {
    throw UsageError(std::string(option) + ": " + message + " (at character " +
                         std::to_string(character_of(text, position)) + ")",
                     hint);
}

std::string Token::described() const {
    return kind == Kind::end ? "the end" : in_quotes(text);
}

char Lexer::at(std::size_t offset) const {
    const std::size_t index = position_ + offset;
    return index < source_.text.size() ? source_.text[index] : '\0';
}

Token Lexer::next() {
    const std::size_t start = source_.text.find_first_not_of(" \t\r\n", position_);
    position_ = std::min(start, source_.text.size());
    if (position_ == source_.text.size()) return {Token::Kind::end, position_, {}, {}, {}};
    const std::string_view rest = source_.text.substr(position_);
    const char first = rest.front();
    if (first == '(') return punctuation(Token::Kind::open);
    if (first == ')') return punctuation(Token::Kind::close);
    if (first == ',') return punctuation(Token::Kind::comma);
    if (first == '-') return punctuation(Token::Kind::minus);
    if (first == '\'') return quoted({}, position_);
    // `$it/name` is the item's own member: the same as the name alone.
    constexpr std::string_view kItem = "$it/";
    if (rest.substr(0, kItem.size()) == kItem && begins_name(at(kItem.size()))) {
        position_ += kItem.size();
        return name_or_prefixed();
    }
    if (begins_with_guid(rest)) {
        constexpr std::size_t kGuidLength = 36;
        return literal(kGuidLength, Kind::guid, Value::string(std::string(rest.substr(0, 36))));
    }
    if (begins_name(first)) return name_or_prefixed();
    if (base::is_digit(first)) {
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits == 4 && at(4) == '-' && base::is_digit(at(5))) return date_or_datetime();
        if (digits == 2 && at(2) == ':') return time();
        return number();
    }
    std::string hint;
    if (first == '"') hint = "strings stand in single quotes: 'text'";
    if (std::string_view("=<>!&|").find(first) != std::string_view::npos) {
        hint = "operators are words: eq, ne, gt, and";
    }
    source_.fail(position_, in_quotes(rest.substr(0, 1)) + " has no meaning here", hint);
}

Token Lexer::punctuation(Token::Kind kind) {
    Token token{kind, position_, source_.text.substr(position_, 1), {}, {}};
    ++position_;
    return token;
}

Token Lexer::literal(std::size_t length, Kind kind, Value value) {
    Token token{Token::Kind::literal,
                position_,
                source_.text.substr(position_, length),
                std::move(value),
                kind};
    position_ += length;
    return token;
}

Token Lexer::name_or_prefixed() {
    const std::size_t start = position_;
    // A dot is part of `Edm.Guid` and of `Namespace.Color'Red'`.
    while (continues_name(at(0)) || (at(0) == '.' && begins_name(at(1)))) ++position_;
    const std::string_view word = source_.text.substr(start, position_ - start);
    if (at(0) == '\'' && (is_literal_prefix(word) || word.find('.') != word.npos)) {
        return quoted(word, start);
    }
    return {Token::Kind::name, start, word, {}, {}};
}

std::string Lexer::read_string() {
    const std::size_t start = position_;
    std::string content;
    while (true) {
        const std::size_t end = source_.text.find('\'', position_ + 1);
        if (end == std::string_view::npos) {
            source_.fail(start, "this string has no closing quote", "a quote inside is written ''");
        }
        content += source_.text.substr(position_ + 1, end - position_ - 1);
        position_ = end + 1;
        if (at(0) != '\'') return content;
        content += '\'';
    }
}

Token Lexer::quoted(std::string_view prefix, std::size_t start) {
    const std::string content = read_string();
    const std::string_view text = source_.text.substr(start, position_ - start);
    // An enumeration's member (`Shop.Color'Red'`) is a string here.
    if (!is_literal_prefix(prefix)) {
        return {Token::Kind::literal, start, text, Value::string(content), Kind::string};
    }
    if (v4_only_ && prefix != "binary") {
        source_.fail(start, "literals with a prefix are OData v3");
    }
    Kind kind = Kind::unknown;
    auto value = read_prefixed_literal(prefix, content, kind);
    if (!value) {
        source_.fail(start, in_quotes(text) + " is not " + std::string(data::described(kind)));
    }
    return {Token::Kind::literal, start, text, std::move(*value), kind};
}

Token Lexer::number() {
    std::size_t length = 0;
    const auto skip_digits = [&] {
        while (base::is_digit(at(length))) ++length;
    };
    skip_digits();
    if (at(length) == '.' && base::is_digit(at(length + 1))) {
        ++length;
        skip_digits();
    }
    if (at(length) == 'e' || at(length) == 'E') {
        const std::size_t sign = at(length + 1) == '+' || at(length + 1) == '-' ? 1 : 0;
        if (base::is_digit(at(length + 1 + sign))) {
            length += 1 + sign;
            skip_digits();
        }
    }
    if (std::string_view("LlFfMmDd").find(at(length)) != std::string_view::npos &&
        at(length) != '\0') {
        ++length;
    }
    const std::string_view text = source_.text.substr(position_, length);
    if (continues_name(at(length)) || at(length) == '.') {
        source_.fail(
            position_,
            "expected a number, found " + in_quotes(source_.text.substr(position_, length + 1)));
    }
    auto value = read_number_literal(text);
    if (!value) source_.fail(position_, "this number is malformed or out of range");
    return literal(length, Kind::number, std::move(*value));
}

Token Lexer::date_or_datetime() {
    constexpr std::size_t kDateLength = 10;
    const std::string_view rest = source_.text.substr(position_);
    std::size_t length = std::min(kDateLength, rest.size());
    const bool with_time = at(kDateLength) == 'T' || at(kDateLength) == 't';
    if (with_time) {
        length = std::min(rest.find_first_not_of("0123456789:.", kDateLength + 1), rest.size());
        if (at(length) == 'Z' || at(length) == 'z') {
            ++length;
        } else if (at(length) == '+' || at(length) == '-') {
            length = std::min(rest.find_first_not_of("0123456789:", length + 1), rest.size());
        }
    }
    const std::string text(rest.substr(0, length));
    const Kind kind = with_time ? Kind::datetime : Kind::date;
    const Type type = with_time ? Type::datetime : Type::date;
    Value value = Value::string(text);
    if (continues_name(at(length)) || at(length) == '-' || problem_with(type, value)) {
        source_.fail(position_,
                     in_quotes(text) + " is not " + std::string(data::described(kind)),
                     with_time ? "write for example 2026-11-24T20:15:00Z" : "");
    }
    if (with_time && !has_zone(text)) {
        source_.fail(position_ + length,
                     "expected the zone of the date-time, Z or an offset such as +02:00");
    }
    return literal(length, kind, std::move(value));
}

Token Lexer::time() {
    const std::string_view rest = source_.text.substr(position_);
    const std::size_t length = std::min(rest.find_first_not_of("0123456789:."), rest.size());
    Value value = Value::string(std::string(rest.substr(0, length)));
    if (continues_name(at(length)) || problem_with(Type::time, value)) {
        source_.fail(position_,
                     in_quotes(rest.substr(0, length)) + " is not a time of day",
                     "write for example 20:15:00");
    }
    return literal(length, Kind::time, std::move(value));
}

}  // namespace syncline::data
