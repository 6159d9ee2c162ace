#include "base/library.hpp"

#include <dlfcn.h>
#include <string>

namespace syncline::base {

void* open_library_beside(const char* name) {
    constexpr int kMode = RTLD_NOW | RTLD_LOCAL;
    Dl_info here{};
    if (dladdr(reinterpret_cast<void*>(&open_library_beside), &here) != 0) {
        const std::string path = here.dli_fname;
        const std::size_t slash = path.rfind('/');
        if (slash != std::string::npos) {
            void* const library = dlopen((path.substr(0, slash + 1) + name).c_str(), kMode);
            if (library != nullptr) return library;
        }
    }
    return dlopen(name, kMode);
}

}  // namespace syncline::base
