#pragma once

#include "serve/v2.hpp"
#include "serve/v3.hpp"

#include <optional>
#include <string>

namespace syncline::server {

/// From a request to its answer, without sockets: who may ask, and which protocol answers. With
/// both protocols, requests that name a version 2 are v2's and all others v3's, whose servers do
/// not look at the version.
class Router {
  public:
    /// Without one protocol the other answers all requests. Empty `token`: everybody may ask.
    Router(std::optional<V2> v2, std::optional<V3> v3, std::string token)
        : v2_(std::move(v2)), v3_(std::move(v3)), token_(std::move(token)) {}

    /// Errors are answers, too. Thread-safe.
    Answer answer(const Request& request, std::optional<Timestamp> stamped);

  private:
    Answer answer_v2(const Request& request,
                     const Target& target,
                     std::optional<Timestamp> stamped);
    Answer route_v2(const Request& request, const Target& target, std::optional<Timestamp> stamped);

    std::optional<V2> v2_;
    std::optional<V3> v3_;
    std::string token_;
};

}  // namespace syncline::server
