#pragma once

#include "serve/request.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace syncline::server {

inline constexpr const char* kJson = "application/json; charset=utf-8";

/// A request that ends with an error answer.
class Refusal : public std::runtime_error {
  public:
    Refusal(int status, const std::string& message)
        : std::runtime_error(message), status_(status) {}

    int status() const { return status_; }

  private:
    int status_;
};

/// A JSON answer that is no single item. As Express does it, its ETag is a weak one made from the
/// content: not an item's version, and a client must not take it for one.
Answer json_answer(int status, std::string body);

/// One item with its version as ETag.
Answer item_answer(int status, std::string item, const std::string& version);

/// `{"error":message}`
Answer error_answer(int status, std::string_view message);

/// Plain text that is sent as HTML, as Express sends a string.
Answer text_answer(int status, std::string text);

/// The page of Express for what it has no route for.
Answer not_found_page(std::string_view method, std::string_view path);

/// What a captive portal or proxy says instead of the service.
Answer portal_page();

}  // namespace syncline::server
