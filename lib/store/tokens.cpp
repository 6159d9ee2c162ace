#include "store/tokens.hpp"

namespace syncline::store {

const char* name_of(Token::Phase phase) {
    switch (phase) {
        case Token::Phase::since:
            return "since";
        case Token::Phase::millisecond:
            return "millisecond";
        case Token::Phase::unstamped:
            break;
    }
    return "unstamped";
}

Token::Phase phase_named(std::string_view name) {
    if (name == "since") return Token::Phase::since;
    return name == "millisecond" ? Token::Phase::millisecond : Token::Phase::unstamped;
}

namespace {

// The years 1 to 9999, in milliseconds since 1970.
constexpr std::int64_t kFirstTime = -62'135'596'800'000;
constexpr std::int64_t kLastTime = 253'402'300'799'999;

constexpr const char* kSelectQueries =
    "SELECT table_id, query_id, filter, phase, since, after_id, last_pull FROM __queries"
    " WHERE table_id = ?";

/// What is no time of the years that can be written was not stored by us: all is pulled again.
Token read_token(const Statement& row) {
    const std::int64_t since = row.integer(4);
    if (since < kFirstTime || since > kLastTime) return {};
    return {phase_named(row.text(3)), since, row.string(5)};
}

StoredQuery read_query(const Statement& row) {
    return {row.integer(0), row.string(1), row.string(2), read_token(row), row.optional_string(6)};
}

}  // namespace

std::optional<StoredQuery> Tokens::find(std::int64_t table_id, std::string_view query_id) {
    auto rows = database_.prepare(std::string(kSelectQueries) + " AND query_id = ?");
    if (!rows.bind_all(table_id, query_id).step()) return std::nullopt;
    return read_query(rows);
}

std::vector<StoredQuery> Tokens::all(std::int64_t table_id) {
    std::vector<StoredQuery> queries;
    auto rows = database_.prepare(std::string(kSelectQueries) + " ORDER BY query_id");
    rows.bind(table_id);
    while (rows.step()) queries.push_back(read_query(rows));
    return queries;
}

void Tokens::save(const StoredQuery& query) {
    database_.prepare("INSERT OR REPLACE INTO __queries VALUES (?,?,?,?,?,?,?)")
        .bind_all(query.table_id,
                  query.query_id,
                  query.filter,
                  name_of(query.token.phase),
                  query.token.since,
                  query.token.after_id,
                  query.last_pull)
        .run();
}

bool Tokens::remove(std::int64_t table_id, std::string_view query_id) {
    return database_.prepare("DELETE FROM __queries WHERE table_id = ? AND query_id = ?")
               .bind_all(table_id, query_id)
               .run() > 0;
}

void Tokens::remove_all(std::int64_t table_id) {
    database_.prepare("DELETE FROM __queries WHERE table_id = ?").bind(table_id).run();
}

}  // namespace syncline::store
