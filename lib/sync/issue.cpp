#include "sync/issue.hpp"

namespace syncline::sync {

OperationIssue issue_of(const store::Operation& operation, const std::string& table) {
    return {operation.sequence,
            table,
            operation.item,
            operation.kind,
            operation.state,
            static_cast<int>(operation.status.value_or(0)),
            operation.message.value_or("")};
}

}  // namespace syncline::sync
