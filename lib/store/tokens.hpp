#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::store {

/// How far a query has been pulled.
///
/// A pull asks by key, never by position. First it drains the items that have no time (`unstamped`,
/// by id); then it asks for everything changed at or after `since`. Where more items share one
/// millisecond than a page holds, that millisecond is drained by id (`millisecond`). `after_id` is
/// the last id of the drain, so that a killed one goes on where it was.
struct Token {
    enum class Phase : std::uint8_t { unstamped, since, millisecond };

    Phase phase = Phase::unstamped;
    std::int64_t since = 0;  ///< milliseconds since 1970
    std::string after_id;

    bool operator==(const Token&) const = default;
};

const char* name_of(Token::Phase phase);
/// `unstamped` for a name that is none: everything is asked for again.
Token::Phase phase_named(std::string_view name);

/// A query of a table, by its id: what it asks, and how far it was pulled.
struct StoredQuery {
    std::int64_t table_id = 0;
    std::string query_id;
    std::string filter;
    Token token;
    std::optional<std::string> last_pull;  ///< when a pull of it last ended well, RFC 3339
};

class Tokens {
  public:
    explicit Tokens(Database& database) : database_(database) {}

    std::optional<StoredQuery> find(std::int64_t table_id, std::string_view query_id);
    std::vector<StoredQuery> all(std::int64_t table_id);

    /// Writes the query with its token.
    void save(const StoredQuery& query);

    /// Forgets a query; returns whether it was there.
    bool remove(std::int64_t table_id, std::string_view query_id);
    void remove_all(std::int64_t table_id);

  private:
    Database& database_;
};

}  // namespace syncline::store
