#pragma once

#include "support/temp_dir.hpp"

#include <string>

namespace syncline::tests {

/// Keys and certificates that the openssl program makes: an authority that nobody knows, and what
/// it has signed. Paths of PEM files.
class Certificates {
  public:
    /// Throws std::runtime_error if one cannot be made.
    Certificates();

    /// One set for all tests of a process.
    static const Certificates& shared();

    std::string authority() const { return path("authority.pem"); }
    /// A folder with the authority, named by its hash.
    std::string authority_folder() const { return path("hashed"); }
    /// An authority that has signed nothing here, with its key.
    std::string other_authority() const { return path("other.pem"); }
    std::string other_key() const { return path("other.key"); }
    std::string server() const { return path("server.pem"); }    ///< localhost and 127.0.0.1
    std::string expired() const { return path("expired.pem"); }  ///< the same, until yesterday
    std::string client() const { return path("client.pem"); }
    std::string client_key() const { return path("client.key"); }
    /// Certificate and key of the client in one file.
    std::string client_with_key() const { return path("both.pem"); }
    std::string server_key() const { return path("server.key"); }
    /// `sha256//…` of the server's public key.
    const std::string& server_pin() const { return server_pin_; }

  private:
    std::string path(const char* name) const { return (folder_ / name).string(); }
    std::string shell(const std::string& script) const;

    TempDir folder_;
    std::string server_pin_;
};

}  // namespace syncline::tests
