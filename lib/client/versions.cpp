#include "data/json_read.hpp"
#include "remote/curl_transport.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"

#include <syncline/version.hpp>

#ifndef SYNCLINE_VERSION
#error "SYNCLINE_VERSION is set by the build"
#endif

namespace syncline {

Versions versions() {
    Versions versions;
    versions.syncline = SYNCLINE_VERSION;
    versions.sqlite = store::sqlite_version();
    versions.curl = remote::curl_version();
    versions.simdjson = data::simdjson_version();
    versions.store_layout = store::newest_layout();
    versions.protocols = {"v2", "v3"};
    return versions;
}

}  // namespace syncline
