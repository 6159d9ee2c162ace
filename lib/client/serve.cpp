#include "base/library.hpp"
#include "serve/run.hpp"

#include <syncline/errors.hpp>
#include <syncline/serve.hpp>

#include <dlfcn.h>
#include <string>

namespace syncline {

void serve(const ServeOptions& options,
           const std::function<void(const std::string& url)>& listening,
           const std::function<bool()>& stop_requested) {
    // Loaded here, because its HTTP and TLS libraries cost every other command milliseconds.
    // Never closed, because its exceptions outlive the call.
    constexpr const char* kLibrary = "libsyncline-serve.so";
    void* const library = base::open_library_beside(kLibrary);
    if (library == nullptr) {
        throw StoreError(Status::io,
                         std::string("the library of serve cannot be loaded: ") + dlerror(),
                         "install it beside libsyncline.so, and the package libcpp-httplib0.11");
    }
    using Run = decltype(&syncline_serve_run);
    const auto run = reinterpret_cast<Run>(dlsym(library, "syncline_serve_run"));
    if (run == nullptr) {
        throw StoreError(Status::io,
                         std::string(kLibrary) + " is not the one of this syncline",
                         "install both from one build");
    }
    run(options, listening, stop_requested);
}

}  // namespace syncline
