#pragma once

#include "data/json_read.hpp"
#include "serve/router.hpp"

#include <syncline/value.hpp>

#include <string>
#include <vector>

namespace syncline::tests {

/// The backend with both protocols over one set of tables, without sockets: each write is a second
/// after the last one, ids and versions count up.
class ServedBoth {
  public:
    /// `tables`: as after `--table`. Without one, tables are made on demand.
    explicit ServedBoth(const std::vector<std::string>& tables = {},
                        const std::string& file = {},
                        std::string token = {})
        : tables_(file, [this] { return clock_ += std::chrono::seconds(1); }),
          router_(server::V2(tables_, {}, [this] { return "id-" + std::to_string(++ids_); }),
                  server::V3(tables_, settings(tables.empty())),
                  std::move(token)) {
        for (const std::string& option : tables) define(option);
    }

    void define(const std::string& option) {
        for (server::Definition& one : server::read_definitions(option)) {
            tables_.define(std::move(one));
        }
    }

    server::Answer v2(const std::string& method,
                      const std::string& target,
                      const std::string& body = {},
                      std::vector<server::Header> headers = {}) {
        headers.push_back({"ZUMO-API-VERSION", "2.0.0"});
        return router_.answer({method, target, std::move(headers), body}, std::nullopt);
    }

    server::Answer v3(const std::string& method,
                      const std::string& target,
                      const std::string& body = {},
                      std::vector<server::Header> headers = {}) {
        headers.push_back({"Content-Type", "application/json"});
        return router_.answer({method, target, std::move(headers), body}, std::nullopt);
    }

    server::Tables& tables() { return tables_; }
    server::Router& router() { return router_; }

  private:
    server::V3::Settings settings(bool on_demand) {
        server::V3::Settings out;
        out.on_demand = on_demand;
        out.new_id = [this] { return "id" + std::to_string(++ids_); };
        out.new_version = [this] { return "VERS" + std::to_string(1000 + ++versions_); };
        return out;
    }

    Timestamp clock_{1'767'225'600'000};  // 2026-01-01T00:00:00Z
    int ids_ = 0;
    int versions_ = 0;
    server::Tables tables_;
    server::Router router_;
};

/// A member of a JSON object, as JSON; "absent" if it is not there.
inline std::string member_of(const std::string& json, const std::string& name) {
    const Members members = read_members(json);
    const Value* const value = find_member(members, name);
    return value == nullptr ? "absent" : write_value(*value);
}

}  // namespace syncline::tests
