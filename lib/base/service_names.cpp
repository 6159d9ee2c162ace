#include <syncline/service.hpp>

namespace syncline {

Status status_of_answer(int http_status) {
    if (http_status >= 200 && http_status < 300) return Status::ok;
    switch (http_status) {
        case 401:
        case 403:
        case 407:
            return Status::auth;
        case 409:
        case 412:
            return Status::conflict;
        case 408:
        case 425:
        case 429:
        case 500:
        case 502:
        case 503:
        case 504:
            return Status::retry;
        default:
            return Status::refused;
    }
}

const char* name_of(Undeleted how) {
    return how == Undeleted::here ? "here" : "service";
}

const char* name_of(AnswerBody::Form form) {
    switch (form) {
        case AnswerBody::Form::none:
            return "none";
        case AnswerBody::Form::json:
            return "json";
        case AnswerBody::Form::text:
            return "text";
        case AnswerBody::Form::base64:
            break;
    }
    return "base64";
}

}  // namespace syncline
