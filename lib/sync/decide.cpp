#include "sync/decide.hpp"

#include "base/command.hpp"
#include "base/text.hpp"
#include "data/json_read.hpp"
#include "sync/items.hpp"
#include "sync/local.hpp"
#include "sync/merge.hpp"

#include <syncline/errors.hpp>

#include <utility>

namespace syncline::sync {

namespace {

using Use = Decision::Use;

Decision undecided(std::string reason) {
    return {Use::nothing, {}, std::move(reason)};
}

Decision newer(const ConflictOf& conflict) {
    if (!conflict.changed_here || !conflict.changed_there) {
        return undecided("it is not known which side is newer: a time is missing");
    }
    const bool here = *conflict.changed_here > *conflict.changed_there;
    return {here ? Use::local : Use::server, {}, {}};
}

Decision merged(const ConflictOf& conflict) {
    if (!conflict.local || !conflict.server) {
        return undecided("one side deleted the item, the other changed it");
    }
    Merge merge = merge_items(conflict.table, conflict.base, *conflict.local, *conflict.server);
    if (merge.clashes.empty()) return {Use::item, std::move(merge.item), {}};
    return undecided("both sides changed " + base::join(merge.clashes, ", "));
}

Value side(const std::optional<Item>& item) {
    return item ? Value::nested(write_item(*item)) : Value::null();
}

std::string question(const ConflictOf& conflict) {
    return write_members({{"table", Value::string(conflict.table.name)},
                          {"id", Value::string(conflict.id)},
                          {"base", side(conflict.base)},
                          {"local", side(conflict.local)},
                          {"server", side(conflict.server)},
                          {"attempt", Value::number(std::to_string(conflict.attempt))}}) +
           '\n';
}

/// A finished item as the decision of a program: through the same checks as a local change.
Decision finished(const ConflictOf& conflict, const Value& value) {
    if (value.kind() != Value::Kind::nested) return undecided("its \"item\" is no object");
    Item item = checked_item(conflict.table, read_members(value.text()));
    if (!item.id.empty() && item.id != conflict.id) {
        return undecided("it answered with an item of another id, \"" +
                         base::one_line(item.id, 60) + "\"");
    }
    item.id = conflict.id;
    return {Use::item, std::move(item), {}};
}

Decision answer_of(const ConflictOf& conflict, std::string_view output) {
    const Members answer = read_members(output);
    const Value* const use = find_member(answer, "use");
    const Value* const item = find_member(answer, "item");
    if (answer.size() == 1 && item != nullptr) return finished(conflict, *item);
    if (answer.size() == 1 && use != nullptr && use->text() == "local") return {Use::local, {}, {}};
    if (answer.size() == 1 && use != nullptr && use->text() == "server") {
        return {Use::server, {}, {}};
    }
    return undecided(R"(it answered neither {"use":"local"|"server"} nor {"item":{…}})");
}

Decision ask_command(const std::string& command,
                     const ConflictOf& conflict,
                     std::chrono::milliseconds timeout) {
    const std::string shown = "the command \"" + base::one_line(command, 60) + "\": ";
    try {
        base::CommandLimits limits;
        limits.time = timeout;
        const auto result =
            base::run_command(base::split_command(command), question(conflict), limits);
        if (result.timed_out) return undecided(shown + "it took too long");
        if (result.too_much) return undecided(shown + "it wrote too much");
        if (result.status != 0) {
            return undecided(shown + "it ended with status " + std::to_string(result.status));
        }
        Decision decision = answer_of(conflict, result.output);
        if (decision.use == Use::nothing) decision.reason = shown + decision.reason;
        return decision;
    } catch (const Error& error) {
        return undecided(shown + error.what());
    }
}

}  // namespace

Decision decide(const ConflictPolicy& policy,
                const ConflictOf& conflict,
                std::chrono::milliseconds command_timeout) {
    if (!conflict.local && !conflict.server) return {Use::server, {}, {}};
    switch (policy.kind) {
        case ConflictPolicy::Kind::ask:
            break;
        case ConflictPolicy::Kind::local:
            return {Use::local, {}, {}};
        case ConflictPolicy::Kind::server:
            return {Use::server, {}, {}};
        case ConflictPolicy::Kind::newer:
            return newer(conflict);
        case ConflictPolicy::Kind::merge:
            return merged(conflict);
        case ConflictPolicy::Kind::command:
            return ask_command(policy.command, conflict, command_timeout);
    }
    return undecided({});
}

}  // namespace syncline::sync
