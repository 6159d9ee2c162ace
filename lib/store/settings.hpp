#pragma once

#include "store/database.hpp"

#include <string>
#include <string_view>

namespace syncline::store {

/// Names of what a store remembers about itself. Never a secret.
inline constexpr std::string_view kUrl = "url";  ///< the service root
inline constexpr std::string_view kService =
    "service";  ///< whose answers the tokens and versions come from
inline constexpr std::string_view kApiRoot = "api_root";   ///< path of the tables
inline constexpr std::string_view kProtocol = "protocol";  ///< v2, v3 or empty: auto
inline constexpr std::string_view kSettledProtocol =
    "settled_protocol";  ///< what the service was found to speak, where it is auto
inline constexpr std::string_view kInstallationId = "installation_id";  ///< X-ZUMO-INSTALLATION-ID
inline constexpr std::string_view kLastPush = "last_push";  ///< last complete push, RFC 3339
inline constexpr std::string_view kLastPull = "last_pull";  ///< last complete pull, RFC 3339

class Settings {
  public:
    explicit Settings(Database& database) : database_(database) {}

    /// The value, or empty.
    std::string get(std::string_view name);
    void set(std::string_view name, std::string_view value);

  private:
    Database& database_;
};

}  // namespace syncline::store
