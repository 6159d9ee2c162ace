#pragma once

#include "support/http.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace syncline::tests {

using Json = nlohmann::json;

/// Talks protocol v2 to the server at `url`, one table at a time, without any of the product's
/// code. The functions return what was answered, whatever it is.
class V2Client {
  public:
    explicit V2Client(const std::string& url, const std::string& table = "todoitem");

    HttpAnswer insert(const Json& item);
    HttpAnswer update(const std::string& id, const Json& changes, const std::string& version = {});
    HttpAnswer remove(const std::string& id, const std::string& version = {});
    HttpAnswer undelete(const std::string& id, const std::string& version = {});
    HttpAnswer read(const std::string& id);
    /// `options` are $filter=… and so on, not yet percent-encoded.
    HttpAnswer list(const std::vector<std::string>& options = {});

    /// The body of an answer. Throws if its status is another, or if it is not JSON.
    static Json body(const HttpAnswer& answer, int expected_status);
    /// The member `id` of each item of a list.
    static std::vector<std::string> ids(const Json& items);

    HttpClient& http() { return http_; }

  private:
    std::string item_path(const std::string& id) const;

    HttpClient http_;
    std::string path_;
};

/// A member that is a string. Throws if it is not there or something else.
std::string text(const Json& item, const char* member);

/// Percent-encodes all but letters, digits and "-._~".
std::string percent_encoded(const std::string& text);

}  // namespace syncline::tests
