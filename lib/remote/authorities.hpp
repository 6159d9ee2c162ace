#pragma once

#include <string>

namespace syncline::remote {

/// Whether a directory of authorities under hashed names (`openssl rehash`) has as many as a bundle
/// of them. Then TLS may look up in it what a service needs, and the bundle, whose certificates
/// take 20 ms to read, can be left alone. False if one of the two cannot be read.
bool covers_bundle(const std::string& directory, const std::string& bundle);

}  // namespace syncline::remote
