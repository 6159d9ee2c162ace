#include "support/temp_dir.hpp"

#include <cerrno>
#include <stdlib.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace syncline::tests {

bool prefer_memory() {
    return access("/dev/shm", W_OK) == 0 && setenv("TMPDIR", "/dev/shm", 0) == 0;
}

TempDir::TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "syncline-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace syncline::tests
