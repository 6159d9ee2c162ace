#include "sync/purge.hpp"

#include "data/names.hpp"
#include "store/columns.hpp"

#include <syncline/errors.hpp>

namespace syncline::sync {

PurgeResult purge(store::Store& store, const store::Table& table, const PurgeOptions& options) {
    const bool whole = options.filter.empty();
    if (options.force && !whole) {
        throw UsageError("--force discards a table's operations; it cannot be used with a filter");
    }
    if (!options.query_id.empty()) data::check_query_id(options.query_id);
    store::Sql condition;
    if (!whole) condition = store::condition_for(table, options.filter);

    PurgeResult result;
    store::Transaction transaction(store.database);
    if (store.queue.has_any(table.table_id)) {
        if (!options.force) {
            const auto waiting = store.queue.counts(table.table_id).total();
            throw DataError("table " + table.name() + " has " + std::to_string(waiting) +
                                (waiting == 1 ? " operation" : " operations") +
                                " that the service has not accepted",
                            "push first, or discard them with --force");
        }
        result.operations = static_cast<std::uint64_t>(store.queue.remove_all(table.table_id));
    }
    result.items =
        static_cast<std::uint64_t>(store.rows.remove_where(table, condition, options.force));
    if (whole) store.tokens.remove_all(table.table_id);
    if (!options.query_id.empty()) store.tokens.remove(table.table_id, options.query_id);
    transaction.commit();
    return result;
}

}  // namespace syncline::sync
