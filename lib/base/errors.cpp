#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline {

// Out of line, so that one typeinfo of each class lives in the shared library and `catch` by type
// works across its border.

namespace {

std::vector<StatusInfo> all_statuses() {
    return {
        {Status::ok, "ok", 19, "done, also when there was nothing to do", "go on"},
        {Status::no,
         "no",
         17,
         "the answer is no, or the named item, query or operation is not there",
         "branch"},
        {Status::usage,
         "usage",
         8,
         "a wrong option, argument, value, filter, URL or configuration",
         "correct the call"},
        {Status::partial,
         "partial",
         13,
         "done, but the service rejected at least one operation for good",
         "look at \"syncline queue list --state failed\""},
        {Status::auth, "auth", 10, "no credentials, or wrong or expired ones", "renew the token"},
        {Status::retry,
         "retry",
         15,
         "offline, timed out, or the service is overloaded",
         "nothing: the next run tries again"},
        {Status::conflict,
         "conflict",
         12,
         "conflicts wait for a decision, all else is done",
         "look at \"syncline conflicts list\""},
        {Status::refused,
         "refused",
         11,
         "the service or its answer is wrong in a way that a retry will not fix",
         "tell who runs the service"},
        {Status::limit,
         "limit",
         14,
         "stopped at a limit that was set; work remains",
         "run it again, or look"},
        {Status::noop,
         "noop",
         16,
         "nothing was sent or received; only with --error-on-no-op",
         "leave out what would follow"},
        {Status::no_store, "no-store", 6, "no store there", "make one with \"syncline init\""},
        {Status::locked, "locked", 7, "another run holds the store", "wait, or leave it out"},
        {Status::bad_store,
         "bad-store",
         4,
         "not a store, damaged, or written by a newer version",
         "restore it, or install the newer version"},
        {Status::io,
         "io",
         5,
         "disk full, read-only, permission denied, or output that cannot be written",
         "mend the machine"},
        {Status::bad_data,
         "bad-data",
         9,
         "wrong input: bad JSON, unknown table or column, wrong type, id exists",
         "correct the data"},
        {Status::internal, "internal", 3, "a fault of this program", "report it"},
        {Status::interrupted,
         "interrupted",
         1,
         "stopped by SIGINT, with everything saved",
         "run it again"},
        {Status::reader_gone,
         "reader-gone",
         18,
         "the reader of standard output went away",
         "nothing: it had enough"},
        {Status::terminated,
         "interrupted",
         2,
         "stopped by SIGTERM, with everything saved",
         "run it again"},
    };
}

const StatusInfo& info_of(Status status) {
    const std::vector<StatusInfo>& all = statuses();
    const auto found = std::find_if(
        all.begin(), all.end(), [status](const StatusInfo& each) { return each.status == status; });
    return found == all.end() ? info_of(Status::internal) : *found;
}

}  // namespace

const std::vector<StatusInfo>& statuses() {
    static const std::vector<StatusInfo> all = all_statuses();
    return all;
}

const char* code_of(Status status) {
    return info_of(status).code;
}

Status worse(Status a, Status b) {
    return info_of(a).precedence <= info_of(b).precedence ? a : b;
}

Error::Error(Status status, const std::string& message, std::string hint)
    : std::runtime_error(message), status_(status), hint_(std::move(hint)) {}
Error::~Error() = default;

UsageError::UsageError(const std::string& message, std::string hint)
    : Error(Status::usage, message, std::move(hint)) {}
UsageError::~UsageError() = default;

NotFoundError::NotFoundError(const std::string& message, std::string hint)
    : Error(Status::no, message, std::move(hint)) {}
NotFoundError::~NotFoundError() = default;

DataError::DataError(const std::string& message, std::string hint)
    : Error(Status::bad_data, message, std::move(hint)) {}
DataError::~DataError() = default;

StoreError::StoreError(Status status, const std::string& message, std::string hint, int sqlite_code)
    : Error(status, message, std::move(hint)), sqlite_code_(sqlite_code) {}
StoreError::~StoreError() = default;

NetworkError::NetworkError(Status status, const std::string& message, std::string hint)
    : Error(status, message, std::move(hint)) {}
NetworkError::~NetworkError() = default;

ServiceError::ServiceError(Status status,
                           const std::string& message,
                           int http_status,
                           std::string hint)
    : Error(status, message, std::move(hint)), http_status_(http_status) {}
ServiceError::~ServiceError() = default;

}  // namespace syncline
