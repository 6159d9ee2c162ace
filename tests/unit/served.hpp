#pragma once

#include "data/json_read.hpp"
#include "serve/router.hpp"

#include <syncline/value.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace syncline::tests {

/// The backend without sockets, faults and a real clock: each write is a second after the last one.
class Served {
  public:
    explicit Served(server::Limits limits = {},
                    std::string token = {},
                    const std::string& file = {})
        : tables_(file, [this] { return clock_ += std::chrono::seconds(1); }),
          router_(server::V2(tables_, limits, [this] { return "id-" + std::to_string(++ids_); }),
                  std::nullopt,
                  std::move(token)) {}

    server::Answer send(const std::string& method,
                        const std::string& target,
                        const std::string& body = {},
                        std::vector<server::Header> headers = {}) {
        headers.push_back({"ZUMO-API-VERSION", "2.0.0"});
        return router_.answer({method, target, std::move(headers), body}, std::nullopt);
    }

    server::Answer get(const std::string& target) { return send("GET", target); }
    server::Answer post(const std::string& target, const std::string& body = {}) {
        return send("POST", target, body);
    }

    /// The ids of a list answer, in order, with a blank between them.
    std::string ids(const std::string& target) {
        const server::Answer answer = get(target);
        if (answer.status != 200) return answer.body;
        std::string out;
        for (const Item& item : data::read_page(answer.body).items) {
            if (!out.empty()) out += ' ';
            out += item.id;
        }
        return out;
    }

    server::Router& router() { return router_; }
    server::Tables& tables() { return tables_; }

  private:
    Timestamp clock_{1'767'225'600'000};  // 2026-01-01T00:00:00Z
    int ids_ = 0;
    server::Tables tables_;
    server::Router router_;
};

}  // namespace syncline::tests
