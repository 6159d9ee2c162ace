#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace syncline::tests {

/// A recorded exchange that our server answers otherwise, and why it may.
struct Omission {
    std::string scenario;
    int step = 0;
    std::string reason;
};

/// Reads lines `SCENARIO STEP reason`; empty ones and those that begin with `#` are left out.
/// Throws std::runtime_error for a line of another form.
std::vector<Omission> read_omissions(const std::filesystem::path& file);

/// The reason why a step is left out, or nullptr.
const Omission* find_omission(const std::vector<Omission>& omissions,
                              const std::string& scenario,
                              int step);

}  // namespace syncline::tests
