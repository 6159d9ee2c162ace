#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace httplib {
class Client;
}

namespace syncline::tests {

/// Header fields; the names are in lower case.
using Headers = std::map<std::string, std::string>;

/// Copy with ASCII letters in lower case.
std::string lower_case(std::string_view text);

struct HttpAnswer {
    int status = 0;
    Headers headers;
    std::string body;

    /// The value of a header, or an empty string.
    std::string header(const std::string& lower_case_name) const;
};

/// A blocking client, for looking at a server or changing what it holds behind the product's
/// back. Targets are sent as they are given: percent-encoded, beginning with "/".
/// One thread at a time. All functions throw std::runtime_error if no answer comes.
class HttpClient {
  public:
    /// `url` is an origin such as http://127.0.0.1:8080; `headers` go with every request.
    explicit HttpClient(const std::string& url, Headers headers = {});
    ~HttpClient();

    HttpAnswer get(const std::string& target, const Headers& headers = {});
    HttpAnswer post(const std::string& target, std::string body, const Headers& headers = {});
    HttpAnswer patch(const std::string& target, std::string body, const Headers& headers = {});
    HttpAnswer put(const std::string& target, std::string body, const Headers& headers = {});
    HttpAnswer del(const std::string& target, const Headers& headers = {});

    /// Any method; a body is sent as application/json unless a header says otherwise.
    HttpAnswer send(const std::string& method,
                    const std::string& target,
                    std::string body,
                    const Headers& headers = {});

  private:
    std::unique_ptr<httplib::Client> client_;
    Headers headers_;
};

}  // namespace syncline::tests
