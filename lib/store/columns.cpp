#include "store/columns.hpp"

#include "base/text.hpp"
#include "data/odata.hpp"

namespace syncline::store {

namespace {

/// `deleted` is no column: an item that is here is not deleted.
ColumnSql columns_of(const Table& table) {
    return [&table](std::string_view member) -> std::string {
        if (member == "deleted") return "0";
        const Column* column = table.definition.column(member);
        return quote_name(column != nullptr ? std::string_view(column->name) : member);
    };
}

}  // namespace

Sql condition_for(const Table& table, std::string_view filter) {
    if (base::trim(filter).empty()) return {};
    return write_condition(data::parse_filter(filter, &table.definition), columns_of(table));
}

Selection selection_for(const Table& table, const Query& query) {
    Selection selection;
    selection.condition = condition_for(table, query.filter);
    if (!base::trim(query.orderby).empty()) {
        selection.order =
            write_order(data::parse_orderby(query.orderby, &table.definition), columns_of(table));
    }
    selection.top = query.top;
    selection.skip = query.skip;
    return selection;
}

}  // namespace syncline::store
