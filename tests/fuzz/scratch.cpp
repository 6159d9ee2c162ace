#include "scratch.hpp"

#include "support/temp_dir.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sys/mman.h>
#include <unistd.h>

namespace syncline::fuzz {

namespace {

void write_file(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

MemoryFile::MemoryFile(std::string_view text)
    : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(descriptor_)) {
    if (descriptor_ < 0) std::abort();
    write_file(path_, text);
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

std::string MemoryFile::text() const {
    return read_file(path_);
}

ScratchStore::ScratchStore(std::string_view bytes) : path_(scratch_path("store.db")) {
    write_file(path_, bytes);
}

ScratchStore::~ScratchStore() {
    for (const char* suffix : {"", "-wal", "-shm", "-journal", "-lock"}) {
        ::unlink((path_ + suffix).c_str());
    }
}

std::string scratch_path(const std::string& name) {
    static const tests::TempDir folder;
    return (folder / name).string();
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace syncline::fuzz
