#include "serve/listing.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"
#include "serve/item_text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace syncline::server {

namespace {

constexpr std::array<std::string_view, 7> kSingleOptions{
    "$filter", "$orderby", "$top", "$skip", "$select", "$inlinecount", "__includeDeleted"};

void refuse_repeated(const Target& target) {
    for (const std::string_view option : kSingleOptions) {
        const auto count = std::count_if(target.parameters.begin(),
                                         target.parameters.end(),
                                         [option](const auto& one) { return one.name == option; });
        if (count > 1) throw Refusal(500, std::string(option) + " is there more than once");
    }
}

/// The whole number at the start of an option, as JavaScript's parseInt sees it; 0 if none.
std::int64_t number_of(const std::string* text) {
    if (text == nullptr) return 0;
    const std::string_view trimmed = base::trim(*text);
    std::int64_t number = 0;
    std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
    return number;
}

std::string_view text_of(const std::string* text) {
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

/// Where each member is found: the columns beside the text are exact.
std::string column_sql(std::string_view member) {
    if (member == "id") return "id";
    if (member == "updatedAt") return "updated_at";
    if (member == "version") return "version";
    if (member == "deleted") return "deleted";
    return "json_extract(json, '$." + std::string(member) + "')";
}

store::ColumnSql columns_of(const Listing& listing) {
    return [created_at = listing.created_at](std::string_view member) {
        return created_at && member == "createdAt" ? "created_at" : column_sql(member);
    };
}

/// Has times compared by the column that keeps their comparable form: unlike the function's result
/// it is in the indexes. The text holds no literals, so nothing else can look like this.
store::Sql with_stored_instants(store::Sql sql) {
    constexpr std::string_view kComputed = "odata_instant(updated_at)";
    std::size_t at = 0;
    while ((at = sql.text.find(kComputed, at)) != std::string::npos) {
        sql.text.replace(at, kComputed.size(), "instant");
    }
    return sql;
}

void add_where(store::Sql& sql, const Listing& listing, bool hide_deleted) {
    const char* word = " WHERE ";
    if (hide_deleted) {
        sql.text += std::string(word) + "deleted = 0";
        word = " AND ";
    }
    if (listing.owner) {
        sql.text += word + column_sql(listing.owner->member) + " = ?";
        sql.bindings.emplace_back(listing.owner->name);
        word = " AND ";
    }
    if (!listing.filter) return;
    store::Sql condition =
        with_stored_instants(store::write_condition(*listing.filter, columns_of(listing)));
    sql.text += word + ('(' + condition.text + ')');
    for (data::Stored& value : condition.bindings) sql.bindings.push_back(std::move(value));
}

void check_members(const data::Expression& expression) {
    if (expression.node == data::Expression::Node::member && !is_identifier(expression.name)) {
        throw Refusal(500, expression.name + " is not a valid identifier");
    }
    for (const data::Expression& operand : expression.operands) check_members(operand);
}

}  // namespace

Listing read_listing(const Target& target, const Limits& limits) {
    refuse_repeated(target);
    Listing listing;
    listing.top = number_of(target.parameter("$top"));
    if (limits.max_top > 0 && listing.top > std::int64_t{limits.max_top}) {
        throw Refusal(
            400, "You cannot request more than " + std::to_string(limits.max_top) + " records");
    }
    if (listing.top == 0) listing.top = limits.page_size;
    listing.skip = std::max<std::int64_t>(number_of(target.parameter("$skip")), 0);
    listing.count = text_of(target.parameter("$inlinecount")) == "allpages";
    listing.include_deleted = !text_of(target.parameter("__includeDeleted")).empty();
    try {
        const std::string_view filter = text_of(target.parameter("$filter"));
        if (!filter.empty()) listing.filter = data::parse_filter(filter, nullptr);
        const std::string_view order = text_of(target.parameter("$orderby"));
        if (!order.empty()) listing.order = data::parse_orderby(order, nullptr);
        const std::string_view select = text_of(target.parameter("$select"));
        if (!select.empty()) listing.select = data::parse_select(select, nullptr);
    } catch (const UsageError& error) {
        throw Refusal(500, error.what());
    }
    if (listing.filter) check_members(*listing.filter);
    for (const data::OrderTerm& term : listing.order) check_members(term.expression);
    return listing;
}

store::Sql write_page_sql(const Listing& listing, const std::string& table, bool soft) {
    store::Sql sql{std::string("SELECT ") + kItemColumns + " FROM " + table, {}};
    add_where(sql, listing, soft && !listing.include_deleted);
    sql.text += " ORDER BY ";
    if (listing.order.empty()) {
        sql.text += "row";
    } else {
        store::Sql order =
            with_stored_instants(store::write_order(listing.order, columns_of(listing)));
        sql.text += order.text;
        for (data::Stored& value : order.bindings) sql.bindings.push_back(std::move(value));
    }
    sql.text += " LIMIT ? OFFSET ?";
    sql.bindings.emplace_back(listing.top < 0 ? listing.top : listing.top + 1);
    sql.bindings.emplace_back(listing.skip);
    return sql;
}

store::Sql write_count_sql(const Listing& listing, const std::string& table, bool soft) {
    store::Sql sql{"SELECT count(*) FROM " + table, {}};
    add_where(sql, listing, soft && !listing.include_deleted);
    return sql;
}

store::Sql write_ids_sql(const Listing& listing, const std::string& table) {
    store::Sql sql{"SELECT id FROM " + table, {}};
    add_where(sql, listing, true);
    return sql;
}

}  // namespace syncline::server
