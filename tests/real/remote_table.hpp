#pragma once

#include "support/http.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace syncline::tests {

using Json = nlohmann::json;

/// One table of a server as another client sees it, without any of the product's code. The
/// functions that return an answer return whatever was answered.
class RemoteTable {
  public:
    RemoteTable() = default;
    virtual ~RemoteTable() = default;
    RemoteTable(const RemoteTable&) = delete;
    RemoteTable& operator=(const RemoteTable&) = delete;

    virtual HttpAnswer insert(const Json& item) = 0;
    /// Changes these members and no other, whatever version the item has.
    virtual HttpAnswer update(const std::string& id, const Json& changes) = 0;
    virtual HttpAnswer remove(const std::string& id) = 0;
    virtual HttpAnswer undelete(const std::string& id) = 0;
    virtual HttpAnswer read(const std::string& id) = 0;
    /// All items that are not deleted. Throws if they cannot be listed.
    virtual Json all() = 0;

    /// The item. Throws if it is not there.
    Json item(const std::string& id);
    /// Whether the item is there and not deleted. Throws if the server does not say.
    bool has(const std::string& id);

    /// The body of an answer. Throws if its status is another, or if it is not JSON.
    static Json body(const HttpAnswer& answer, int expected_status);
    /// The member `id` of each item of a list.
    static std::vector<std::string> ids(const Json& items);
};

/// A member that is a string. Throws if it is not there or something else.
std::string text(const Json& item, const char* member);

/// Percent-encodes all but letters, digits and "-._~".
std::string percent_encoded(const std::string& text);

/// A path with options such as $filter=…, which are percent-encoded here.
std::string target_with(std::string path, const std::vector<std::string>& options);

}  // namespace syncline::tests
