#pragma once

#include "serve/definition.hpp"
#include "serve/request.hpp"

#include <syncline/value.hpp>

#include <string>

namespace syncline::server {

/// The item that a v3 client sends.
struct SentItem {
    std::string id;  ///< empty: none
    Members own;
    bool deleted = false;
    std::string version;     ///< empty: none
    std::string updated_at;  ///< in the form of Stamps; empty: null
};

/// Reads the body of a v3 write for this table. Names match in any case. Throws Refusal: 415 for
/// another content type than JSON, 400 without text for the literal `null`, 500 for everything that
/// does not read as an item of the table.
SentItem read_v3_body(const Request& request, const Definition& definition);

}  // namespace syncline::server
