#pragma once

#include <syncline/errors.hpp>
#include <syncline/export.hpp>
#include <syncline/table.hpp>
#include <syncline/transport.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What is asked of the service outside of pushes and pulls.
namespace syncline {

/// What the HTTP status of an answer to a single request means; below 300 all is well.
SYNCLINE_EXPORT Status status_of_answer(int http_status);

/// How a deleted item came back.
enum class Undeleted : std::uint8_t {
    here,     ///< its deletion had not reached the service, and was taken back
    service,  ///< it was undeleted on the service
};
SYNCLINE_EXPORT const char* name_of(Undeleted how);  ///< "here", "service"

/// Any request to the service.
struct ServiceCall {
    std::string method = "GET";  ///< GET, POST, PUT, PATCH or DELETE
    std::string path;            ///< below the service's root, "api/NAME"; may have a query
    std::vector<std::pair<std::string, std::string>> parameters;  ///< of the query, not encoded
    std::string content_type;                                     ///< of the body; empty means JSON
    std::string body;                                             ///< not with GET and DELETE
};

/// The body of an answer as one value.
struct AnswerBody {
    enum class Form : std::uint8_t { none, json, text, base64 };
    Form form = Form::none;
    Value value;
};
SYNCLINE_EXPORT const char* name_of(AnswerBody::Form form);

/// JSON as it is, text as a string, other bytes as a string of base64, no body as null.
SYNCLINE_EXPORT AnswerBody body_of(const Response& response);

/// Who has logged in.
struct Login {
    std::string user_id;  ///< may be empty after a refresh
    std::string token;    ///< never stored, logged or shown by the library
};

/// One thing that was looked at.
struct CheckStep {
    std::string name;    ///< "url", "reached", "table todoitem"
    std::string detail;  ///< what was found, or what is wrong
    Status status = Status::ok;

    bool ok() const { return status == Status::ok; }
};

/// A column that the service's items seem to have.
struct InferredColumn {
    Column column;
    std::string note;  ///< a sentence where the type is a guess, or empty
};

}  // namespace syncline
