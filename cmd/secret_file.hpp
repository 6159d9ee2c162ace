#pragma once

#include <string>

namespace syncline::cmd {

/// Writes one line into a file that only its owner may read (0600). The file is replaced as a
/// whole, or stays as it was. Throws StoreError (`io`).
void write_secret(const std::string& path, const std::string& secret);

}  // namespace syncline::cmd
