#include "base/command.hpp"
#include "base/text.hpp"

#include <syncline/errors.hpp>
#include <syncline/sync.hpp>

namespace syncline {

const char* name_of(OperationKind kind) {
    switch (kind) {
        case OperationKind::insert:
            return "insert";
        case OperationKind::update:
            return "update";
        case OperationKind::remove:
            break;
    }
    return "delete";
}

const char* name_of(OperationState state) {
    switch (state) {
        case OperationState::pending:
            return "pending";
        case OperationState::failed:
            return "failed";
        case OperationState::conflict:
            break;
    }
    return "conflict";
}

const char* name_of(PushStatus status) {
    switch (status) {
        case PushStatus::complete:
            return "Complete";
        case PushStatus::cancelled_by_network_error:
            return "CancelledByNetworkError";
        case PushStatus::cancelled_by_authentication_error:
            return "CancelledByAuthenticationError";
        case PushStatus::cancelled_by_sync_store_error:
            return "CancelledBySyncStoreError";
        case PushStatus::cancelled_by_token:
            return "CancelledByToken";
        case PushStatus::cancelled_by_operation:
            return "CancelledByOperation";
        case PushStatus::internal_error:
            break;
    }
    return "InternalError";
}

const char* name_of(ItemChange::Kind kind) {
    return kind == ItemChange::Kind::applied ? "applied" : "removed";
}

ConflictPolicy read_policy(std::string_view text) {
    using Kind = ConflictPolicy::Kind;
    constexpr std::string_view kCommand = "command:";
    for (const auto kind : {Kind::ask, Kind::local, Kind::server, Kind::newer, Kind::merge}) {
        if (text == write_policy({kind, {}})) return {kind, {}};
    }
    if (text.substr(0, kCommand.size()) == kCommand) {
        ConflictPolicy policy{Kind::command, std::string(text.substr(kCommand.size()))};
        base::split_command(policy.command);
        return policy;
    }
    throw UsageError("\"" + base::one_line(text, 60) + "\" is no way to decide conflicts",
                     "it must be ask, local, server, newer, merge or command:CMD");
}

std::string write_policy(const ConflictPolicy& policy) {
    switch (policy.kind) {
        case ConflictPolicy::Kind::ask:
            return "ask";
        case ConflictPolicy::Kind::local:
            return "local";
        case ConflictPolicy::Kind::server:
            return "server";
        case ConflictPolicy::Kind::newer:
            return "newer";
        case ConflictPolicy::Kind::merge:
            return "merge";
        case ConflictPolicy::Kind::command:
            break;
    }
    return "command:" + policy.command;
}

}  // namespace syncline
