#include "base/text.hpp"
#include "data/json_read.hpp"

#include <syncline/service.hpp>

namespace syncline {

AnswerBody body_of(const Response& response) {
    using Form = AnswerBody::Form;
    if (response.body.empty()) return {};
    const std::string type = base::lower(response.header("content-type"));
    if (type.find("json") != std::string::npos) {
        try {
            return {Form::json, data::read_value(response.body)};
        } catch (const DataError&) {
            // It only says that it is JSON.
        }
    }
    if (base::is_utf8(response.body)) return {Form::text, Value::string(response.body)};
    return {Form::base64, Value::string(base::base64_encode(response.body))};
}

}  // namespace syncline
