#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace syncline {

// Out of line, so that one typeinfo of each class lives in the shared library and `catch` by type
// works across its border.

const char* code_of(Status status) {
    switch (status) {
        case Status::ok:
            return "ok";
        case Status::no:
            return "no";
        case Status::usage:
            return "usage";
        case Status::partial:
            return "partial";
        case Status::auth:
            return "auth";
        case Status::retry:
            return "retry";
        case Status::conflict:
            return "conflict";
        case Status::refused:
            return "refused";
        case Status::limit:
            return "limit";
        case Status::noop:
            return "noop";
        case Status::no_store:
            return "no-store";
        case Status::locked:
            return "locked";
        case Status::bad_store:
            return "bad-store";
        case Status::io:
            return "io";
        case Status::bad_data:
            return "bad-data";
        case Status::internal:
            return "internal";
        case Status::interrupted:
        case Status::terminated:
            return "interrupted";
    }
    return "internal";
}

Status worse(Status a, Status b) {
    static constexpr std::array<Status, 18> kWorstFirst{Status::interrupted,
                                                        Status::terminated,
                                                        Status::internal,
                                                        Status::bad_store,
                                                        Status::io,
                                                        Status::no_store,
                                                        Status::locked,
                                                        Status::usage,
                                                        Status::bad_data,
                                                        Status::auth,
                                                        Status::refused,
                                                        Status::conflict,
                                                        Status::partial,
                                                        Status::limit,
                                                        Status::retry,
                                                        Status::noop,
                                                        Status::no,
                                                        Status::ok};
    const auto* const rank_a = std::find(kWorstFirst.begin(), kWorstFirst.end(), a);
    const auto* const rank_b = std::find(kWorstFirst.begin(), kWorstFirst.end(), b);
    return rank_a <= rank_b ? a : b;
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
