#pragma once

#include <syncline/export.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace syncline {

/// How a call or a whole run ended. The number is the exit status of the command line; numbers
/// are never reused. What each means: `statuses()`.
enum class Status : int {
    ok = 0,
    no = 1,
    usage = 2,
    partial = 3,
    auth = 4,
    retry = 5,
    conflict = 6,
    refused = 7,
    limit = 8,
    noop = 9,
    no_store = 10,
    locked = 11,
    bad_store = 12,
    io = 13,
    bad_data = 14,
    internal = 70,
    interrupted = 130,
    reader_gone = 141,
    terminated = 143,
};

/// One row of the table of exit statuses.
struct StatusInfo {
    Status status;
    const char* code;  ///< its name in JSON, for example "bad-data"
    int precedence;    ///< where several apply, the lowest is reported
    const char* when;  ///< lower case, no full stop
    const char* then;  ///< what a script should do; the same form
};

/// Every status, in the order of the numbers.
SYNCLINE_EXPORT const std::vector<StatusInfo>& statuses();

/// The `code` of a status in JSON, for example "bad-data".
SYNCLINE_EXPORT const char* code_of(Status status);

/// The status to report when both apply: what needs a human goes before what will pass, and an
/// interrupt before all.
SYNCLINE_EXPORT Status worse(Status a, Status b);

/// A call that could not go on. `what()` is one sentence for a person: what failed, on what, why;
/// no line break, no secret. `hint()` says what to do next, or is empty.
class SYNCLINE_EXPORT Error : public std::runtime_error {
  public:
    Error(Status status, const std::string& message, std::string hint = {});
    ~Error() override;

    Status status() const { return status_; }
    const std::string& hint() const { return hint_; }

  private:
    Status status_;
    std::string hint_;
};

/// The call itself is wrong: a filter that does not parse, a limit out of range. Status `usage`.
class SYNCLINE_EXPORT UsageError : public Error {
  public:
    explicit UsageError(const std::string& message, std::string hint = {});
    ~UsageError() override;
};

/// A named item, table or query is not there. Status `no`.
class SYNCLINE_EXPORT NotFoundError : public Error {
  public:
    explicit NotFoundError(const std::string& message, std::string hint = {});
    ~NotFoundError() override;
};

/// The data given is wrong. Status `bad_data`.
class SYNCLINE_EXPORT DataError : public Error {
  public:
    explicit DataError(const std::string& message, std::string hint = {});
    ~DataError() override;
};

/// The store cannot be used. Status `no_store`, `locked`, `bad_store` or `io`; `bad_data` where a
/// constraint of the table refused the data.
class SYNCLINE_EXPORT StoreError : public Error {
  public:
    StoreError(Status status,
               const std::string& message,
               std::string hint = {},
               int sqlite_code = 0);
    ~StoreError() override;

    /// SQLite's extended result code, or 0.
    int sqlite_code() const { return sqlite_code_; }

  private:
    int sqlite_code_;
};

/// No answer came: name not resolved, refused, cut, timed out. Status `retry`; `refused` where the
/// server's identity could not be trusted (TLS).
class SYNCLINE_EXPORT NetworkError : public Error {
  public:
    NetworkError(Status status, const std::string& message, std::string hint = {});
    ~NetworkError() override;
};

/// An answer came and ends the call: 401, 404 on the table, HTML, JSON that is not the
/// protocol's. Status `auth`, `retry` or `refused`.
class SYNCLINE_EXPORT ServiceError : public Error {
  public:
    ServiceError(Status status, const std::string& message, int http_status, std::string hint = {});
    ~ServiceError() override;

    /// The HTTP status of the answer.
    int http_status() const { return http_status_; }

  private:
    int http_status_;
};

}  // namespace syncline
