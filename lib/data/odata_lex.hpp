#pragma once

#include "data/odata.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace syncline::data {

/// A part of the text for a message: on one line, not too long, in double quotes.
std::string in_quotes(std::string_view text);

/// The text that is read, and how its errors are told.
struct Source {
    std::string_view text;
    const char* option;  ///< what the text is, for messages: "filter"

    /// Throws UsageError: "filter: MESSAGE (at character N)".
    [[noreturn]] void fail(std::size_t position,
                           const std::string& message,
                           const std::string& hint = {}) const;
};

struct Token {
    enum class Kind : std::uint8_t { end, name, literal, open, close, comma, minus };

    Kind kind = Kind::end;
    std::size_t position = 0;
    std::string_view text;  ///< as it stands in the source
    Value value;            ///< literal
    data::Kind value_kind = data::Kind::unknown;

    /// For "expected …, found …".
    std::string described() const;
};

/// Cuts a text into tokens. Throws UsageError for what is no token: a character that has no
/// meaning, a string without end, a malformed literal.
class Lexer {
  public:
    /// With `v4_only` the quoted literals of OData v3 are errors.
    Lexer(const Source& source, bool v4_only) : source_(source), v4_only_(v4_only) {}

    Token next();

  private:
    char at(std::size_t offset) const;
    Token punctuation(Token::Kind kind);
    Token name_or_prefixed();
    Token quoted(std::string_view prefix, std::size_t start);
    Token number();
    Token date_or_datetime();
    Token time();
    Token literal(std::size_t length, Kind kind, Value value);
    std::string read_string();

    const Source& source_;
    bool v4_only_;
    std::size_t position_ = 0;
};

}  // namespace syncline::data
