#pragma once

#include "session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace syncline::cmd {

/// Which operations a command means: those named, or those that pass the filters.
struct OperationArguments {
    Spec::Words names;  ///< numbers and TABLE/ID; `-` for those on standard input
    std::optional<std::string> table;
    std::string state;
    std::optional<std::string> since;

    bool has_filter() const { return table || !state.empty() || since; }
};

/// OP..., which may be left out where filters can take its place.
void add_operation_names(Spec& spec, Spec::Words& names, bool required);

/// --table, --state and --since.
void add_queue_filters(Spec& spec, OperationArguments& arguments);

/// The filters alone; `names` are left aside. Throws UsageError for an empty one: an unset variable
/// of a script does not mean everything.
QueueFilter filter_of(const OperationArguments& arguments);

/// The operations meant, those named by their sequence numbers; nothing if standard input names
/// none. Throws UsageError unless there are either names or filters, NotFoundError for a name that
/// is not in the queue.
std::optional<QueueFilter> selection_of(Client& client,
                                        Streams& streams,
                                        const OperationArguments& arguments);

/// The operation of this name: its number, or TABLE/ID. Throws NotFoundError, UsageError.
OperationDetail find_operation(Client& client, const std::string& name, bool with_items);

/// The recorded conflict of an item; `name` is its id, or TABLE/ID where `table` is empty. Throws
/// NotFoundError, or UsageError if the items of several tables are meant.
OperationDetail find_conflict(Client& client,
                              const std::string& name,
                              const std::string& table,
                              bool with_items);

/// The names with `-` replaced by the lines of standard input, of each only what stands before a
/// tab: so the lines of a list can be piped in.
Spec::Words with_input(const Spec::Words& names, Streams& streams);

}  // namespace syncline::cmd
