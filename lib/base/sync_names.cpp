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

}  // namespace syncline
