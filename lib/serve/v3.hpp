#pragma once

#include "serve/request.hpp"
#include "serve/tables.hpp"
#include "serve/url.hpp"
#include "serve/v3_body.hpp"

#include <functional>
#include <optional>
#include <string>

namespace syncline::server {

/// Protocol v3 below `/tables`, as CommunityToolkit's server answers it.
class V3 {
  public:
    struct Settings {
        Limits limits{100, 128'000};
        bool on_demand = false;               ///< a table that is not there is made when it is used
        std::function<std::string()> new_id;  ///< of an item that came without
        std::function<std::string()> new_version;
    };

    V3(Tables& tables, Settings settings) : tables_(tables), settings_(std::move(settings)) {}

    /// Answers any request; refusals are answers, too. A write gets the stamp `stamped`, or that of
    /// its moment.
    Answer answer(const Request& request, const Target& target, std::optional<Timestamp> stamped);

  private:
    struct Call;

    Answer route(const Request& request, const Target& target, std::optional<Timestamp> stamped);
    const Table* find_table(const Request& request, const Target& target);
    void stamp(Writing& writing, const Call& call, StoredItem& item);
    void take(Writing& writing, const Call& call, SentItem sent, StoredItem& item);
    Answer list(const Call& call);
    Answer read(const Call& call);
    Answer create(const Call& call);
    Answer replace(const Call& call);
    Answer remove(const Call& call);

    Tables& tables_;
    Settings settings_;
};

}  // namespace syncline::server
