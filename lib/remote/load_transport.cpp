#include "base/library.hpp"
#include "remote/curl_transport.hpp"

#include <syncline/errors.hpp>

#include <dlfcn.h>

namespace syncline::remote {

std::unique_ptr<Transport> load_transport(const RemoteOptions& options) {
    // Never unloaded: libcurl keeps global state.
    void* const library = base::open_library_beside("libsyncline-net.so");
    void* const symbol = library != nullptr ? dlsym(library, kMakeTransport) : nullptr;
    if (symbol == nullptr) {
        const char* const why = dlerror();
        throw StoreError(Status::io,
                         std::string("the network library cannot be loaded: ") +
                             (why != nullptr ? why : "it lacks its entry"),
                         "install syncline again");
    }
    return std::unique_ptr<Transport>(reinterpret_cast<MakeTransport>(symbol)(options));
}

std::string curl_version() {
    void* const library = base::open_library_beside("libsyncline-net.so");
    void* const symbol = library != nullptr ? dlsym(library, kCurlVersion) : nullptr;
    return symbol == nullptr ? std::string() : reinterpret_cast<CurlVersion>(symbol)();
}

}  // namespace syncline::remote
