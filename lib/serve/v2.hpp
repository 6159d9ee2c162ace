#pragma once

#include "serve/request.hpp"
#include "serve/tables.hpp"
#include "serve/url.hpp"

#include <functional>
#include <optional>
#include <string>

namespace syncline::server {

/// Protocol v2 below `/tables`, as the real Node server answers it, without its faults of OData.
class V2 {
  public:
    V2(Tables& tables, const Limits& limits, std::function<std::string()> new_id)
        : tables_(tables), limits_(limits), new_id_(std::move(new_id)) {}

    /// Whether the request names a version that begins with 2, as header or parameter.
    static bool names_version(const Request& request, const Target& target);

    /// Whether it is a version that the real server answers to.
    static bool speaks(const Request& request, const Target& target);

    /// Answers a request to `/tables/NAME` or `/tables/NAME/ID`. A write gets the stamp `stamped`,
    /// or that of its moment. Throws Refusal for what ends with `{"error":…}`.
    Answer answer(const Request& request, const Target& target, std::optional<Timestamp> stamped);

  private:
    struct Call;

    Answer read(const Call& call);
    Answer list(const Call& call);
    Answer insert(const Call& call);
    Answer update(const Call& call);
    Answer remove(const Call& call);
    Answer remove_matching(const Call& call);
    Answer undelete(const Call& call);

    Tables& tables_;
    Limits limits_;
    std::function<std::string()> new_id_;
};

}  // namespace syncline::server
