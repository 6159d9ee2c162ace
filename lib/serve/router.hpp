#pragma once

#include "serve/v2.hpp"

#include <string>

namespace syncline::server {

/// From a request to its answer, without sockets: who may ask, and which protocol answers.
class Router {
  public:
    /// Empty `token`: everybody may ask.
    Router(V2 v2, std::string token) : v2_(std::move(v2)), token_(std::move(token)) {}

    /// Errors are answers, too. Thread-safe.
    Answer answer(const Request& request, std::optional<Timestamp> stamped);

  private:
    Answer route(const Request& request, std::optional<Timestamp> stamped);

    V2 v2_;
    std::string token_;
};

}  // namespace syncline::server
