#include "remote/authorities.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace syncline::remote {

namespace {

namespace fs = std::filesystem;

/// As `openssl rehash` names them: eight hexadecimal digits, a dot and a number.
bool is_hashed(std::string_view name) {
    constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::string_view kDigits = "0123456789";
    return name.size() > 9 && name[8] == '.' &&
           name.substr(0, 8).find_first_not_of(kHex) == std::string_view::npos &&
           name.substr(9).find_first_not_of(kDigits) == std::string_view::npos;
}

std::size_t count_hashed(const std::string& directory) {
    std::error_code error;
    fs::directory_iterator entry(directory, error);
    std::size_t count = 0;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        std::error_code gone;  // a link may be all that is left
        const bool is_there = entry->is_regular_file(gone);
        if (is_there && is_hashed(entry->path().filename().native())) ++count;
    }
    return error ? 0 : count;
}

std::size_t count_certificates(const std::string& bundle) {
    std::ifstream file(bundle);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) {
        const std::string_view begin = "-----BEGIN ";
        if (line.compare(0, begin.size(), begin) == 0) ++count;
    }
    return count;
}

}  // namespace

bool covers_bundle(const std::string& directory, const std::string& bundle) {
    const std::size_t certificates = count_certificates(bundle);
    return certificates > 0 && count_hashed(directory) >= certificates;
}

}  // namespace syncline::remote
