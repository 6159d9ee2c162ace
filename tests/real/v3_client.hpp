#pragma once

#include "real/remote_table.hpp"

#include <string>

namespace syncline::tests {

/// Talks protocol v3 to the server at `url`, one table at a time. An update reads the item and
/// replaces it, without a condition.
class V3Client : public RemoteTable {
  public:
    V3Client(const std::string& url, const std::string& table);

    HttpAnswer insert(const Json& item) override;
    HttpAnswer update(const std::string& id, const Json& changes) override;
    HttpAnswer remove(const std::string& id) override;
    HttpAnswer undelete(const std::string& id) override;
    HttpAnswer read(const std::string& id) override;
    Json all() override;

  private:
    HttpAnswer replace(const std::string& id, const Json& changes, const std::string& options);
    std::string item_path(const std::string& id) const;

    HttpClient http_;
    std::string path_;
};

}  // namespace syncline::tests
