#pragma once

#include "real/remote_table.hpp"

#include <string>
#include <vector>

namespace syncline::tests {

/// Talks protocol v2 to the server at `url`, one table at a time.
class V2Client : public RemoteTable {
  public:
    explicit V2Client(const std::string& url, const std::string& table = "todoitem");

    HttpAnswer insert(const Json& item) override;
    HttpAnswer update(const std::string& id, const Json& changes) override;
    HttpAnswer remove(const std::string& id) override;
    HttpAnswer undelete(const std::string& id) override;
    HttpAnswer read(const std::string& id) override;
    Json all() override;

    /// With the version in If-Match.
    HttpAnswer update(const std::string& id, const Json& changes, const std::string& version);
    HttpAnswer remove(const std::string& id, const std::string& version);
    HttpAnswer undelete(const std::string& id, const std::string& version);

    /// `options` are $filter=… and so on, not yet percent-encoded.
    HttpAnswer list(const std::vector<std::string>& options = {});

    HttpClient& http() { return http_; }

  private:
    std::string item_path(const std::string& id) const;

    HttpClient http_;
    std::string path_;
};

}  // namespace syncline::tests
